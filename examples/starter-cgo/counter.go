package main

// #cgo pkg-config: ffiguard
// #cgo CXXFLAGS: -std=c++17
// #cgo LDFLAGS: -ldl
// #include "counter.h"
import "C"

import (
	"errors"
	"fmt"
)

// Counter is a C++ object. Close it. A call after Close fails.
type Counter struct{ token C.ffiguard_token }

func failure(status C.ffiguard_status, e *C.ffiguard_error) error {
	if status == C.FFIGUARD_OK {
		return nil
	}
	return errors.New(C.GoString(&e.message[0]))
}

// New makes a counter of 0.
func New() (*Counter, error) {
	var made Counter
	var e C.ffiguard_error
	return &made, failure(C.counter_new(&made.token, &e), &e)
}

// Add returns the new sum.
func (c *Counter) Add(by int64) (int64, error) {
	var sum C.int64_t
	var e C.ffiguard_error
	err := failure(C.counter_add(c.token, C.int64_t(by), &sum, &e), &e)
	return int64(sum), err
}

// Close releases the counter, once.
func (c *Counter) Close() error {
	var e C.ffiguard_error
	return failure(C.counter_release(c.token, &e), &e)
}

// Live is the number of counters that are not released yet.
func Live() uint64 { return uint64(C.counter_live_count()) }

func main() {
	c, err := New()
	if err != nil {
		panic(err)
	}
	fmt.Println(c.Add(42))
	fmt.Println(c.Close())
	fmt.Println(c.Close())
}
