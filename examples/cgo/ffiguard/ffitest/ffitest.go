// SPDX-License-Identifier: BSL-1.0

// Package ffitest helps to test a C++ shim from Go.
package ffitest

import (
	"runtime"
	"testing"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// Unchanged fails t if call, cgo calls on this goroutine, leaves its OS thread changed: signals
// blocked, another CPU mask, locale, rounding, name. Go would use the thread as it is. It also
// fails t if call has changed the process: the disposition of a signal, or the locale of setlocale.
// Go's own changes of signals do not count, but meanwhile no other goroutine may call signal.Ignore
// or signal.Reset.
//
// It also works if call panics or calls t.FailNow. A changed thread stays locked to the goroutine,
// and so ends with the test.
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
