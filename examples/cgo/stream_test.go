// SPDX-License-Identifier: BSL-1.0

package zpress

import (
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
	"example.invalid/ffiguard/examples/cgo/ffiguard/ffitest"
)

// The tests as a whole leave nothing open.
func TestMain(m *testing.M) {
	code := m.Run()
	if collect(0); Live() != 0 || Released() != Opened() {
		println("streams left open after the tests:", Live())
		code = 1
	}
	os.Exit(code)
}

// collect runs the garbage collector until no more than live are open, for half a minute at most.
func collect(live uint64) {
	for end := time.Now().Add(30 * time.Second); Live() > live && time.Now().Before(end); {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
}

func open(t *testing.T) Stream {
	t.Helper()
	s, err := Open(6)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func want(t *testing.T, got error, one ...error) {
	t.Helper()
	for _, e := range one {
		if errors.Is(got, e) {
			return
		}
	}
	t.Errorf("got %v, want one of %v", got, one)
}

func TestEveryCallOnAClosedStreamIsRefused(t *testing.T) {
	s := open(t)
	want(t, s.Close(), nil)
	want(t, s.Close(), ffiguard.ErrClosed)
	want(t, s.Compress([]byte("more"), io.Discard), ffiguard.ErrClosed)
	want(t, s.Finish(io.Discard), ffiguard.ErrClosed)

	for range 100 { // its place is used again
		other := open(t)
		want(t, s.Close(), ffiguard.ErrStale, ffiguard.ErrClosed)
		want(t, other.Close(), nil)
	}
}

func TestAFinishedStreamTakesNoMore(t *testing.T) {
	s := open(t)
	defer s.Close()
	want(t, s.Finish(io.Discard), nil)
	want(t, s.Compress([]byte("more"), io.Discard), ffiguard.ErrClosed)
	want(t, s.Finish(io.Discard), ffiguard.ErrClosed)
}

func TestAnyNumberInPlaceOfATokenIsAnsweredWithAnError(t *testing.T) {
	s := open(t)
	defer s.Close()
	sum, err := OpenChecksum()
	want(t, err, nil)
	defer sum.Close()

	numbers := []uint64{0, 1, 1 << 63, 1<<64 - 1}
	for bit := range 64 {
		numbers = append(numbers, uint64(s)^1<<bit, uint64(sum)^1<<bit)
	}
	for range 10000 {
		numbers = append(numbers, rand.Uint64())
	}
	refusals := []error{ffiguard.ErrNull, ffiguard.ErrMalformed, ffiguard.ErrStale, ffiguard.ErrWrongTable, ffiguard.ErrWrongType, ffiguard.ErrClosed}
	for _, n := range numbers {
		want(t, Stream(n).Compress([]byte("x"), io.Discard), refusals...)
		want(t, Stream(n).Close(), refusals...)
		_, err := Checksum(n).Add([]byte("x"))
		want(t, err, refusals...)
	}
	want(t, Stream(0).Close(), ffiguard.ErrNull)
	want(t, s.Compress([]byte("still open"), io.Discard), nil)
}

func TestATokenOfTheOtherKindIsRefused(t *testing.T) {
	s := open(t)
	sum, err := OpenChecksum()
	want(t, err, nil)
	want(t, Stream(sum).Compress([]byte("x"), io.Discard), ffiguard.ErrWrongType, ffiguard.ErrWrongTable)
	want(t, Stream(sum).Close(), ffiguard.ErrWrongType, ffiguard.ErrWrongTable)
	want(t, Checksum(s).Close(), ffiguard.ErrWrongType, ffiguard.ErrWrongTable)
	want(t, sum.Close(), nil)
	want(t, s.Close(), nil)
}

func TestAChecksumIsThatOfGo(t *testing.T) {
	data := random(100000)
	c, err := OpenChecksum()
	want(t, err, nil)
	_, err = c.Add(data[:70000])
	want(t, err, nil)
	got, err := c.Add(data[70000:])
	want(t, err, nil)
	if got != crc32.ChecksumIEEE(data) {
		t.Errorf("%08x, by Go %08x", got, crc32.ChecksumIEEE(data))
	}
	want(t, c.Close(), nil)
	want(t, c.Close(), ffiguard.ErrClosed)
}

func TestAFileIsReadByItsWholeNameOrNotAtAll(t *testing.T) {
	data := random(200000)
	name := filepath.Join(t.TempDir(), "report äöü \U0001F600")
	want(t, os.WriteFile(name, data, 0o600), nil)
	got, err := FileChecksum(name)
	want(t, err, nil)
	if got != crc32.ChecksumIEEE(data) {
		t.Errorf("%08x, by Go %08x", got, crc32.ChecksumIEEE(data))
	}
	// The file is there, and the name that was asked for is another.
	for _, other := range []string{name + "\x00.png", name + "\x00", "\x00" + name, "\x00"} {
		crc, err := FileChecksum(other)
		want(t, err, ffiguard.ErrMalformed)
		var e *ffiguard.Error
		if crc != 0 || !errors.As(err, &e) || e.Detail != strings.IndexByte(other, 0)+1 {
			t.Errorf("%q: %08x, %#v", other, crc, err)
		}
	}
	_, err = FileChecksum(name + ".png")
	want(t, err, ffiguard.ErrNotFound)
	_, err = FileChecksum("")
	want(t, err, ffiguard.ErrNotFound)
}

func TestASliceWithSizeButNoMemoryIsRefused(t *testing.T) {
	s := open(t)
	defer s.Close()
	corrupt := struct {
		data     *byte
		len, cap int
	}{nil, 16, 16}
	p := *(*[]byte)(unsafe.Pointer(&corrupt))
	want(t, s.Compress(p, io.Discard), ffiguard.ErrNull)
	want(t, s.Compress(nil, io.Discard), nil)
}

// cgo looks for Go pointers in the memory that it passes on: here, beside the bytes.
func TestBytesMayLieInAStructWithPointers(t *testing.T) {
	s := open(t)
	defer s.Close()
	beside = &record{next: &record{}}
	want(t, s.Compress(beside.bytes[:], io.Discard), nil)
}

type record struct {
	next  *record
	bytes [64]byte
}

var beside *record // not on the stack, where cgo does not look

func TestALevelOutOfRangeOpensNothing(t *testing.T) {
	levels := []int{-1, 0, 10}
	if unsafe.Sizeof(0) == 8 {
		six := uint64(6)
		levels = append(levels, int(1<<32+six), int(1<<63+six)) // 6 in the low half
	}
	before := Opened()
	for _, level := range levels {
		s, err := Open(level)
		want(t, err, ffiguard.ErrInvalidArgument)
		w, err := NewWriter(io.Discard, level)
		want(t, err, ffiguard.ErrInvalidArgument)
		if s != 0 || w != nil {
			t.Errorf("level %d gave %v and %v", level, s, w)
		}
	}
	if Opened() != before {
		t.Errorf("%d opened", Opened()-before)
	}
}

func TestOneOfManyClosersIsTold(t *testing.T) {
	for range 200 {
		s := open(t)
		var told atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			all.Add(1)
			go func() {
				defer all.Done()
				if err := s.Close(); err == nil {
					told.Add(1)
				} else {
					want(t, err, ffiguard.ErrClosed)
				}
			}()
		}
		all.Wait()
		if told.Load() != 1 {
			t.Fatalf("%d closers were told that they closed", told.Load())
		}
	}
}

func TestAStreamClosedDuringACompressIsReleasedAfterIt(t *testing.T) {
	data := random(8 << 20)
	before := Live()
	for try := 0; ; try++ {
		s := open(t)
		var out bytes.Buffer
		done := make(chan error)
		go func() { done <- s.Compress(data, &out) }()
		time.Sleep(10 * time.Millisecond)
		want(t, s.Close(), nil)
		during := Live()
		err := <-done
		if Live() != before {
			t.Fatal("not released")
		}
		if err == nil && during != before {
			if out.Len() < len(data)/2 {
				t.Errorf("%d bytes", out.Len())
			}
			return
		}
		// The close came before the compress or after it.
		if want(t, err, nil, ffiguard.ErrClosed); try == 100 || t.Failed() {
			t.Fatal("no close hit a compress")
		}
	}
}

func TestNoCallChangesItsThread(t *testing.T) {
	ffitest.Unchanged(t, func() {
		s := open(t)
		want(t, s.Compress(random(1<<20), io.Discard), nil)
		want(t, s.Finish(io.Discard), nil)
		want(t, s.Close(), nil)
		want(t, s.Close(), ffiguard.ErrClosed)
	})
}

func TestEveryCallLeavesErrnoZero(t *testing.T) {
	for call, err := range errnos() {
		if err != nil {
			t.Errorf("%s left %v", call, err)
		}
	}
}

func TestAnErrorHasItsStatusAndItsText(t *testing.T) {
	_, err := Open(0)
	var e *ffiguard.Error
	if !errors.As(err, &e) || e.Status != ffiguard.ErrInvalidArgument || e.Text != "level is 1 to 9" {
		t.Errorf("%#v", err)
	}
}

func TestProgressIsToldWhileAStreamCompressesAndEndsWithIt(t *testing.T) {
	s := open(t)
	noise := make([]byte, 1<<20)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	var taken, given atomic.Uint64
	ended := make(chan error)
	go func() {
		ended <- s.Progress(t.Context(), func(now Progress) {
			if now.Taken < taken.Load() || now.Given < given.Load() {
				t.Errorf("%v after %d, %d", now, taken.Load(), given.Load())
			}
			given.Store(now.Given)
			taken.Store(now.Taken)
		})
	}()
	var out bytes.Buffer
	want(t, s.Compress(noise, &out), nil)
	toldAll := func() bool { return taken.Load() == uint64(len(noise)) && given.Load() == uint64(out.Len()) }
	for end := time.Now().Add(30 * time.Second); !toldAll(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d of %d taken, %d of %d given", taken.Load(), len(noise), given.Load(), out.Len())
		}
	}
	want(t, s.Close(), nil)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	want(t, s.Progress(t.Context(), func(Progress) {}), ffiguard.ErrClosed, ffiguard.ErrStale)
}
