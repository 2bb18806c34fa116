// SPDX-License-Identifier: BSL-1.0

// Package ffiguard is the Go side of ffiguard.h: errors of a C++ shim, owners of its tokens, Go
// memory that it may keep, and checks of what a call has changed on its thread.
//
// Needs Go 1.24, for runtime.AddCleanup and the #cgo lines below, and a C++ compiler. cmake
// --install makes it a separate module, see docs/recipes/go.md.
package ffiguard

// #cgo CPPFLAGS: -I${SRCDIR}/../../../include
// #cgo CXXFLAGS: -std=c++17
// #cgo LDFLAGS: -ldl
// #cgo noescape ffiguard_status_name
// #cgo nocallback ffiguard_status_name
// #cgo noescape ffiguard_error_text
// #cgo nocallback ffiguard_error_text
// #cgo noescape ffiguard_thread_state_take
// #cgo nocallback ffiguard_thread_state_take
// #cgo noescape ffiguard_thread_state_difference
// #cgo nocallback ffiguard_thread_state_difference
// #include <ffiguard/ffiguard.h>
import "C"

import (
	"bytes"
	"fmt"
	"syscall"
	"unsafe"
)

// Status is the status that the C++ side returned; an error, for errors.Is.
type Status int32

// What ffiguard.h says of each.
const (
	ErrNull            Status = C.FFIGUARD_NULL
	ErrMalformed       Status = C.FFIGUARD_MALFORMED
	ErrStale           Status = C.FFIGUARD_STALE
	ErrWrongTable      Status = C.FFIGUARD_WRONG_TABLE
	ErrWrongType       Status = C.FFIGUARD_WRONG_TYPE
	ErrClosed          Status = C.FFIGUARD_CLOSED
	ErrInUse           Status = C.FFIGUARD_IN_USE
	ErrWrongThread     Status = C.FFIGUARD_WRONG_THREAD
	ErrOverflow        Status = C.FFIGUARD_OVERFLOW
	ErrOutOfMemory     Status = C.FFIGUARD_OUT_OF_MEMORY
	ErrInvalidArgument Status = C.FFIGUARD_INVALID_ARGUMENT
	ErrNotFound        Status = C.FFIGUARD_NOT_FOUND
	ErrUnsupported     Status = C.FFIGUARD_UNSUPPORTED
	ErrSystem          Status = C.FFIGUARD_SYSTEM
	ErrForeign         Status = C.FFIGUARD_FOREIGN
	ErrCxxException    Status = C.FFIGUARD_CXX_EXCEPTION
	ErrJavaException   Status = C.FFIGUARD_JAVA_EXCEPTION
)

// Error is the status in words: "closed", "wrong table".
func (s Status) Error() string {
	return C.GoString(C.ffiguard_status_name(C.ffiguard_status(s)))
}

// Error is a failure of the C++ side. errors.Is finds its Status, and for ErrSystem also the errno.
type Error struct {
	Status Status
	Detail int    // errno for ErrSystem, the library's own answer for ErrForeign; the byte, from 1, that is NUL inside of text
	Text   string // whole: a message that is longer than a C.ffiguard_error has room for is fetched, up to 64 KiB
}

func (e *Error) Error() string {
	if e.Text == "" {
		return e.Status.Error()
	}
	return e.Text
}

// Errno is 0 for all but ErrSystem.
func (e *Error) Errno() syscall.Errno {
	if e.Status != ErrSystem {
		return 0
	}
	return syscall.Errno(e.Detail)
}

func (e *Error) Unwrap() []error {
	if errno := e.Errno(); errno != 0 {
		return []error{e.Status, errno}
	}
	return []error{e.Status}
}

// Check returns nil for FFIGUARD_OK and otherwise an [*Error] with the text that the call has put
// into e, the C.ffiguard_error of the calling package. It is copied, so e may be on the stack. If
// the call took no error struct, pass (*C.ffiguard_error)(nil). [Call] and [Try] do all of this.
//
//	var e C.ffiguard_error
//	return ffiguard.Check(C.stream_close(token, &e), &e)
func Check[S ~int32, E any](status S, e *E) error {
	if status == C.FFIGUARD_OK {
		return nil
	}
	if size := unsafe.Sizeof(*e); size != C.sizeof_ffiguard_error {
		panic(fmt.Sprintf("ffiguard: Check wants a C.ffiguard_error and got %d bytes", size))
	}
	return failure(Status(status), (*C.ffiguard_error)(unsafe.Pointer(e)))
}

type cError = C.ffiguard_error

func failure(status Status, e *C.ffiguard_error) error {
	if e == nil {
		return &Error{Status: status}
	}
	text := unsafe.Slice((*byte)(unsafe.Pointer(&e.message)), len(e.message))
	text, _, _ = bytes.Cut(text, []byte{0})
	if len(text) >= 200 {
		if whole := wholeText(e); whole != "" {
			return &Error{status, int(e.detail), whole}
		}
	}
	return &Error{status, int(e.detail), string(text)}
}

// wholeText is the text of an error whose message was cut; "" if it was not, or C++ had no memory.
func wholeText(e *C.ffiguard_error) string {
	room := make([]byte, 2048)
	for {
		size := uint64(C.ffiguard_error_text(e, (*C.char)(unsafe.Pointer(unsafe.SliceData(room))), C.uint64_t(len(room))))
		if size <= uint64(len(room)) {
			return string(room[:size])
		}
		room = make([]byte, size)
	}
}
