// SPDX-License-Identifier: BSL-1.0

// Package callbacks calls C++ that calls back into Go, and lends it Go memory.
package callbacks

/*
#cgo CXXFLAGS: -std=c++17 -I${SRCDIR}/../../../include -fvisibility=hidden
#cgo CFLAGS: -I${SRCDIR}/../../../include
#cgo LDFLAGS: -ldl -pthread
#cgo noescape ffiguard_thread_state_take
#cgo nocallback ffiguard_thread_state_take
#cgo noescape ffiguard_thread_state_difference
#cgo nocallback ffiguard_thread_state_difference
#cgo noescape source_live_count
#cgo nocallback source_live_count
#include "shim.h"

extern int32_t goOnEvent(uint64_t user, int32_t value);
extern int32_t goOnEventUnguarded(uint64_t user, int32_t value);
extern int32_t goOnEventRun(uint64_t user, int32_t value);
extern void goLetGoRun(uint64_t user);
extern void goLetGo(uint64_t user);

// _GoString_ is ffiguard_go_string under another name. Declared here alone: C++ does not know it.
extern ffiguard_status shim_keep_go(_GoString_ text, ffiguard_buffer *kept, ffiguard_error *err);

*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime/cgo"
	"sync/atomic"
	"unsafe"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// onEvent is what a Go program has called.
type onEvent func(value int32) int32

// onText is called with a text.
type onText func(text string) int32

var (
	letGo     atomic.Int64 // handles deleted
	lastPanic atomic.Value // what the last callback panicked with, in words
)

const panicked = -2

// A panic that left it would end the process: C++ frames are in the way.
//
//export goOnEvent
func goOnEvent(user C.uint64_t, value C.int32_t) (answer C.int32_t) {
	defer func() {
		if why := recover(); why != nil {
			lastPanic.Store(fmt.Sprint(why))
			answer = panicked
		}
	}()
	return C.int32_t(cgo.Handle(user).Value().(onEvent)(int32(value)))
}

//export goOnEventUnguarded
func goOnEventUnguarded(user C.uint64_t, value C.int32_t) C.int32_t {
	return C.int32_t(cgo.Handle(user).Value().(onEvent)(int32(value)))
}

// The same by the package: a Goexit is an answer, too.
//
//export goOnEventRun
func goOnEventRun(user C.uint64_t, value C.int32_t) C.int32_t {
	answer, err := ffiguard.RunCallback(ffiguard.Callback(user), int32(value), func(call onEvent, value int32) (int32, error) {
		return call(value), nil
	})
	if err != nil {
		return panicked
	}
	return C.int32_t(answer)
}

//export goLetGoRun
func goLetGoRun(user C.uint64_t) {
	letGo.Add(1)
	ffiguard.Callback(user).Release()
}

//export goOnText
func goOnText(user C.uint64_t, text *C.char, size C.int32_t) C.int32_t {
	return C.int32_t(cgo.Handle(user).Value().(onText)(C.GoStringN(text, C.int(size))))
}

//export goLetGo
func goLetGo(user C.uint64_t) {
	letGo.Add(1)
	cgo.Handle(user).Delete() // panics, and so ends the process, where it was deleted before
}

func pair(call onEvent) C.ffiguard_callback {
	return C.ffiguard_callback{
		call: C.ffiguard_function(C.goOnEvent),
		user: C.uint64_t(cgo.NewHandle(call)),
	}
}

func check(status C.ffiguard_status, e *C.ffiguard_error) error {
	if status == C.FFIGUARD_OK {
		return nil
	}
	return fmt.Errorf("%s", C.GoString(&e.message[0]))
}

// call has C++ own and call a Go function, on this thread or on one of C++.
func call(call onEvent, value int32, native bool) (int32, error) {
	return callPair(pair(call), value, native)
}

// callUnguarded does so through a function that does not recover.
func callUnguarded(call onEvent, value int32) (int32, error) {
	p := pair(call)
	p.call = C.ffiguard_function(C.goOnEventUnguarded)
	return callPair(p, value, false)
}

// callRun is call by the package. The error is that of the callback, if it has failed.
func callRun(call onEvent, value int32, native bool) (int32, error) {
	var failures ffiguard.Failures
	p := C.ffiguard_callback{
		call: C.ffiguard_function(C.goOnEventRun),
		user: C.uint64_t(ffiguard.NewCallback(call, &failures)),
	}
	answer, err := callBy(p, C.ffiguard_user_release(C.goLetGoRun), value, native)
	return answer, failures.Join(err)
}

// callText has C++ call a Go function with a const char *.
func callText(call onText) (int32, error) {
	var answer C.int32_t
	var e C.ffiguard_error
	err := check(C.shim_text(C.uint64_t(cgo.NewHandle(call)), C.ffiguard_user_release(C.goLetGo),
		&answer, &e), &e)
	return int32(answer), err
}

// eventLog is the token of an object that writes to a file of Go's.
type eventLog C.ffiguard_token

func logTo(file *os.File) (eventLog, error) {
	raw, err := file.SyscallConn()
	if err != nil {
		return 0, err
	}
	var e C.ffiguard_error
	var token C.ffiguard_token
	controlled := raw.Control(func(fd uintptr) {
		err = check(C.event_log_new(C.int32_t(fd), &token, &e), &e)
	})
	return eventLog(token), errors.Join(controlled, err)
}

func (l eventLog) write(number int32) error {
	var e C.ffiguard_error
	return check(C.event_log_write(C.ffiguard_token(l), C.int32_t(number), &e), &e)
}

func (l eventLog) release() error {
	var e C.ffiguard_error
	return check(C.event_log_release(C.ffiguard_token(l), &e), &e)
}

// total passes bytes as a typed pointer, with which they may lie beside Go pointers.
func total(p []byte) (int64, error) {
	var n C.int64_t
	var e C.ffiguard_error
	err := check(C.shim_total((*C.uint8_t)(unsafe.SliceData(p)), C.intptr_t(len(p)), &n, &e), &e)
	return int64(n), err
}

// totalView does so by the struct of ffiguard.h.
func totalView(p []byte) (int64, error) {
	var n C.int64_t
	var e C.ffiguard_error
	view := C.ffiguard_view{data: (*C.uint8_t)(unsafe.SliceData(p)), size: C.uint64_t(len(p))}
	err := check(C.shim_total_view(view, &n, &e), &e)
	return int64(n), err
}

// callNothing gives a handle that there is not.
func callNothing() error {
	_, err := callPair(C.ffiguard_callback{call: C.ffiguard_function(C.goOnEvent)}, 0, false)
	return err
}

func callPair(p C.ffiguard_callback, value int32, native bool) (int32, error) {
	return callBy(p, C.ffiguard_user_release(C.goLetGo), value, native)
}

func callBy(p C.ffiguard_callback, release C.ffiguard_user_release, value int32, native bool) (int32, error) {
	var answer, onThread C.int32_t
	if native {
		onThread = 1
	}
	var e C.ffiguard_error
	err := check(C.shim_call(p, release, C.int32_t(value), onThread, &answer, &e), &e)
	return int32(answer), err
}

// source is the token of a C library's object that keeps a callback.
type source C.ffiguard_token

func newSource(call onEvent) (source, error) {
	var made C.ffiguard_token
	var e C.ffiguard_error
	err := check(C.source_new(pair(call), C.ffiguard_user_release(C.goLetGo), &made, &e), &e)
	return source(made), err
}

func (s source) fire(value int32) (int32, error) {
	var answer C.int32_t
	var e C.ffiguard_error
	err := check(C.source_fire(C.ffiguard_token(s), C.int32_t(value), &answer, &e), &e)
	return int32(answer), err
}

func (s source) storm(threads, count int32) (int32, error) {
	var answered C.int32_t
	var e C.ffiguard_error
	err := check(C.source_storm(C.ffiguard_token(s), C.int32_t(threads), C.int32_t(count),
		&answered, &e), &e)
	return int32(answered), err
}

func (s source) unregister() error {
	var e C.ffiguard_error
	return check(C.source_unregister(C.ffiguard_token(s), &e), &e)
}

func (s source) release() error {
	var e C.ffiguard_error
	return check(C.source_release(C.ffiguard_token(s), &e), &e)
}

func liveSources() uint64 { return uint64(C.source_live_count()) }

// sum passes a slice as cgo can: pointer, length, capacity.
func sum(values []float32) (float64, error) {
	return sumRaw(unsafe.Pointer(unsafe.SliceData(values)), len(values), cap(values))
}

func sumRaw(data unsafe.Pointer, length, capacity int) (float64, error) {
	var sum C.double
	var e C.ffiguard_error
	err := check(C.shim_sum((*C.float)(data), C.intptr_t(length), C.intptr_t(capacity), &sum, &e),
		&e)
	return float64(sum), err
}

// keep passes a string by cgo's own type.
func keep(text string) (string, error) {
	var kept C.ffiguard_buffer
	var e C.ffiguard_error
	if err := check(C.shim_keep_go(text, &kept, &e), &e); err != nil {
		return "", err
	}
	defer C.ffiguard_buffer_release(&kept)
	return string(unsafe.Slice((*byte)(kept.data), kept.size)), nil
}

// keepStruct passes it by the struct of ffiguard.h.
func keepStruct(text string, length int) (string, error) {
	var kept C.ffiguard_buffer
	var e C.ffiguard_error
	given := C.ffiguard_go_string{
		p: (*C.char)(unsafe.Pointer(unsafe.StringData(text))),
		n: C.intptr_t(length),
	}
	if err := check(C.shim_keep(given, &kept, &e), &e); err != nil {
		return "", err
	}
	defer C.ffiguard_buffer_release(&kept)
	return string(unsafe.Slice((*byte)(kept.data), kept.size)), nil
}

type threadState C.ffiguard_thread_state

func takeThreadState() (state threadState) {
	C.ffiguard_thread_state_take((*C.ffiguard_thread_state)(&state))
	return state
}

// difference says in words what has changed between two states; "" is nothing.
func difference(before, after threadState) string {
	var text C.ffiguard_error
	C.ffiguard_thread_state_difference((*C.ffiguard_thread_state)(&before),
		(*C.ffiguard_thread_state)(&after), C.FFIGUARD_THREAD_ALL&^C.FFIGUARD_THREAD_ERRNO, &text)
	return C.GoString(&text.message[0])
}
