// SPDX-License-Identifier: BSL-1.0

package ffiguard_test

import (
	"errors"
	"fmt"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// A test cannot import "C". These stand for C.ffiguard_status, C.ffiguard_error and two functions of a shim.
type (
	cStatus int32
	cByte   uint8
	cSize   uint64
	cView   struct {
		data *cByte
		size uint64
	}
	cError struct {
		status, detail int32
		message        [248]byte
	}
)

func cCounterAdd(token uint64, n int32, sum *int32, e *cError) cStatus {
	if n < 0 {
		copy(e.message[:], "n is negative\x00")
		return cStatus(ffiguard.ErrInvalidArgument)
	}
	*sum += n
	return 0
}
func cCounterRelease(token uint64, e *cError) cStatus { return 0 }

// A method of a class calls its C function like this.
func ExampleCall() {
	release := func(token ffiguard.Token) error {
		return ffiguard.Try(func(e *cError) cStatus { return cCounterRelease(uint64(token), e) })
	}
	counter := ffiguard.NewHandle(1, release)
	defer counter.Close()

	var sum int32
	add := func(n int32) error {
		return ffiguard.Call(counter, func(token ffiguard.Token, e *cError) cStatus {
			return cCounterAdd(uint64(token), n, &sum, e)
		})
	}
	fmt.Println(add(40), add(2), sum)
	err := add(-1)
	fmt.Println(err, errors.Is(err, ffiguard.ErrInvalidArgument))
	// Output:
	// <nil> <nil> 42
	// n is negative true
}

// A text of C++ is asked for like this: C.counter_name(token, to, C.size_t(room), size, e).
func ExampleText() {
	counter := ffiguard.NewHandle(1, func(ffiguard.Token) error { return nil })
	defer counter.Close()

	name, err := ffiguard.Text(counter, func(token ffiguard.Token, to *cByte, room uint64, size *cSize, e *cError) cStatus {
		return cNameOf("visitors", to, room, size, e)
	})
	fmt.Println(name, err)
	// Output: visitors <nil>
}

// A string goes to C++ as a view, with its length: C.counter_set_name(token, ffiguard.LendText[C.ffiguard_view](name), e).
func ExampleLendText() {
	v := ffiguard.LendText[cView]("visitors")
	fmt.Println(v.size, ffiguard.CopyText(v))
	// Output: 8 visitors
}
