// SPDX-License-Identifier: BSL-1.0

// Package meter is the smallest Go package over a C++ shim: a handle, and a method for each
// function of meter.h. See docs/recipes/go.md.
package meter

// #cgo CPPFLAGS: -I${SRCDIR}/../../../include -I${SRCDIR}/../../meter
// #cgo CXXFLAGS: -std=c++17
// #cgo LDFLAGS: -ldl
// #cgo noescape meter_new
// #cgo nocallback meter_new
// #cgo noescape meter_add
// #cgo nocallback meter_add
// #cgo noescape meter_mean
// #cgo nocallback meter_mean
// #cgo noescape meter_release
// #cgo nocallback meter_release
// #cgo noescape meter_state
// #cgo nocallback meter_state
// #cgo noescape meter_live_count
// #cgo nocallback meter_live_count
// #include "meter.h"
import "C"

import (
	"context"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// Meter takes numbers and gives their mean. Close it.
//
// Any goroutine may call any method. One call at a time: while another is inside, a call fails with
// ffiguard.ErrInUse.
type Meter struct {
	handle *ffiguard.Handle
}

// New makes a meter without numbers.
func New() (*Meter, error) {
	var token C.ffiguard_token
	err := ffiguard.Try(func(e *C.ffiguard_error) C.ffiguard_status { return C.meter_new(&token, e) })
	if err != nil {
		return nil, err
	}
	return &Meter{ffiguard.NewHandle(ffiguard.Token(token), release)}, nil
}

func release(token ffiguard.Token) error {
	return ffiguard.Try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.meter_release(C.ffiguard_token(token), e)
	})
}

// Add takes value in.
func (m *Meter) Add(value float64) error {
	return ffiguard.Call(m.handle, func(token ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return C.meter_add(C.ffiguard_token(token), C.double(value), e)
	})
}

// Mean is that of the numbers so far, 0 for none.
func (m *Meter) Mean() (float64, error) {
	var mean C.double
	err := ffiguard.Call(m.handle, func(token ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return C.meter_mean(C.ffiguard_token(token), &mean, e)
	})
	return float64(mean), err
}

// Close releases the meter, once; ffiguard.ErrClosed after that.
func (m *Meter) Close() error { return m.handle.Close() }

// CloseWait is Close and returns when the meter is released, after a call that is running. If ctx ends
// before, its error.
func (m *Meter) CloseWait(ctx context.Context) error {
	return m.handle.CloseWait(ctx, func(token ffiguard.Token) ffiguard.Status {
		return ffiguard.Status(C.meter_state(C.ffiguard_token(token)))
	})
}

// Live is the number of meters that are not released yet.
func Live() uint64 { return uint64(C.meter_live_count()) }
