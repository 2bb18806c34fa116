// SPDX-License-Identifier: BSL-1.0

// The work of rooms.cpp from goroutines: run SECONDS, or exit|return|panic|c_exit MILLISECONDS, which ends the process
// while they work.
package main

/*
#cgo LDFLAGS: -lrooms
#cgo CFLAGS: -I${SRCDIR}/..
#include <stdlib.h>
#include "rooms.h"

static void leave(int code) { exit(code); }
*/
import "C"

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

func sizes() (all [3]C.uint64_t) {
	C.rooms_size(&all[0], &all[1], &all[2])
	return
}

func main() {
	how := os.Args[1]
	number, err := strconv.ParseFloat(os.Args[2], 64)
	if err != nil {
		panic(err)
	}
	var over atomic.Bool
	var works atomic.Int64
	var before [3]C.uint64_t
	start := time.Now()
	// In two rounds: after the first, everything has the size that it needs.
	for round := range 2 {
		over.Store(false)
		var all sync.WaitGroup
		for range 4 {
			all.Add(1)
			go func() {
				defer all.Done()
				for !over.Load() {
					seed := rand.Uint64()
					if failed := C.rooms_work(C.uint64_t(seed)); failed != 0 && !over.Load() {
						fmt.Fprintln(os.Stderr, "FAILED: line", failed, "seed", seed)
						os.Exit(3)
					}
					works.Add(1)
				}
			}()
		}
		if how != "run" {
			time.Sleep(time.Duration(number * float64(time.Millisecond)))
			over.Store(true) // a failure while the process ends is none
			switch how {
			case "exit":
				os.Exit(0)
			case "panic":
				panic("on purpose")
			case "c_exit":
				C.leave(0)
			}
			return
		}
		until := time.Duration(number * float64(time.Second))
		if round == 0 {
			until /= 3
		}
		time.Sleep(max(100*time.Millisecond, until-time.Since(start)))
		over.Store(true)
		all.Wait()
		runtime.GC()
		time.Sleep(200 * time.Millisecond)
		if round == 0 {
			before = sizes()
		}
	}
	after := sizes()
	fmt.Println("WORKS", works.Load())
	for i, name := range []string{"MEMORY", "DESCRIPTORS", "THREADS"} {
		fmt.Println(name, before[i], after[i])
	}
	fmt.Println("OPEN", C.GoString(C.rooms_open()))
}
