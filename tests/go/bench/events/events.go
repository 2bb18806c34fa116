// SPDX-License-Identifier: BSL-1.0

// Package events measures what an event from C++ to Go costs.
package events

/*
#cgo CPPFLAGS: -I${SRCDIR}/../../../../include
#cgo CXXFLAGS: -std=c++17 -fvisibility=hidden
#cgo LDFLAGS: -ldl -pthread
#cgo noescape bench_events_drain
#cgo nocallback bench_events_drain
#cgo noescape bench_events_wait
#cgo nocallback bench_events_wait
#cgo noescape bench_events_descriptor
#cgo nocallback bench_events_descriptor
#cgo noescape bench_events_event_size
#cgo nocallback bench_events_event_size
#include "shim.h"

extern void goBenchEvent(uint64_t number, uint64_t value);
*/
import "C"

import "example.invalid/ffiguard/examples/cgo/ffiguard"

type event = C.bench_event

var eventSum uint64

//export goBenchEvent
func goBenchEvent(number, value C.uint64_t) { eventSum += uint64(value) }

func callEvents(count int)  { C.naive_events((*[0]byte)(C.goBenchEvent), C.uint64_t(count)) }
func queueEvents(count int) { C.queued_events(C.uint64_t(count)) }

func openEvents() (*ffiguard.Events[event], error) {
	return ffiguard.NewEvents(int(C.bench_events_descriptor()), uint64(C.bench_events_event_size()), drainEvents)
}

func drainEvents(into []event, count, lost *uint64) C.ffiguard_status {
	return C.bench_events_drain(&into[0], C.uint64_t(len(into)), (*C.uint64_t)(count), (*C.uint64_t)(lost))
}

// waitForEvents holds a thread meanwhile.
func waitForEvents() { C.bench_events_wait(-1) }
