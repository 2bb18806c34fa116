// SPDX-License-Identifier: BSL-1.0

// Package misuse is the corpus of misuse: one API, once over a naive C++ shim and once over one with
// ffiguard, and a list of what programs do wrong with it.
package misuse

/*
#cgo CPPFLAGS: -I${SRCDIR}/../../../include
#cgo CXXFLAGS: -std=c++17 -fvisibility=hidden
#cgo LDFLAGS: -ldl -pthread -Wl,--wrap=malloc
#include "shim.h"
*/
import "C"

import (
	"fmt"
	"runtime/cgo"
	"sync/atomic"
	"unsafe"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// naive is whether the naive shim answers.
var naive bool

func choose(n bool) {
	naive = n
	if n {
		C.shim_choose(1)
	} else {
		C.shim_choose(0)
	}
}

func live() int64            { return int64(C.shim_live()) }
func hold()                  { C.shim_hold() }
func letGo()                 { C.shim_let_go() }
func inside() int            { return int(C.shim_inside()) }
func failAllocation(nth int) { C.shim_fail_allocation(C.int32_t(nth)) }
func allocationFailed() bool { return C.shim_allocation_failed() != 0 }
func exitC()                 { C.shim_exit() }

// try makes a call with an error of its own.
func try(call func(e *C.ffiguard_error) C.ffiguard_status) error {
	var e C.ffiguard_error
	return ffiguard.Check(call(&e), &e)
}

// handle is a token, or with the naive shim an address.
type handle uint64

func opened(open func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status) (handle, error) {
	var out C.uint64_t
	var e C.ffiguard_error
	err := ffiguard.Check(open(&out, &e), &e)
	return handle(out), err
}

// Callbacks: a function of Go behind a number, a cgo.Handle with the naive shim.

type callback uint64

func newCallback(f func() error) callback { return newFailing(f, nil) }

// newFailing is a callback whose failures go to where the outer call returns; with the naive shim nowhere.
func newFailing(f any, failures *ffiguard.Failures) callback {
	if naive {
		return callback(cgo.NewHandle(f))
	}
	return callback(ffiguard.NewCallback(f, failures))
}

func (c callback) Delete() {
	if naive {
		cgo.Handle(c).Delete()
	} else {
		ffiguard.Callback(c).Release()
	}
}

func (c callback) Value() any {
	if naive {
		return cgo.Handle(c).Value()
	}
	return ffiguard.Callback(c).Value()
}

//export goCallback
func goCallback(id C.uint64_t) C.int32_t {
	var err error
	if naive {
		err = callback(id).Value().(func() error)()
	} else {
		_, err = ffiguard.RunCallback(ffiguard.Callback(id), struct{}{},
			func(f func() error, _ struct{}) (struct{}, error) { return struct{}{}, f() })
	}
	if err != nil {
		return C.FFIGUARD_FOREIGN
	}
	return C.FFIGUARD_OK
}

// lettingGo counts how often C++ has let go.
var lettingGo atomic.Int32

//export goLetGo
func goLetGo(id C.uint64_t) {
	lettingGo.Add(1)
	callback(id).Delete()
}

// The API.

func openCounter(start int) (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_counter_open(C.int64_t(start), out, e)
	})
}

func openCounterNowhere() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_counter_open(1, nil, e) })
}

func (h handle) add(n int) (int, error) {
	var sum C.int64_t
	var e C.ffiguard_error
	err := ffiguard.Check(C.shim_counter_add(C.uint64_t(h), C.int64_t(n), &sum, &e), &e)
	return int(sum), err
}

func (h handle) stay() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_counter_stay(C.uint64_t(h), e) })
}

func (h handle) each(f callback) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_counter_each(C.uint64_t(h), C.uint64_t(f), e)
	})
}

func (h handle) close() error {
	var e C.ffiguard_error
	return ffiguard.Check(C.shim_counter_close(C.uint64_t(h), &e), &e)
}

func openHalfMade() error {
	_, err := opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_counter_half_made(out, e)
	})
	return err
}

func openOther(start int) (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_other_open(C.int64_t(start), out, e)
	})
}

func (h handle) closeOther() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_other_close(C.uint64_t(h), e) })
}

func openText(data unsafe.Pointer, size int64) (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_text_open((*C.uint8_t)(data), C.int64_t(size), out, e)
	})
}

type buffer = C.ffiguard_buffer

func (h handle) text(out *buffer) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_text_get(C.uint64_t(h), out, e) })
}

