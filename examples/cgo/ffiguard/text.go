// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

// #include <ffiguard/ffiguard.h>
import "C"

import (
	"fmt"
	"runtime"
	"sync"
	"unsafe"
)

// Text returns the text that a C function writes to its caller's memory: FFIGUARD_EXPORT_CALL makes
// such a function from a member that returns a std::string or a std::string_view, with the types
// uint8_t*, size_t, uint64_t*. f calls it with its arguments:
//
//	return ffiguard.Text(m.handle, func(token ffiguard.Token, to *C.uint8_t, room uint64, size *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
//		return C.meter_name(C.ffiguard_token(token), to, C.size_t(room), size, e)
//	})
//
// Up to 1 KB this is one C call and one allocation, the string's. For a longer text f is called
// again. h is kept from being collected; it is nil for a function without a token.
func Text[S ~int32, B ~uint8 | ~int8, N ~uint64, E any](h *Handle, f func(token Token, to *B, room uint64, size *N, e *E) S) (string, error) {
	small := spareRooms.Get().(*room)
	defer spareRooms.Put(small)
	size, err := fill(h, small, small.bytes[:], f)
	if err == nil {
		return string(small.bytes[:size]), nil
	}
	large, err := fillLarger(h, small, size, err, f)
	return TextOver(large), err
}

// Bytes is [Text] for bytes.
func Bytes[S ~int32, B ~uint8 | ~int8, N ~uint64, E any](h *Handle, f func(token Token, to *B, room uint64, size *N, e *E) S) ([]byte, error) {
	small := spareRooms.Get().(*room)
	defer spareRooms.Put(small)
	size, err := fill(h, small, small.bytes[:], f)
	if err == nil {
		return append(make([]byte, 0, size), small.bytes[:size]...), nil
	}
	return fillLarger(h, small, size, err, f)
}

// Fill is [Text] into p: C++ writes directly to it. It returns how many bytes there are. If p is
// too small, p is not written, and it fails with ErrOverflow.
func Fill[S ~int32, B ~uint8 | ~int8, N ~uint64, E any](h *Handle, p []byte, f func(token Token, to *B, room uint64, size *N, e *E) S) (int, error) {
	small := spareRooms.Get().(*room)
	defer spareRooms.Put(small)
	size, err := fill(h, small, p, f)
	return int(size), err
}

// room is what f fills: on the heap, because f may call Go; reused.
type room struct {
	size  uint64
	e     cError
	bytes [1024]byte
}

var spareRooms = sync.Pool{New: func() any { return new(room) }}

func fill[S ~int32, B ~uint8 | ~int8, N ~uint64, E any](h *Handle, r *room, p []byte, f func(token Token, to *B, room uint64, size *N, e *E) S) (uint64, error) {
	r.size = 0
	var token Token
	if h != nil {
		token = h.token
	}
	status := f(token, Data[B](p), uint64(len(p)), (*N)(unsafe.Pointer(&r.size)), errorOf[E](&r.e))
	runtime.KeepAlive(h)
	if status == 0 {
		if r.size > uint64(len(p)) {
			return 0, &Error{Status: ErrOverflow, Text: "the function has written more than there is room for"}
		}
		return r.size, nil
	}
	err := failure(Status(status), &r.e)
	r.e = cError{}
	return r.size, err
}

// fillLarger continues if there was too little room; meanwhile the text may grow.
func fillLarger[S ~int32, B ~uint8 | ~int8, N ~uint64, E any](h *Handle, r *room, size uint64, err error, f func(token Token, to *B, room uint64, size *N, e *E) S) ([]byte, error) {
	var p []byte
	for err != nil {
		if err.(*Error).Status != ErrOverflow || size <= uint64(max(len(p), len(r.bytes))) {
			return nil, err
		}
		p = make([]byte, size+uint64(len(p)/4)) // exact at first; then it grows
		size, err = fill(h, r, p, f)
	}
	return p[:size], nil
}

