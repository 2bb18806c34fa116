// SPDX-License-Identifier: BSL-1.0

// Package promises uses objects that call Go when they are released, by functions that promise not to.
package promises

/*
#cgo CXXFLAGS: -std=c++17 -I${SRCDIR}/../../../include -fvisibility=hidden
#cgo CFLAGS: -I${SRCDIR}/../../../include
#cgo LDFLAGS: -ldl -pthread
#cgo noescape hub_release
#cgo nocallback hub_release
#cgo noescape hub_read
#cgo nocallback hub_read
#cgo noescape listener_release
#cgo nocallback listener_release
#cgo noescape listener_read
#cgo nocallback listener_read
#cgo noescape room_release
#cgo nocallback room_release
#cgo noescape room_read
#cgo nocallback room_read
#cgo noescape guest_release
#cgo nocallback guest_release
#cgo noescape guest_read
#cgo nocallback guest_read
#cgo noescape desk_release
#cgo nocallback desk_release
#cgo noescape desk_read
#cgo nocallback desk_read
#cgo noescape visitor_release
#cgo nocallback visitor_release
#cgo noescape visitor_read
#cgo nocallback visitor_read
#cgo noescape ends_drain
#cgo nocallback ends_drain
#cgo noescape ends_descriptor
#cgo nocallback ends_descriptor
#cgo noescape ends_event_size
#cgo nocallback ends_event_size
#cgo noescape ends_queued
#cgo nocallback ends_queued
#cgo noescape live_objects
#cgo nocallback live_objects
#cgo noescape leave_the_queue_out
#cgo nocallback leave_the_queue_out
#cgo noescape outbox_queued
#cgo nocallback outbox_queued
#include "shim.h"

extern int32_t goOnEnd(uint64_t user, int32_t value);
extern void goLetGo(uint64_t user);
*/
import "C"

import (
	"sync/atomic"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

var made, ended atomic.Int64

//export goOnEnd
func goOnEnd(user C.uint64_t, value C.int32_t) C.int32_t {
	answer, err := ffiguard.RunCallback(ffiguard.Callback(user), value, end.run)
	if err != nil {
		return 0
	}
	return answer
}

// end is what an object calls when it is released.
type end int64

func (e end) run(value C.int32_t) (C.int32_t, error) {
	ended.Add(int64(e))
	return value, nil
}

//export goLetGo
func goLetGo(user C.uint64_t) { ffiguard.Callback(user).Release() }

func openEnds() (*ffiguard.Events[C.end_event], error) {
	events, err := ffiguard.NewEvents(int(C.ends_descriptor()), uint64(C.ends_event_size()),
		func(into []C.end_event, count, lost *uint64) C.ffiguard_status {
			return C.ends_drain(&into[0], C.uint64_t(len(into)), (*C.uint64_t)(count), (*C.uint64_t)(lost))
		})
	if err != nil {
		return nil, err
	}
	return events.Observe("ends", func() uint64 { return uint64(C.ends_queued()) }), nil
}

// outbox releases the objects.
var outbox = ffiguard.NewQueue(
	func() uint64 { return uint64(C.outbox_queued()) },
	func(atMost uint64) uint64 { return uint64(C.outbox_drain(C.uint64_t(atMost))) })

func onEnd() C.ffiguard_callback {
	return C.ffiguard_callback{call: C.ffiguard_function(C.goOnEnd), user: C.uint64_t(ffiguard.NewCallback(end(1), nil))}
}

func newHub() (*ffiguard.Handle, error) {
	var token C.ffiguard_token
	call := onEnd()
	err := ffiguard.Try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.hub_new(call, C.ffiguard_user_release(C.goLetGo), &token, e)
	})
	if err != nil {
		return nil, err
	}
	made.Add(1)
	return ffiguard.NewHandle(ffiguard.Token(token), outbox.After(releaseHub)), nil
}

func releaseHub(token ffiguard.Token) error {
	return ffiguard.Try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.hub_release(C.ffiguard_token(token), e)
	})
}

func readHub(hub *ffiguard.Handle) (int32, error) {
	defer outbox.Wake() // it may have been the last to leave
	var number C.int32_t
	err := ffiguard.Call(hub, func(token ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return C.hub_read(C.ffiguard_token(token), &number, e)
	})
	return int32(number), err
}

// newListener fails if hub is closed.
func newListener(hub *ffiguard.Handle) (*ffiguard.Handle, error) {
	var token C.ffiguard_token
	call := onEnd()
	err := ffiguard.Call(hub, func(parent ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return C.listener_new(C.ffiguard_token(parent), call, C.ffiguard_user_release(C.goLetGo), &token, e)
	})
	if err != nil {
		ffiguard.Callback(call.user).Release() // if C++ has not
		return nil, err
	}
	made.Add(1)
	return ffiguard.NewHandle(ffiguard.Token(token), outbox.After(releaseListener)), nil
}

