// SPDX-License-Identifier: BSL-1.0

package ffitest

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// told is a test that fails in words.
type told struct {
	testing.TB
	words string
}

func (t *told) Helper()                           {}
func (t *told) Errorf(format string, args ...any) { t.words += fmt.Sprintf(format, args...) }

func open() *ffiguard.Handle {
	return ffiguard.NewHandleOf("thing", 7, func(ffiguard.Token) error { return nil })
}

func TestWhatIsClosedIsNoLeak(t *testing.T) {
	defer open().Close() // before, and after
	NoLeaks(t, func() {
		for range 100 {
			open().Close()
		}
		h := open()
		go func() {
			time.Sleep(20 * time.Millisecond)
			h.Close()
		}()
	})
}

func TestWhatIsLeftOpenIsNamedWithItsLine(t *testing.T) {
	var to told
	var kept []*ffiguard.Handle
	NoLeaks(&to, func() {
		for range 3 {
			kept = append(kept, open())
		}
	})
	for _, h := range kept {
		defer h.Close()
	}
	if !strings.Contains(to.words, "3 thing, still open") || !strings.Contains(to.words, "noleaks_test.go:") {
		t.Error(to.words)
	}
}

func TestACallbackThatIsNeverLetGoIsALeak(t *testing.T) {
	defer ffiguard.NewCallback(func() {}, nil).Release() // before, and after
	var to told
	var kept []ffiguard.Callback
	NoLeaks(&to, func() {
		ffiguard.NewCallback(func() {}, nil).Release()
		for range 2 {
			kept = append(kept, ffiguard.NewCallback(func(int) bool { return true }, nil))
		}
	})
	for _, c := range kept {
		c.Release()
	}
	if !strings.Contains(to.words, "2 callback func(int) bool, never let go") || !strings.Contains(to.words, "noleaks_test.go:") {
		t.Error(to.words)
	}
	to.words = ""
	NoLeaks(&to, func() {
		late := ffiguard.NewCallback(func() {}, nil)
		time.AfterFunc(20*time.Millisecond, late.Release)
	})
	if to.words != "" {
		t.Error(to.words)
	}
}

func TestAnAbandonedHandleIsALeak(t *testing.T) {
	var to told
	ffiguard.OnAbandoned(nil)
	NoLeaks(&to, func() {
		open()
		released := make(chan bool, 1)
		ffiguard.NewHandle(7, func(ffiguard.Token) error { released <- true; return nil })
		for len(released) == 0 {
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
	})
	if !strings.Contains(to.words, "1 ffitest.TestAnAbandonedHandleIsALeak") ||
		!strings.Contains(to.words, "never closed, released by the garbage collector") {
		t.Error(to.words)
	}
}