// LendText lends text, including NULs, to C for one call: V is C.ffiguard_view.
//
//	C.meter_set_name(token, ffiguard.LendText[C.ffiguard_view](name), e)
func LendText[V any](text string) V {
	return asView[V](view{unsafe.StringData(text), uint64(len(text))})
}

// LendBytes lends p to C for one call: V is C.ffiguard_view.
func LendBytes[V any](p []byte) V { return asView[V](view{unsafe.SliceData(p), uint64(len(p))}) }

// view is a C.ffiguard_view: each package has its own type.
type view struct {
	data *byte
	size uint64
}

var _ = [1]struct{}{}[unsafe.Sizeof(view{})-C.sizeof_ffiguard_view]

func asView[V any](v view) V {
	if unsafe.Sizeof(*(*V)(nil)) != unsafe.Sizeof(v) {
		noView(*new(V))
	}
	return *(*V)(unsafe.Pointer(&v))
}

func fromView[V any](v *V) view {
	if unsafe.Sizeof(*v) != unsafe.Sizeof(view{}) {
		noView(*v)
	}
	return *(*view)(unsafe.Pointer(v))
}

func noView(v any) { panic(fmt.Sprintf("ffiguard: a C.ffiguard_view is wanted, and no %T", v)) }

// CopyText returns a copy of what C lends by a C.ffiguard_view, during a callback.
func CopyText[V any](lent V) string {
	v := fromView(&lent)
	return string(unsafe.Slice(v.data, v.size))
}

// CopyBytes is [CopyText] for bytes.
func CopyBytes[V any](lent V) []byte {
	v := fromView(&lent)
	return append(make([]byte, 0, v.size), unsafe.Slice(v.data, v.size)...)
}

// Data is the address of p for a C function that takes bytes as a pointer and a count: B is
// C.uint8_t or C.char. nil for no memory. Valid until the call returns; if C keeps it longer, [Pin]
// it.
func Data[B ~uint8 | ~int8](p []byte) *B { return (*B)(unsafe.Pointer(unsafe.SliceData(p))) }

// TextData is [Data] for a string, which C must not write. There is no NUL at its end.
func TextData[B ~uint8 | ~int8](text string) *B {
	return (*B)(unsafe.Pointer(unsafe.StringData(text)))
}

// First returns the address of the first of items, such as C structs, for a C function that takes
// it and a count. They must hold no pointers to Go memory. nil for none.
func First[T any](items []T) *T { return unsafe.SliceData(items) }

// Lent returns the count items at first, which C lends: valid until the callback returns, or as C
// says.
func Lent[T any, N ~int32 | ~int64 | ~uint32 | ~uint64](first *T, count N) []T {
	return unsafe.Slice(first, count)
}

// TextOver returns p as a string, without a copy. p must not be written any more.
func TextOver(p []byte) string { return unsafe.String(unsafe.SliceData(p), len(p)) }

// TakeText copies the text of a C.ffiguard_buffer that a function has filled, and releases the buffer.
func TakeText[B any](b *B) (text string) {
	UseBuffer(b, func(p []byte) error {
		text = string(p)
		return nil
	})
	return text
}

// UseBuffer calls f with the bytes of a C.ffiguard_buffer that a function has filled: C++ memory
// that is released when f returns or panics. Afterwards b owns nothing.
func UseBuffer[B any](b *B, f func(p []byte) error) error {
	if unsafe.Sizeof(*b) != C.sizeof_ffiguard_buffer {
		panic(fmt.Sprintf("ffiguard: a C.ffiguard_buffer is wanted, and no %T", *b))
	}
	buffer := spareBuffers.Get().(*C.ffiguard_buffer)
	*buffer = *(*C.ffiguard_buffer)(unsafe.Pointer(b))
	*(*C.ffiguard_buffer)(unsafe.Pointer(b)) = C.ffiguard_buffer{}
	defer func() {
		C.ffiguard_buffer_release(buffer)
		spareBuffers.Put(buffer)
	}()
	return f(unsafe.Slice((*byte)(buffer.data), buffer.size))
}

// Not the caller's, which may be on the stack: a release may call Go.
var spareBuffers = sync.Pool{New: func() any { return new(C.ffiguard_buffer) }}
