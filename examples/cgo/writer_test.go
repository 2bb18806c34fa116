// SPDX-License-Identifier: BSL-1.0

package zpress

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func random(size int) []byte {
	p := make([]byte, size)
	rand.NewChaCha8([32]byte{}).Read(p)
	return p
}

func text(size int) []byte {
	line := "A stale, forged or twice-closed token is an error code.\n"
	return []byte(strings.Repeat(line, size/len(line)+1))[:size]
}

func newWriter(t *testing.T, to io.Writer) *Writer {
	t.Helper()
	w, err := NewWriter(to, 6)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// unzip reads with Go's own reader, which checks the length and the checksum too.
func unzip(t *testing.T, from io.Reader) []byte {
	t.Helper()
	r, err := gzip.NewReader(from)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWhatIsWrittenIsReadByGo(t *testing.T) {
	for name, fill := range map[string]func(int) []byte{"random": random, "text": text} {
		for _, size := range []int{0, 1, 1<<16 - 1, 1 << 16, 10_000_000} {
			for _, level := range []int{1, 6, 9} {
				t.Run(fmt.Sprintf("%s/%d/%d", name, size, level), func(t *testing.T) {
					data := fill(size)
					var out bytes.Buffer
					w, err := NewWriter(&out, level)
					want(t, err, nil)
					n, err := w.Write(data)
					want(t, err, nil)
					want(t, w.Close(), nil)
					if n != size || !bytes.Equal(unzip(t, &out), data) {
						t.Errorf("%d of %d written, or not what is read", n, size)
					}
				})
			}
		}
	}
}

func TestPiecesOfAnySizeMakeOneWhole(t *testing.T) {
	data := text(1_000_000)
	var out bytes.Buffer
	w := newWriter(t, &out)
	for rest := data; len(rest) > 0; {
		n, err := w.Write(rest[:rand.IntN(min(len(rest), 5000)+1)])
		want(t, err, nil)
		rest = rest[n:]
	}
	want(t, w.Close(), nil)
	if !bytes.Equal(unzip(t, &out), data) {
		t.Error("not what is read")
	}
}

func TestCloseEndsTheDataOnce(t *testing.T) {
	var out bytes.Buffer
	before := Live()
	w := newWriter(t, &out)
	want(t, w.Close(), nil)
	if Live() != before {
		t.Error("not released")
	}
	size := out.Len()
	want(t, w.Close(), nil)
	_, err := w.Write([]byte("late"))
	want(t, err, ffiguard.ErrClosed)
	if out.Len() != size {
		t.Error("a closed writer wrote")
	}
}

func TestGoroutinesWriteAndCloseAtOnceAndTheDataStaysWhole(t *testing.T) {
	piece := text(10_000)
	for range 20 {
		var out bytes.Buffer
		w := newWriter(t, &out)
		var mu sync.Mutex
		var all sync.WaitGroup
		written := 0
		begun := make(chan bool, 4)
		for range 4 {
			all.Add(1)
			go func() {
				defer all.Done()
				for first := true; ; first = false {
					n, err := w.Write(piece)
					mu.Lock()
					written += n
					mu.Unlock()
					if first {
						begun <- true
					}
					if err != nil {
						want(t, err, ffiguard.ErrClosed)
						return
					}
				}
			}()
		}
		for range 4 {
			<-begun
		}
		for range 4 {
			all.Add(1)
			go func() {
				defer all.Done()
				want(t, w.Close(), nil)
			}()
		}
		all.Wait()
		if got := unzip(t, &out); len(got) != written {
			t.Fatalf("%d bytes written, %d read", written, len(got))
		}
	}
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestAnErrorOfTheOtherWriterIsKeptAndTheStreamReleased(t *testing.T) {
	full := errors.New("disk full")
	for name, c := range map[string]struct {
		to   writerFunc
		want error
	}{
		"fails":      {func([]byte) (int, error) { return 0, full }, full},
		"takes half": {func(p []byte) (int, error) { return len(p) / 2, nil }, io.ErrShortWrite},
	} {
		t.Run(name, func(t *testing.T) {
			before := Live()
			w := newWriter(t, c.to)
			n, err := w.Write(random(1 << 20))
			want(t, err, c.want)
			if n != 0 {
				t.Errorf("%d bytes said to be written", n)
			}
			_, err = w.Write(nil)
			want(t, err, c.want)
			want(t, w.Close(), c.want)
			want(t, w.Close(), nil)
			if Live() != before {
				t.Error("not released")
			}

			w = newWriter(t, c.to)
			want(t, w.Close(), c.want) // fails in the last bytes
			if Live() != before {
				t.Error("not released")
			}
		})
	}
}

func TestAPanicOfTheOtherWriterPassesAndTheStreamIsReleased(t *testing.T) {
	before := Live()
	panics := func(f func()) {
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
		}()
		f()
	}
	to := writerFunc(func([]byte) (int, error) { panic("no") })
	w := newWriter(t, to)
	panics(func() { w.Write(random(1 << 20)) })
	want(t, w.Close(), errPanicked) // what was lost is not passed over
	w = newWriter(t, to)
	panics(func() { w.Close() })
	want(t, w.Close(), nil)
	if Live() != before {
		t.Error("not released")
	}
}

func TestAbandonedWritersGiveTheirStreamsBack(t *testing.T) {
	before := Live()
	func() {
		for range 50 {
			newWriter(t, io.Discard).Write(text(1000))
		}
	}()
	if collect(before); Live() != before {
		t.Errorf("%d streams are still open", Live()-before)
	}
}

func TestAWriterIsNotCollectedDuringItsLastCall(t *testing.T) {
	before, during := Live(), uint64(0)
	w := newWriter(t, writerFunc(func(p []byte) (int, error) {
		runtime.GC()
		runtime.GC()
		during = Live()
		return len(p), nil
	}))
	_, err := w.Write(random(1 << 20))
	want(t, err, nil)
	if during != before+1 {
		t.Errorf("%d open during the call, %d before", during, before)
	}
	collect(before)
}
