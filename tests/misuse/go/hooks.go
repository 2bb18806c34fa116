// SPDX-License-Identifier: BSL-1.0

package misuse

/*
#include "shim.h"

// Promised in both shims: neither of them calls back while it is inside.
#cgo noescape shim_owner_close
#cgo nocallback shim_owner_close
#cgo noescape shim_owner_stay
#cgo nocallback shim_owner_stay

uint64_t owners_closed_queued(void);
uint64_t owners_closed_drain(uint64_t at_most);

// A library that takes bytes as a void *, as many do.
static int64_t sum_of_bytes(const void *bytes, size_t size) {
	int64_t sum = 0;
	for (size_t i = 0; i < size; ++i) sum += ((const uint8_t *)bytes)[i];
	return sum;
}
static int64_t sum_of_typed(const uint8_t *bytes, size_t size) { return sum_of_bytes(bytes, size); }
*/
import "C"

import (
	"unsafe"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// What calls Go at a time of its own, and what comes to Go without a call.

func setHook(c callback, fails bool) error {
	var no C.int32_t
	if fails {
		no = 1
	}
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_hook_set(C.uint64_t(c), no, e) })
}

func fireHook() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_hook_fire(e) })
}

func clearHook() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_hook_clear(e) })
}

// ownersClosed releases the owners, which call Go then.
var ownersClosed = ffiguard.NewQueue(
	func() uint64 { return uint64(C.owners_closed_queued()) },
	func(atMost uint64) uint64 { return uint64(C.owners_closed_drain(C.uint64_t(atMost))) })

func openOwner(end callback) (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_owner_open(C.uint64_t(end), out, e)
	})
}

func (h handle) closeOwner() error {
	if !naive {
		defer ownersClosed.Wake()
	}
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_owner_close(C.uint64_t(h), e) })
}

func (h handle) stayInOwner() error {
	if !naive {
		defer ownersClosed.Wake()
	}
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_owner_stay(C.uint64_t(h), e) })
}

func openSlow() (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status { return C.shim_slow_open(out, e) })
}

func (h handle) closeSlow() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_slow_close(C.uint64_t(h), e) })
}

type event = C.shim_event

const eventSize = C.sizeof_shim_event

func openTail() (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status { return C.shim_tail_open(out, e) })
}

func (h handle) push(threads uint32, each uint64) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_tail_push(C.uint64_t(h), C.uint32_t(threads), C.uint64_t(each), e)
	})
}

func (h handle) drain(into []event, count, lost *uint64) C.ffiguard_status {
	return C.shim_tail_drain(C.uint64_t(h), ffiguard.First(into), C.uint64_t(len(into)),
		(*C.uint64_t)(count), (*C.uint64_t)(lost), nil)
}

// drainInto reads events as values of another type.
func (h handle) drainInto(memory unsafe.Pointer, room uint64, count, lost *uint64) C.ffiguard_status {
	return C.shim_tail_drain(C.uint64_t(h), (*event)(memory), C.uint64_t(room), (*C.uint64_t)(count), (*C.uint64_t)(lost), nil)
}

func (h handle) descriptor() (int, error) {
	var out C.int32_t
	err := try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_tail_descriptor(C.uint64_t(h), &out, e)
	})
	return int(out), err
}

// events reads the queue; with the naive shim it looks every millisecond.
func (h handle) events() (*ffiguard.Events[event], error) {
	descriptor, err := h.descriptor()
	if err != nil {
		return nil, err
	}
	return ffiguard.NewEvents(descriptor, C.sizeof_shim_event, h.drain)
}

func (h handle) endTail() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_tail_end(C.uint64_t(h), e) })
}

func (h handle) closeTail() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_tail_close(C.uint64_t(h), e) })
}

func raiseText(size int64) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_raise_text(C.int64_t(size), e) })
}

func openNote() (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status { return C.shim_note_open(out, e) })
}

// note asks for the size, and then for the text; ffiguard.Text does both.
func (h handle) note() (string, error) {
	if naive {
		var size C.uint64_t
		C.shim_note_text(C.uint64_t(h), nil, 0, &size, nil)
		text := make([]byte, size)
		C.shim_note_text(C.uint64_t(h), (*C.uint8_t)(unsafe.SliceData(text)), C.size_t(size), &size, nil)
		return string(text[:size]), nil
	}
	owner := ffiguard.NewHandle(ffiguard.Token(h), func(ffiguard.Token) error { return nil })
	defer owner.Close()
	return ffiguard.Text(owner, func(t ffiguard.Token, to *C.uint8_t, room uint64, size *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_note_text(C.uint64_t(t), to, C.size_t(room), size, e)
	})
}

func (h handle) closeNote() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_note_close(C.uint64_t(h), e) })
}

// sumOfBytes lends p to C.
func sumOfBytes(p []byte) int {
	if naive {
		return int(C.sum_of_bytes(unsafe.Pointer(unsafe.SliceData(p)), C.size_t(len(p))))
	}
	return int(C.sum_of_typed(ffiguard.Data[C.uint8_t](p), C.size_t(len(p))))
}

func sumsOfCopies() (first, second int, err error) {
	var one, other C.int64_t
	err = try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_copies_sum(&one, &other, e) })
	return int(one), int(other), err
}