func (h handle) copyText(to unsafe.Pointer, size int64) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_text_copy(C.uint64_t(h), (*C.uint8_t)(to), C.int64_t(size), e)
	})
}

func (h handle) closeText() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_text_close(C.uint64_t(h), e) })
}

func release(b *buffer) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_buffer_release(b, e) })
}

func bytesOf(b *buffer) []byte { return unsafe.Slice((*byte)(b.data), b.size) }

func sum(data unsafe.Pointer, count int64) (int, error) {
	var sum C.int64_t
	var e C.ffiguard_error
	err := ffiguard.Check(C.shim_sum((*C.int64_t)(data), C.int64_t(count), &sum, &e), &e)
	return int(sum), err
}

func keep(p []byte) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_keep((*C.uint8_t)(unsafe.SliceData(p)), C.int64_t(len(p)), e)
	})
}

func kept() (int, error) {
	var sum C.int64_t
	var e C.ffiguard_error
	err := ffiguard.Check(C.shim_kept(&sum, &e), &e)
	return int(sum), err
}

func lend(data unsafe.Pointer, size int) (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_lend((*C.uint8_t)(data), C.int64_t(size), out, e)
	})
}

func (h handle) fill(b byte) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_fill(C.uint64_t(h), C.int32_t(b), e)
	})
}

func (h handle) takeBack() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_take_back(C.uint64_t(h), e) })
}

func register(f callback) (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_bell_register(C.uint64_t(f), out, e)
	})
}

func (h handle) unregister() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_bell_unregister(C.uint64_t(h), e)
	})
}

func ring() error              { return ffiguard.Check(C.shim_ring(0), (*C.ffiguard_error)(nil)) }
func ringFromNewThread() error { return ffiguard.Check(C.shim_ring(1), (*C.ffiguard_error)(nil)) }

const (
	throwError    = C.SHIM_THROW_ERROR
	throwNumber   = C.SHIM_THROW_NUMBER
	throwBadAlloc = C.SHIM_THROW_BAD_ALLOC
	throwLong     = C.SHIM_THROW_LONG
)

func raise(what int) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_raise(C.int32_t(what), e) })
}

// lastError is the text that the naive shim keeps for the thread.
func lastError() string {
	var e C.ffiguard_error
	C.shim_last_error(&e)
	return C.GoString(&e.message[0])
}

func callGo(f callback) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_call_go(C.uint64_t(f), e) })
}

// succeed and fail give errno too.
func succeed() (error, error) {
	var e C.ffiguard_error
	status, errno := C.shim_succeed(&e)
	return ffiguard.Check(status, &e), errno
}

func fail() (error, error) {
	var e C.ffiguard_error
	status, errno := C.shim_fail(&e)
	return ffiguard.Check(status, &e), errno
}

const (
	changeMask   = C.SHIM_CHANGE_MASK
	changeStack  = C.SHIM_CHANGE_STACK
	changeCPUs   = C.SHIM_CHANGE_CPUS
	changeFloat  = C.SHIM_CHANGE_FLOAT
	changeLocale = C.SHIM_CHANGE_LOCALE
	changeName   = C.SHIM_CHANGE_NAME
)

func change(what int) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_change(C.int32_t(what), e) })
}

func handleSignal(number int) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_handle_signal(C.int32_t(number), e)
	})
}

func openWindow() (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_window_open(out, e)
	})
}

func (h handle) draw() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_window_draw(C.uint64_t(h), e) })
}

func (h handle) closeWindow() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_window_close(C.uint64_t(h), e) })
}

func useBlock() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_block_use(e) })
}

func openFile() (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_file_open(out, e)
	})
}

func (h handle) closeFile() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_file_close(C.uint64_t(h), e) })
}

// runProcess gives the exit status of a process that ends with 7, or -1 in that process itself.
func runProcess() (int, error) {
	var code C.int32_t
	var e C.ffiguard_error
	err := ffiguard.Check(C.shim_run(&code, &e), &e)
	return int(code), err
}

func openLibrary() (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_library_open(out, e)
	})
}

func (h handle) find() (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_library_find(C.uint64_t(h), out, e)
	})
}

func (h handle) call() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_library_call(C.uint64_t(h), e) })
}

func (h handle) closeLibrary() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_library_close(C.uint64_t(h), e)
	})
}

func (h handle) closeFunction() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_function_close(C.uint64_t(h), e)
	})
}

// say is an error in a word.
func say(err error) string {
	switch e := err.(type) {
	case nil:
		return "ok"
	case *ffiguard.Error:
		return e.Status.Error()
	default:
		return fmt.Sprint(err)
	}
}
