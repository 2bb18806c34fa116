// SPDX-License-Identifier: BSL-1.0

// Package hosted uses an LMDB write transaction from goroutines. LMDB wants it on one thread; it has
// a thread_host, and a goroutine waits for it on a channel.
package hosted

/*
#cgo CXXFLAGS: -std=c++17 -I${SRCDIR}/../../../include -fvisibility=hidden
#cgo CFLAGS: -I${SRCDIR}/../../../include
#cgo LDFLAGS: -llmdb -ldl -pthread
#include <stdlib.h>
#include "shim.h"
#cgo noescape ffiguard_status_name
#cgo nocallback ffiguard_status_name
#cgo noescape store_open
#cgo nocallback store_open
#cgo noescape store_close
#cgo nocallback store_close
#cgo noescape txn_begin
#cgo nocallback txn_begin
#cgo noescape txn_commit
#cgo nocallback txn_commit
#cgo noescape txn_close
#cgo nocallback txn_close
#cgo noescape txn_put
#cgo nocallback txn_put
#cgo noescape txn_put_waiting
#cgo nocallback txn_put_waiting
#cgo noescape txn_get
#cgo nocallback txn_get
#cgo noescape txn_count
#cgo nocallback txn_count
#cgo noescape store_descriptor
#cgo nocallback store_descriptor
#cgo noescape store_take
#cgo nocallback store_take
#cgo noescape host_hold
#cgo nocallback host_hold
#cgo noescape host_is_held
#cgo nocallback host_is_held
#cgo noescape host_let_go
#cgo nocallback host_let_go
#cgo noescape host_queued
#cgo nocallback host_queued
#cgo noescape live_objects
#cgo nocallback live_objects
*/
import "C"

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"
)

func named(status C.ffiguard_status) error {
	if status == C.FFIGUARD_OK {
		return nil
	}
	return fmt.Errorf("%s", C.GoString(C.ffiguard_status_name(status)))
}

// Of a call that is not through: who waits for it, and for which cookie.
var (
	cookies atomic.Uint64
	waiting sync.Map // uint64 to chan C.ffiguard_status
	begin   = sync.OnceFunc(func() { go receive() })
)

// The one goroutine that waits for the host. Go's netpoller does; no thread is held.
func receive() {
	fd, err := syscall.Dup(int(C.store_descriptor())) // the file will close its own
	if err != nil {
		panic(err)
	}
	file := os.NewFile(uintptr(fd), "completions")
	conn, err := file.SyscallConn()
	if err != nil {
		panic(err)
	}
	var some [256]C.store_completion
	err = conn.Read(func(uintptr) bool {
		for {
			n := int(C.store_take(&some[0], C.size_t(len(some))))
			for _, one := range some[:n] {
				if to, found := waiting.LoadAndDelete(uint64(one.cookie)); found {
					to.(chan C.ffiguard_status) <- one.status
				}
			}
			if n == 0 {
				return false // wait for more
			}
		}
	})
	panic(err)
}

// post starts a call under a new cookie and waits for its end without holding a thread.
func post(start func(cookie C.uint64_t) C.ffiguard_status) error {
	begin()
	cookie := cookies.Add(1)
	ended := make(chan C.ffiguard_status, 1)
	waiting.Store(cookie, ended)
	if status := start(C.uint64_t(cookie)); status != C.FFIGUARD_OK {
		waiting.Delete(cookie)
		return named(status)
	}
	return named(<-ended)
}

type store C.ffiguard_token
type txn C.ffiguard_token

func open(directory string) (made store, err error) {
	name := C.CString(directory)
	defer C.free(unsafe.Pointer(name))
	err = named(C.store_open(name, (*C.ffiguard_token)(&made), nil))
	return
}
func (s store) close() error { return named(C.store_close(C.ffiguard_token(s), nil)) }
func (s store) begin() (made txn, err error) {
	err = named(C.txn_begin(C.ffiguard_token(s), (*C.ffiguard_token)(&made), nil))
	return
}

func (t txn) put(key, value uint64) error {
	return post(func(cookie C.uint64_t) C.ffiguard_status {
		return C.txn_put(C.ffiguard_token(t), C.uint64_t(key), C.uint64_t(value), cookie)
	})
}

// putWaiting holds the thread of its caller.
func (t txn) putWaiting(key, value uint64) error {
	return named(C.txn_put_waiting(C.ffiguard_token(t), C.uint64_t(key), C.uint64_t(value)))
}
func (t txn) get(key uint64) (value uint64, err error) {
	err = named(C.txn_get(C.ffiguard_token(t), C.uint64_t(key), (*C.uint64_t)(&value), nil))
	return
}
func (t txn) rows() (rows uint64, err error) {
	err = named(C.txn_count(C.ffiguard_token(t), (*C.uint64_t)(&rows), nil))
	return
}
func (t txn) commit() error { return named(C.txn_commit(C.ffiguard_token(t), nil)) }
func (t txn) close() error  { return named(C.txn_close(C.ffiguard_token(t), nil)) }

// hold keeps the host in a call until letGo.
func (t txn) hold() error {
	return post(func(cookie C.uint64_t) C.ffiguard_status {
		return C.host_hold(C.ffiguard_token(t), cookie)
	})
}
func isHeld() bool { return C.host_is_held() != 0 }
func letGo()       { C.host_let_go() }
func queued() int  { return int(C.host_queued()) }
func live() uint64 { return uint64(C.live_objects()) }
func inFlight() (n int) {
	waiting.Range(func(any, any) bool { n++; return true })
	return
}
