// SPDX-License-Identifier: BSL-1.0

// The plugin in Go: go build -buildmode=c-shared plugin.go
package main

// #cgo CFLAGS: -I${SRCDIR}
// #include "plugin.h"
import "C"

import (
	"runtime/cgo"
	"sync/atomic"
)

var made atomic.Uint64

// Here, so that the recursion stays in Go and does not cross into C and back at every step.
func recurse(n int32) uint64 {
	if n <= 0 {
		return 0
	}
	if n == 1 {
		return 1
	}
	return recurse(n-1) + recurse(n-2)
}

//export fibonacci
func fibonacci(n C.int32_t) C.uint64_t { return C.uint64_t(recurse(int32(n))) }

//export counter_new
func counter_new() C.uint64_t {
	made.Add(1)
	return C.uint64_t(cgo.NewHandle(new(int64)))
}

//export counter_add
func counter_add(counter C.uint64_t, amount C.int64_t) C.int64_t {
	value := cgo.Handle(counter).Value().(*int64)
	*value += int64(amount)
	return C.int64_t(*value)
}

//export counter_free
func counter_free(counter C.uint64_t) { cgo.Handle(counter).Delete() }

//export counters_made
func counters_made() C.uint64_t { return C.uint64_t(made.Load()) }

func main() {}
