// SPDX-License-Identifier: BSL-1.0

package misuse

// #include "shim.h"
import "C"

// The tree of the API.

const (
	refuse  = C.SHIM_REFUSE
	wait    = C.SHIM_WAIT
	cascade = C.SHIM_CASCADE
)

func openStore() (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_store_open(out, e)
	})
}

func (h handle) closeStore(how int) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_store_close(C.uint64_t(h), C.int32_t(how), e)
	})
}

func (h handle) put() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_store_put(C.uint64_t(h), 1, e) })
}

func (h handle) runStore() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_store_run(C.uint64_t(h), e) })
}

func (h handle) eachOfStore(f callback) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_store_each(C.uint64_t(h), C.uint64_t(f), e)
	})
}

func (h handle) wake() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_store_wake(C.uint64_t(h), e) })
}

func (h handle) beBusy(busy int) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_store_busy(C.uint64_t(h), C.int32_t(busy), e)
	})
}

func (h handle) openCursor() (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_cursor_open(C.uint64_t(h), out, e)
	})
}

func (h handle) next() error {
	_, err := h.nextValue()
	return err
}

func (h handle) nextValue() (int64, error) {
	var value C.int64_t
	err := try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_cursor_next(C.uint64_t(h), &value, e)
	})
	return int64(value), err
}

func (h handle) runCursor() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_cursor_run(C.uint64_t(h), e) })
}

func (h handle) eachOfCursor(f callback) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_cursor_each(C.uint64_t(h), C.uint64_t(f), e)
	})
}

func (h handle) closeCursor() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_cursor_close(C.uint64_t(h), e) })
}

func (h handle) openMark() (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_mark_open(C.uint64_t(h), out, e)
	})
}

func (h handle) read() error {
	var value C.int64_t
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_mark_read(C.uint64_t(h), &value, e)
	})
}

func (h handle) closeMark() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_mark_close(C.uint64_t(h), e) })
}
