// SPDX-License-Identifier: BSL-1.0
package threads

import (
	"fmt"
	"strings"
	"testing"

	"example.invalid/ffiguard/examples/cgo/ffiguard/ffitest"
)

// record is a test that takes down how it failed.
type record struct {
	testing.TB
	failed string
}

func (r *record) Helper() {}
func (r *record) Errorf(format string, args ...any) {
	r.failed += fmt.Sprintf(format, args...)
}

// unchanged is ffitest.Unchanged on a thread that goes when it was changed.
func unchanged(t *testing.T, call func()) string {
	r := record{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { recover() }()
		ffitest.Unchanged(&r, call)
	}()
	<-done
	return r.failed
}

func TestUnchangedTakesACallWithGuards(t *testing.T) {
	ffitest.Unchanged(t, func() {
		if err := blockSignals(false); err != nil {
			t.Error(err)
		}
	})
}

func TestUnchangedNamesWhatWasChanged(t *testing.T) {
	text := unchanged(t, func() { blockOneSignal() })
	if !strings.Contains(text, "signal mask") || !strings.Contains(text, "USR1") {
		t.Errorf("blocked signals are called %q", text)
	}
}

func TestUnchangedSeesPastAPanic(t *testing.T) {
	text := unchanged(t, func() {
		blockOneSignal()
		panic("after the call")
	})
	if !strings.Contains(text, "USR1") {
		t.Errorf("blocked signals are called %q", text)
	}
	if text := unchanged(t, func() { panic("no call") }); text != "" {
		t.Error(text)
	}
}

// A thread that was changed must not serve others.
func TestAChangedThreadGoes(t *testing.T) {
	before := blockedSignals()
	crowd(20, func() { unchanged(t, func() { blockOneSignal() }) })
	crowd(200, func() {
		if now := blockedSignals(); now != before {
			t.Errorf("%d signals are blocked on a thread, %d before", now, before)
		}
	})
}
