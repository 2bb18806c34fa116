// SPDX-License-Identifier: BSL-1.0

// Package ffitest helps to test a C++ shim from Go.
package ffitest

import (
	"runtime"
	"testing"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// Unchanged fails t if call, cgo calls on this goroutine, leaves its OS thread changed: signals
// blocked, another CPU mask, locale, rounding, name. Go would go on with the thread as it is. And if
// it has changed the process: what is done on a signal, or the locale of setlocale. What Go itself
// makes of signals is no change, but meanwhile no other goroutine calls signal.Ignore or signal.Reset.
//
// It works through panics and t.FailNow. A changed thread stays locked to the goroutine, and so goes
// when the test ends.
func Unchanged(t testing.TB, call func()) {
	t.Helper()
	runtime.LockOSThread()
	before, err := ffiguard.TakeThreadState()
	if err != nil {
		runtime.UnlockOSThread()
		t.Fatal("ffitest: the state of the thread:", err)
	}
	defer func() {
		t.Helper()
		after, err := ffiguard.TakeThreadState()
		if err == nil {
			err = before.Compare(&after)
		}
		if err != nil {
			t.Errorf("ffitest: the call changed its thread: %v", err)
			return
		}
		runtime.UnlockOSThread()
	}()
	call()
}
