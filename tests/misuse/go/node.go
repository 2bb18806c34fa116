// SPDX-License-Identifier: BSL-1.0

package misuse

/*
#include "shim.h"
*/
import "C"

import (
	"fmt"
	"syscall"
	"unsafe"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// kind is what a node is; the kind below it is the next one, but for a job.
type kind C.int32_t

const (
	waits      kind = C.SHIM_WAITS
	refuses    kind = C.SHIM_REFUSES
	closes     kind = C.SHIM_CLOSES
	connection kind = C.SHIM_CONNECTION
	query      kind = C.SHIM_QUERY
	engine     kind = C.SHIM_ENGINE
	job        kind = C.SHIM_JOB
	window     kind = C.SHIM_WINDOW
	feed       kind = C.SHIM_FEED
)

// node is one of the objects that need one another.
type node struct {
	kind kind
	handle
}

// open makes an object in a parent, which may be the zero node, and calls back meanwhile if f is not 0.
func (k kind) open(in node, id int, f callback) (node, error) {
	h, err := opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_node_open(C.int32_t(k), C.uint64_t(in.handle), C.int64_t(id), C.uint64_t(f), out, e)
	})
	return node{k, h}, err
}

// root opens an object that needs no other, and that must open.
func root(k kind, id int) node { return made(k.open(node{}, id, 0)) }

// below opens one in n that must open.
func (n node) below(id int) node { return made(n.try(id)) }

// try opens one in n.
func (n node) try(id int) (node, error) { return (n.kind + 1).open(n, id, 0) }

func made(n node, err error) node {
	if err != nil {
		panic(err)
	}
	return n
}

func (n node) do(f func(k C.int32_t, h C.uint64_t, e *C.ffiguard_error) C.ffiguard_status) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return f(C.int32_t(n.kind), C.uint64_t(n.handle), e)
	})
}

// sum is the id of n, and those of its parents.
func (n node) sum() (int, error) {
	var sum C.int64_t
	var e C.ffiguard_error
	err := ffiguard.Check(C.shim_node_use(C.int32_t(n.kind), C.uint64_t(n.handle), &sum, &e), &e)
	return int(sum), err
}

func (n node) use() error {
	_, err := n.sum()
	return err
}

func (n node) each(f func() error) error {
	c := newCallback(f)
	defer c.Delete()
	return n.do(func(k C.int32_t, h C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_node_each(k, h, C.uint64_t(c), e)
	})
}

func (n node) stay() error {
	return n.do(func(k C.int32_t, h C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_node_stay(k, h, e)
	})
}

// beside gives the id of n, also while others are inside.
func (n node) beside() (int, error) {
	var id C.int64_t
	var e C.ffiguard_error
	err := ffiguard.Check(C.shim_node_beside(C.int32_t(n.kind), C.uint64_t(n.handle), &id, &e), &e)
	return int(id), err
}

// busy makes its next closes say busy.
func (n node) busy(times int) error {
	return n.do(func(k C.int32_t, h C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_node_busy(k, h, C.int32_t(times), e)
	})
}

func (n node) close() error {
	return n.do(func(k C.int32_t, h C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_node_close(k, h, e)
	})
}

func (n node) closeWait(ms int) error {
	return n.do(func(k C.int32_t, h C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_node_close_wait(k, h, C.int64_t(ms), e)
	})
}

// closeLater is for a caller that must not release.
func (n node) closeLater() error {
	return n.do(func(k C.int32_t, h C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_node_close_later(k, h, e)
	})
}

func (n node) state() ffiguard.Status {
	return ffiguard.Status(C.shim_node_state(C.int32_t(n.kind), C.uint64_t(n.handle)))
}

// take gives n to the C library, which frees it.
func (n node) take() (free func(), err error) {
	var taken unsafe.Pointer
	err = n.do(func(k C.int32_t, h C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_node_take(k, h, &taken, e)
	})
	return func() { C.shim_lib_free(taken) }, err
}

// owner is n with what Go programs use: a Handle.
func (n node) owner() *ffiguard.Handle {
	return ffiguard.NewHandle(ffiguard.Token(n.handle), n.release)
}

func (n node) release(ffiguard.Token) error           { return n.close() }
func (n node) stateOf(ffiguard.Token) ffiguard.Status { return n.state() }

func drainQueue() (int, error) {
	var count C.int64_t
	var e C.ffiguard_error
	err := ffiguard.Check(C.shim_queue_drain(&count, &e), &e)
	return int(count), err
}

func beginHome() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_home_begin(e) })
}

func drainHome() (int, error) {
	var count C.int64_t
	var e C.ffiguard_error
	err := ffiguard.Check(C.shim_home_drain(&count, &e), &e)
	return int(count), err
}

func endHome() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_home_end(e) })
}

// What the library has seen since beginLibrary: the ids that it has freed, as digits, the calls that
// end what is running, and windows freed on another thread.
func beginLibrary()      { C.shim_lib_begin() }
func freed() int         { return int(C.shim_lib_freed()) }
func wakes() int         { return int(C.shim_lib_wakes()) }
func astray() int        { return int(C.shim_lib_strays()) }
func isOpen(n node) bool { return n.state() == 0 }

// tell is say with the number that comes with it.
func tell(err error) string {
	e, is := err.(*ffiguard.Error)
	switch {
	case !is:
		return say(err)
	case e.Status == ffiguard.ErrInUse && e.Detail != 0:
		return fmt.Sprintf("in use by %d", e.Detail)
	case e.Status == ffiguard.ErrForeign:
		return fmt.Sprintf("the library's %d", e.Detail)
	case e.Status == ffiguard.ErrSystem:
		return syscall.Errno(e.Detail).Error()
	default:
		return say(err)
	}
}
