// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"runtime"
	"sync"
	"unsafe"
)

// Call calls a function of the shim with the token of h and an error struct. It turns the result
// into an error, as [Check] does, and keeps h from being collected meanwhile. It is short for
//
//	return h.Use(func(token ffiguard.Token) error {
//		var e C.ffiguard_error
//		return ffiguard.Check(C.meter_add(C.ffiguard_token(token), C.double(value), &e), &e)
//	})
//
// but does not allocate the error struct, whether or not the function has promised noescape. f must
// not keep e. If another goroutine closes h, see [Handle.Use].
func Call[S ~int32, E any](h *Handle, f func(token Token, e *E) S) error {
	err := Try(func(e *E) S { return f(h.token, e) })
	runtime.KeepAlive(h)
	return err
}

// Try is [Call] for a function without a Handle: one that opens, or one that releases a token.
func Try[S ~int32, E any](f func(e *E) S) error {
	e := spareErrors.Get().(*cError)
	status := f(errorOf[E](e))
	var err error
	if status != 0 {
		err = failure(Status(status), e)
		*e = cError{} // a function may fail and say nothing
	}
	spareErrors.Put(e)
	return err
}

// Not on the stack: it may move if the function calls Go.
var spareErrors = sync.Pool{New: func() any { return new(cError) }}

// errorOf is e for another package: each package has its own type C.ffiguard_error.
func errorOf[E any](e *cError) *E {
	if unsafe.Sizeof(*(*E)(nil)) != unsafe.Sizeof(*e) {
		panic("ffiguard: the function wants a *C.ffiguard_error")
	}
	return (*E)(unsafe.Pointer(e))
}
