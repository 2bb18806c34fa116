// SPDX-License-Identifier: BSL-1.0

package bench

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	zpress "example.invalid/ffiguard/examples/cgo"
)

func BenchmarkEmptyMethod(b *testing.B) {
	p, t := openPointer(), openToken()
	defer p.close()
	defer t.close()
	b.Run("shim=naive", func(b *testing.B) {
		for b.Loop() {
			p.touch()
		}
	})
	b.Run("shim=ffiguard", func(b *testing.B) {
		for b.Loop() {
			t.touch()
		}
	})
}

// The same, and an ffiguard_error filled.
func BenchmarkEmptyMethodWithError(b *testing.B) {
	p, t := openPointer(), openToken()
	defer p.close()
	defer t.close()
	b.Run("shim=naive", func(b *testing.B) {
		for b.Loop() {
			p.touch()
		}
	})
	b.Run("shim=ffiguard", func(b *testing.B) {
		for b.Loop() {
			if err := t.touchWithError(); err != nil {
				b.Fatal(err)
			}
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
