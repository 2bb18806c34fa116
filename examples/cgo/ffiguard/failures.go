// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// Failures carries errors of callbacks to the end of the outer call, the call of C++ in which they
// run. The C or C++ in between can pass a number at most, or nothing at all. An object that owns
// callbacks has one Failures.
//
//	func (r *Reader) Read() error {
//		return r.failures.Join(ffiguard.Call(r.handle, ...))
//	}
//
// Each outer call gets its own failure, even if many goroutines call the object at the same time:
// Join takes failures of calls of the same goroutine. So call Join where the call was made. A
// failure on a C++ thread, outside any call from Go, goes to the first Join that has no other.
//
// The zero Failures is ready for use. Safe for concurrent use.
type Failures struct {
	// Stacks makes a PanicError keep the stack of its panic. Set it before the first call.
	Stacks bool

	waiting atomic.Int32 // how many
	mutex   sync.Mutex
	all     []callbackFailure
}

type callbackFailure struct {
	call outerCall
	err  error
}

// mostFailures are kept; more can only wait if Join is not called.
const mostFailures = 64

// add keeps the first failure of each call.
func (f *Failures) add(err error) {
	call := outerCallHere(0)
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for i := range f.all {
		if f.all[i].call == call {
			return
		}
	}
	if len(f.all) == mostFailures {
		f.all = append(f.all[:0], f.all[1:]...)
	}
	f.all = append(f.all, callbackFailure{call, err})
	f.waiting.Store(int32(len(f.all)))
}

// Join takes the first failure of a callback within the call that has just returned to this
// goroutine, and returns it: alone if err, the error of the call, is nil, else as a [CallbackError]
// with both. If no callback has failed, it returns err.
func (f *Failures) Join(err error) error {
	if f.waiting.Load() == 0 {
		return err
	}
	first := f.take()
	switch {
	case first == nil:
		return err
	case err == nil:
		return first
	}
	return &CallbackError{Callback: first, Call: err}
}

func (f *Failures) take() error {
	call := outerCallHere(1)
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for _, of := range [...]outerCall{call, {}} {
		for i := range f.all {
			if f.all[i].call == of {
				err := f.all[i].err
				f.all = append(f.all[:i], f.all[i+1:]...)
				f.waiting.Store(int32(len(f.all)))
				return err
			}
		}
	}
	return nil
}

// Drop forgets what Join would take.
func (f *Failures) Drop() {
	if f.waiting.Load() != 0 {
		f.take()
	}
}

// outerCall is a call of C: the callbacks in it run on its goroutine. The zero outerCall is none: a thread of
// C++ has called Go.
type outerCall struct {
	goroutine uint64
	depth     int // calls of C on its stack
}

// outerCallHere takes some microseconds: only for failures. below is how many calls the goroutine
// was deeper than here.
func outerCallHere(below int) outerCall {
	depth := below
	for function := range callers {
		if function == "runtime.cgocall" {
			depth++
		}
	}
	if depth == 0 {
		return outerCall{}
	}
	return outerCall{goroutineNumber(), depth}
}

// goroutineNumber is what stack traces begin with. The runtime gives none of them twice.
func goroutineNumber() (number uint64) {
	var text [64]byte
	for _, digit := range text[len("goroutine "):runtime.Stack(text[:], false)] {
		if digit < '0' || digit > '9' {
			break
		}
		number = 10*number + uint64(digit-'0')
	}
	return number
}

// CallbackError is the error of a call of C++ in which a callback has failed. errors.Is and errors.As look at
// Call first, then at Callback.
type CallbackError struct {
	Callback error // of the callback
	Call     error // of the outer call
}

// Error returns the text of the call, which may be that of the callback, and the text of the
// callback.
func (e *CallbackError) Error() string {
	callback, call := e.Callback.Error(), e.Call.Error()
	if call == "" || strings.HasPrefix(callback, call) { // C++ may have cut it
		return callback
	}
	if strings.Contains(call, callback) {
		return call
	}
	return call + ": " + callback
}

func (e *CallbackError) Unwrap() []error { return []error{e.Call, e.Callback} }