func releaseListener(token ffiguard.Token) error {
	return ffiguard.Try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.listener_release(C.ffiguard_token(token), e)
	})
}

func readListener(listener *ffiguard.Handle) (int32, error) {
	defer outbox.Wake()
	var number C.int32_t
	err := ffiguard.Call(listener, func(token ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return C.listener_read(C.ffiguard_token(token), &number, e)
	})
	return int32(number), err
}

func newRoom() (*ffiguard.Handle, error) {
	var token C.ffiguard_token
	call := onEnd()
	err := ffiguard.Try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.room_new(call, C.ffiguard_user_release(C.goLetGo), &token, e)
	})
	if err != nil {
		return nil, err
	}
	made.Add(1)
	return ffiguard.NewHandle(ffiguard.Token(token), outbox.After(releaseRoom)), nil
}

func releaseRoom(token ffiguard.Token) error {
	return ffiguard.Try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.room_release(C.ffiguard_token(token), e)
	})
}

func readRoom(room *ffiguard.Handle) (int32, error) {
	defer outbox.Wake()
	var number C.int32_t
	err := ffiguard.Call(room, func(token ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return C.room_read(C.ffiguard_token(token), &number, e)
	})
	return int32(number), err
}

// newGuest fails if room is closed or in use.
func newGuest(room *ffiguard.Handle) (*ffiguard.Handle, error) {
	var token C.ffiguard_token
	call := onEnd()
	err := ffiguard.Call(room, func(parent ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return C.guest_new(C.ffiguard_token(parent), call, C.ffiguard_user_release(C.goLetGo), &token, e)
	})
	if err != nil {
		ffiguard.Callback(call.user).Release() // if C++ has not
		return nil, err
	}
	made.Add(1)
	return ffiguard.NewHandle(ffiguard.Token(token), outbox.After(releaseGuest)), nil
}

func releaseGuest(token ffiguard.Token) error {
	return ffiguard.Try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.guest_release(C.ffiguard_token(token), e)
	})
}

func readGuest(guest *ffiguard.Handle) (int32, error) {
	defer outbox.Wake()
	var number C.int32_t
	err := ffiguard.Call(guest, func(token ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return C.guest_read(C.ffiguard_token(token), &number, e)
	})
	return int32(number), err
}

func liveObjects() uint64 { return uint64(C.live_objects()) }
func leaveTheQueueOut()   { C.leave_the_queue_out() }

func newDesk() (*ffiguard.Handle, error) {
	var token C.ffiguard_token
	call := onEnd()
	err := ffiguard.Try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.desk_new(call, C.ffiguard_user_release(C.goLetGo), &token, e)
	})
	if err != nil {
		return nil, err
	}
	made.Add(1)
	return ffiguard.NewHandle(ffiguard.Token(token), outbox.After(releaseDesk)), nil
}

func releaseDesk(token ffiguard.Token) error {
	return ffiguard.Try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.desk_release(C.ffiguard_token(token), e)
	})
}

func readDesk(desk *ffiguard.Handle) (int32, error) {
	defer outbox.Wake()
	var number C.int32_t
	err := ffiguard.Call(desk, func(token ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return C.desk_read(C.ffiguard_token(token), &number, e)
	})
	return int32(number), err
}

// newVisitor fails if desk is closed or in use.
func newVisitor(desk *ffiguard.Handle) (*ffiguard.Handle, error) {
	var token C.ffiguard_token
	call := onEnd()
	err := ffiguard.Call(desk, func(parent ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return C.visitor_new(C.ffiguard_token(parent), call, C.ffiguard_user_release(C.goLetGo), &token, e)
	})
	if err != nil {
		ffiguard.Callback(call.user).Release() // if C++ has not
		return nil, err
	}
	made.Add(1)
	return ffiguard.NewHandle(ffiguard.Token(token), outbox.After(releaseVisitor)), nil
}

func releaseVisitor(token ffiguard.Token) error {
	return ffiguard.Try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.visitor_release(C.ffiguard_token(token), e)
	})
}

func readVisitor(visitor *ffiguard.Handle) (int32, error) {
	defer outbox.Wake()
	var number C.int32_t
	err := ffiguard.Call(visitor, func(token ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return C.visitor_read(C.ffiguard_token(token), &number, e)
	})
	return int32(number), err
}
