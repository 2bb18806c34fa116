// SPDX-License-Identifier: BSL-1.0

package zpress

// #include <ffiguard/ffiguard.h>
import "C"

import (
	"bytes"
	"syscall"
	"unsafe"
)

// Status is what the C++ side answered, for errors.Is.
type Status int32

// The statuses that the shim answers with.
const (
	ErrNull            Status = C.FFIGUARD_NULL
	ErrMalformed       Status = C.FFIGUARD_MALFORMED
	ErrStale           Status = C.FFIGUARD_STALE
	ErrWrongTable      Status = C.FFIGUARD_WRONG_TABLE
	ErrWrongType       Status = C.FFIGUARD_WRONG_TYPE
	ErrClosed          Status = C.FFIGUARD_CLOSED
	ErrOverflow        Status = C.FFIGUARD_OVERFLOW
	ErrOutOfMemory     Status = C.FFIGUARD_OUT_OF_MEMORY
	ErrInvalidArgument Status = C.FFIGUARD_INVALID_ARGUMENT
	ErrNotFound        Status = C.FFIGUARD_NOT_FOUND
	ErrSystem          Status = C.FFIGUARD_SYSTEM
	ErrForeign         Status = C.FFIGUARD_FOREIGN
	ErrCxxException    Status = C.FFIGUARD_CXX_EXCEPTION
)

// Error is the status in words: "closed", "wrong table".
func (s Status) Error() string {
	return C.GoString(C.ffiguard_status_name(C.ffiguard_status(s)))
}

// Error is a failure of the C++ side. errors.Is finds its Code, and for ErrSystem also the errno.
type Error struct {
	Code    Status
	Detail  int // errno for ErrSystem, zlib's own answer for ErrForeign
	Message string
}

func (e *Error) Error() string { return "zpress: " + e.Message }

func (e *Error) Unwrap() []error {
	if e.Code == ErrSystem {
		return []error{e.Code, syscall.Errno(e.Detail)}
	}
	return []error{e.Code}
}

// failure copies the text: e is the caller's, and may be on its stack.
func failure(status C.ffiguard_status, e *C.ffiguard_error) error {
	if status == C.FFIGUARD_OK {
		return nil
	}
	text := unsafe.Slice((*byte)(unsafe.Pointer(&e.message)), len(e.message))
	text, _, _ = bytes.Cut(text, []byte{0})
	return &Error{Status(status), int(e.detail), string(text)}
}
