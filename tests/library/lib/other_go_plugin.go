// SPDX-License-Identifier: BSL-1.0

// Built with -buildmode=c-shared: a second library with a Go runtime, which is busy.
package main

import "C"

import "runtime"

//export sum
func sum(n C.int) C.int {
	parts := make(chan C.int)
	for i := range n {
		go func() {
			garbage := make([]byte, 1<<12)
			parts <- i + C.int(len(garbage))>>20
		}()
	}
	var all C.int
	for range n {
		all += <-parts
	}
	runtime.GC()
	return all
}

func main() {}
