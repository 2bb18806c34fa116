// SPDX-License-Identifier: BSL-1.0

package ffiguard_test

import (
	"errors"
	"testing"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func TestAFunctionThatSaysNothingGivesNoTextOfAnother(t *testing.T) {
	h := ffiguard.NewHandle(1, func(ffiguard.Token) error { return nil })
	defer h.Close()
	for range 100 { // some of them with the struct of the one before
		err := ffiguard.Call(h, func(_ ffiguard.Token, e *cError) cStatus {
			copy(e.message[:], "a text\x00")
			e.detail = 7
			return cStatus(ffiguard.ErrForeign)
		})
		if got, ok := err.(*ffiguard.Error); !ok || got.Text != "a text" || got.Detail != 7 {
			t.Fatal(err)
		}
		err = ffiguard.Try(func(*cError) cStatus { return cStatus(ffiguard.ErrNull) })
		if got, ok := err.(*ffiguard.Error); !ok || got.Text != "" || got.Detail != 0 || !errors.Is(err, ffiguard.ErrNull) {
			t.Fatal(err)
		}
	}
}

func TestAnErrorStructOfAnotherSizeIsRefused(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("taken")
		}
	}()
	ffiguard.Try(func(*[64]byte) cStatus { return 0 })
}

func TestACallTakesNoMemory(t *testing.T) {
	h := ffiguard.NewHandle(1, func(ffiguard.Token) error { return nil })
	defer h.Close()
	if n := testing.AllocsPerRun(1000, func() {
		ffiguard.Call(h, func(_ ffiguard.Token, e *cError) cStatus { return kept(e) })
	}); n != 0 {
		t.Error(n)
	}
}

var last *cError

//go:noinline
func kept(e *cError) cStatus { // escapes, as what is given to a C function without noescape
	last = e
	return 0
}
