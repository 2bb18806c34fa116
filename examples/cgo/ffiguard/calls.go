// SPDX-License-Identifier: BSL-1.0

package ffiguard

// #cgo noescape ffiguard_observe_time_calls
// #cgo nocallback ffiguard_observe_time_calls
// #cgo noescape ffiguard_observe_calls
// #cgo nocallback ffiguard_observe_calls
// #cgo noescape ffiguard_observe_metrics
// #cgo nocallback ffiguard_observe_metrics
// #include <ffiguard/ffiguard.h>
import "C"

import (
	"errors"
	"time"
	"unsafe"
)

// CallTimes is how long the calls of one exported C++ function took, in C++: without what Go adds.
type CallTimes struct {
	// Function is the name of the exported function.
	Function string        `json:"function"`
	Count    uint64        `json:"count"`
	Sum      time.Duration `json:"sum_ns"`
	P50      time.Duration `json:"p50_ns"` // half of them took at most this; up to 25 % too long
	P99      time.Duration `json:"p99_ns"`
	P999     time.Duration `json:"p999_ns"`
	Max      time.Duration `json:"max_ns"`
}

// TimeCalls starts or stops the timing of incoming calls, in every shim that is compiled with
// FFIGUARD_OBSERVE=1. The times so far are kept. If FFIGUARD_OBSERVE_CALLS is "on" in the
// environment, a program begins with it on. No error if no C++ is compiled for it.
func TimeCalls(on bool) error {
	var flag C.uint32_t
	if on {
		flag = 1
	}
	err := Check(C.ffiguard_observe_time_calls(flag), (*C.ffiguard_error)(nil))
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrUnsupported) {
		return nil
	}
	return err
}

// Calls returns the times so far, for each function. Safe for concurrent use.
func Calls() []CallTimes {
	raw := make([]C.ffiguard_call_times, uint64(C.ffiguard_observe_calls(nil, 0))+16)
	there := uint64(C.ffiguard_observe_calls(unsafe.SliceData(raw), C.uint64_t(len(raw))))
	var all []CallTimes
	for i := range raw[:min(there, uint64(len(raw)))] {
		one := &raw[i]
		all = append(all, CallTimes{C.GoString(&one.function[0]), uint64(one.count), time.Duration(one.sum_ns),
			time.Duration(one.p50_ns), time.Duration(one.p99_ns), time.Duration(one.p999_ns), time.Duration(one.max_ns)})
	}
	return all
}

// cppMetrics are the families of OpenMetrics text that only C++ has.
func cppMetrics() []byte {
	var text []byte
	// Meanwhile more functions may be called.
	for room := uint64(C.ffiguard_observe_metrics(nil, 0)) + 8192; uint64(len(text)) < room; {
		text = make([]byte, room)
		room = uint64(C.ffiguard_observe_metrics((*C.char)(unsafe.Pointer(unsafe.SliceData(text))), C.uint64_t(len(text))))
		if room <= uint64(len(text)) {
			return text[:room]
		}
	}
	return text
}
