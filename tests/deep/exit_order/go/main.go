// SPDX-License-Identifier: BSL-1.0

// A Go program whose C++ library holds what program.cpp says, and the ways in which Go ends: KIND FIRST SECOND SWAP HOW
// LIBRARY. Other goroutines are in C all the time.
package main

/*
#cgo LDFLAGS: -lexit_order
#include <stdlib.h>
#include <unistd.h>

void set_up(const char *what, const char *first, const char *second, int swap, const char *library);

static void pause_in_c(void) { usleep(1000); }
static void leave(int code) { exit(code); }
*/
import "C"

import (
	"os"
	"runtime"
	"strconv"
)

func main() {
	runtime.LockOSThread() // whose thread_local objects these are
	swap, err := strconv.Atoi(os.Args[4])
	if err != nil {
		panic(err)
	}
	C.set_up(C.CString(os.Args[1]), C.CString(os.Args[2]), C.CString(os.Args[3]), C.int(swap), C.CString(os.Args[6]))
	for i := 0; i < 4; i++ {
		go func() {
			for {
				C.pause_in_c()
			}
		}()
	}
	switch os.Args[5] {
	case "go_exit":
		os.Exit(0)
	case "go_panic":
		panic("on purpose")
	case "go_c_exit":
		C.leave(0)
	}
}
