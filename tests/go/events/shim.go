// SPDX-License-Identifier: BSL-1.0

// Package events reads queues of a shim: of the whole process, and of an object.
package events

/*
#cgo CXXFLAGS: -std=c++17 -I${SRCDIR}/../../../include -fvisibility=hidden
#cgo CFLAGS: -I${SRCDIR}/../../../include
#cgo LDFLAGS: -ldl -pthread
#cgo noescape ticks_drain
#cgo nocallback ticks_drain
#cgo noescape ticks_descriptor
#cgo nocallback ticks_descriptor
#cgo noescape ticks_event_size
#cgo nocallback ticks_event_size
#cgo noescape ticks_queued
#cgo nocallback ticks_queued
#cgo noescape ticks_push
#cgo nocallback ticks_push
#cgo noescape clock_new
#cgo nocallback clock_new
#cgo noescape clock_release
#cgo nocallback clock_release
#cgo noescape clock_push
#cgo nocallback clock_push
#cgo noescape clock_end
#cgo nocallback clock_end
#cgo noescape clock_drain
#cgo nocallback clock_drain
#cgo noescape clock_descriptor
#cgo nocallback clock_descriptor
#include "shim.h"
*/
import "C"

import "example.invalid/ffiguard/examples/cgo/ffiguard"

type tick = C.tick

func openTicks() (*ffiguard.Events[tick], error) {
	return ffiguard.NewEvents(int(C.ticks_descriptor()), uint64(C.ticks_event_size()), drainTicks)
}

func ticksQueued() uint64 { return uint64(C.ticks_queued()) }

// pollTicks reads without a descriptor.
func pollTicks() (*ffiguard.Events[tick], error) {
	return ffiguard.NewEvents(-1, uint64(C.ticks_event_size()), drainTicks)
}

func drainTicks(into []C.tick, count, lost *uint64) C.ffiguard_status {
	return C.ticks_drain(&into[0], C.uint64_t(len(into)), (*C.uint64_t)(count), (*C.uint64_t)(lost))
}

func pushTicks(threads uint32, each uint64) { C.ticks_push(C.uint32_t(threads), C.uint64_t(each)) }

// openWrong reads the ticks as values of another type.
func openWrong[T any]() (*ffiguard.Events[T], int, error) {
	descriptor := int(C.ticks_descriptor())
	events, err := ffiguard.NewEvents(descriptor, uint64(C.ticks_event_size()),
		func([]T, *uint64, *uint64) ffiguard.Status { panic("read") })
	return events, descriptor, err
}

type clock struct {
	*ffiguard.Handle
	events *ffiguard.Events[tick]
}

func newClock() (clock, error) {
	var made C.ffiguard_token
	var e C.ffiguard_error
	if err := ffiguard.Check(C.clock_new(&made, &e), &e); err != nil {
		return clock{}, err
	}
	h := ffiguard.NewHandle(ffiguard.Token(made), func(t ffiguard.Token) error {
		var e C.ffiguard_error
		return ffiguard.Check(C.clock_release(C.ffiguard_token(t), &e), &e)
	})
	var descriptor C.int32_t
	if err := ffiguard.Check(C.clock_descriptor(made, &descriptor, &e), &e); err != nil {
		return clock{}, err
	}
	events, err := ffiguard.NewEvents(int(descriptor), C.sizeof_tick,
		func(into []C.tick, count, lost *uint64) C.ffiguard_status {
			return C.clock_drain(made, &into[0], C.uint64_t(len(into)), (*C.uint64_t)(count), (*C.uint64_t)(lost), nil)
		})
	return clock{h, events}, err
}

func (c clock) push(number uint64) error {
	return c.Use(func(t ffiguard.Token) error {
		var e C.ffiguard_error
		return ffiguard.Check(C.clock_push(C.ffiguard_token(t), C.uint64_t(number), &e), &e)
	})
}

// end closes the queue, not the clock.
func (c clock) end() error {
	return c.Use(func(t ffiguard.Token) error {
		var e C.ffiguard_error
		return ffiguard.Check(C.clock_end(C.ffiguard_token(t), &e), &e)
	})
}
