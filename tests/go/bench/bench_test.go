// SPDX-License-Identifier: BSL-1.0

package bench

import (
	"bytes"
	"fmt"
	"io"
	"runtime/cgo"
	"testing"

	zpress "example.invalid/ffiguard/examples/cgo"
	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// benchmarkNaive is an empty method over a pointer, which the others are compared with.
func benchmarkNaive(b *testing.B) {
	p := openPointer()
	defer p.close()
	b.Run("shim=naive", func(b *testing.B) {
		for b.Loop() {
			p.touch()
		}
	})
}

func BenchmarkEmptyMethod(b *testing.B) {
	t := openToken()
	defer t.close()
	benchmarkNaive(b)
	b.Run("shim=ffiguard", func(b *testing.B) {
		for b.Loop() {
			t.touch()
		}
	})
}

// The same of an object that is rarely closed: its users are counted by thread.
func BenchmarkEmptyMethodRarelyClosed(b *testing.B) {
	t := openLasting()
	defer t.close()
	benchmarkNaive(b)
	b.Run("shim=ffiguard", func(b *testing.B) {
		for b.Loop() {
			t.touch()
		}
	})
}

// The same, and an ffiguard_error filled.
func BenchmarkEmptyMethodWithError(b *testing.B) {
	t := openToken()
	defer t.close()
	benchmarkNaive(b)
	b.Run("shim=ffiguard", func(b *testing.B) {
		for b.Loop() {
			if err := t.touchWithError(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// What an error struct costs: naive is a call without one. The first takes it from a pool, the second has
// it on the stack, which its promises allow.
func BenchmarkErrorOfCall(b *testing.B)  { benchmarkError(b, touchCalled) }
func BenchmarkErrorOnStack(b *testing.B) { benchmarkError(b, touchChecked) }

func benchmarkError(b *testing.B, touch func(*ffiguard.Handle) error) {
	h := openHandle()
	defer h.Close()
	b.Run("shim=naive", func(b *testing.B) {
		for b.Loop() {
			touchBare(h)
		}
	})
	b.Run("shim=ffiguard", func(b *testing.B) {
		for b.Loop() {
			touch(h)
		}
	})
}

func BenchmarkWrite4KiB(b *testing.B) {
	var text bytes.Buffer
	for i := 0; text.Len() < 4096; i++ {
		fmt.Fprintf(&text, "line %d: a token is %x\n", i, i*i*2654435761)
	}
	data := text.Bytes()[:4096]
	b.Run("shim=naive", func(b *testing.B) {
		s := openStream(6)
		defer s.close()
		for b.Loop() {
			if err := s.compress(data, io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("shim=ffiguard", func(b *testing.B) {
		s, err := zpress.Open(6)
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		for b.Loop() {
			if err := s.Compress(data, io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// What C++ holds of Go's, by number: looked up in each callback, and kept and let go of.
func BenchmarkGoValueByNumber(b *testing.B) {
	value := new(int)
	h := cgo.NewHandle(value)
	defer h.Delete()
	c := ffiguard.NewCallback(value, nil)
	defer c.Release()
	b.Run("shim=cgo.Handle", func(b *testing.B) {
		for b.Loop() {
			*h.Value().(*int)++
		}
	})
	b.Run("shim=ffiguard", func(b *testing.B) {
		for b.Loop() {
			*c.Value().(*int)++
		}
	})
}

func BenchmarkGoValueKept(b *testing.B) {
	value := new(int)
	b.Run("shim=cgo.Handle", func(b *testing.B) {
		for b.Loop() {
			cgo.NewHandle(value).Delete()
		}
	})
	b.Run("shim=ffiguard", func(b *testing.B) {
		for b.Loop() {
			ffiguard.NewCallback(value, nil).Release()
		}
	})
}
