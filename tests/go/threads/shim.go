// SPDX-License-Identifier: BSL-1.0

// Package threads calls C++ that changes its thread, with ffiguard and as it is written without.
package threads

/*
#cgo CXXFLAGS: -std=c++17 -I${SRCDIR}/../../../include -fvisibility=hidden
#cgo CFLAGS: -I${SRCDIR}/../../../include -I${SRCDIR}/../../threads
#cgo LDFLAGS: -ldl -pthread
#cgo noescape ffiguard_status_name
#cgo nocallback ffiguard_status_name
#cgo noescape ffiguard_thread_state_take
#cgo nocallback ffiguard_thread_state_take
#cgo noescape ffiguard_thread_state_difference
#cgo nocallback ffiguard_thread_state_difference
#include <stdlib.h>
#include "shim.h"

extern void goCallback(uint64_t id);
*/
import "C"

import (
	"fmt"
	"sync"
)

// Naive asks for the code that is written without ffiguard.
type Naive bool

func (n Naive) c() C.int32_t {
	if n {
		return 1
	}
	return 0
}

func check(status C.ffiguard_status) error {
	if status == C.FFIGUARD_OK {
		return nil
	}
	return fmt.Errorf("%s", C.GoString(C.ffiguard_status_name(status)))
}

func blockSignals(naive Naive) error { return check(C.shim_block_signals(naive.c())) }
func blockOneSignal() error          { return check(C.shim_block_signals(2)) } // naive
func blockedSignals() int            { return int(C.shim_blocked_signals()) }

var (
	callbacksMutex sync.Mutex
	callbacks      = map[uint64]func(){}
)

//export goCallback
func goCallback(id C.uint64_t) {
	callbacksMutex.Lock()
	callback := callbacks[uint64(id)]
	callbacksMutex.Unlock()
	callback()
}

func pinnedCallback(naive Naive, id uint64, callback func()) error {
	callbacksMutex.Lock()
	callbacks[id] = callback
	callbacksMutex.Unlock()
	return check(C.shim_pinned_callback(naive.c(), C.shim_callback(C.goCallback), C.uint64_t(id)))
}
func pinnedThreads() int { return int(C.shim_pinned_threads()) }

func succeed(naive Naive) (int, error) {
	answer, err := C.shim_succeed(naive.c())
	return int(answer), err
}
func fail(naive Naive) (int, error) {
	answer, err := C.shim_fail(naive.c())
	return int(answer), err
}

type session C.ffiguard_token

func newSession() session       { return session(C.shim_session_new()) }
func (s session) enter() error  { return check(C.shim_session_enter(C.ffiguard_token(s))) }
func (s session) verify() error { return check(C.shim_session_verify(C.ffiguard_token(s))) }
func (s session) leave() error  { return check(C.shim_session_leave(C.ffiguard_token(s))) }
func (s session) close() error  { return check(C.shim_session_close(C.ffiguard_token(s))) }
func leakGuard() error          { return check(C.shim_leak_guard()) }
func endLeakedGuard() error     { return check(C.shim_end_leaked_guard()) }
func startWorker(n Naive) error { return check(C.shim_worker_start(n.c())) }
func signalsOnWorker() int      { return int(C.shim_worker_signals()) }
func stopWorker() error         { return check(C.shim_worker_stop()) }

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

func workerComputes(naive Naive, milliseconds int) error {
	return check(C.shim_worker_computes(naive.c(), C.int32_t(milliseconds)))
}

// vendorInit gives what the initialiser had changed of the thread, where it was put back.
func vendorInit(naive Naive) (told string, err error) {
	var text C.ffiguard_error
	err = check(C.shim_vendor_init(naive.c(), &text))
	return C.GoString(&text.message[0]), err
}
func vendorInitProcess() { C.shim_vendor_init_process() }
