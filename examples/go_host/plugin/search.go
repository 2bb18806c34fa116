// SPDX-License-Identifier: BSL-1.0

// The library in Go: go build -buildmode=c-shared search.go
package main

/*
#cgo CFLAGS: -I${SRCDIR} -I${SRCDIR}/../../../include
#include "search.h"

// Go cannot call a C function pointer itself.
static inline ffiguard_status call_found(ffiguard_callback found, int64_t prime) {
	return ((search_found)found.call)(found.user, prime);
}
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// failure is a status and what err.message is to say.
type failure struct {
	status C.ffiguard_status
	text   string
}

func (f failure) Error() string { return f.text }

// boundary runs the body of an exported function: an error becomes a status and its text, and so
// does a panic, which would otherwise end the host.
func boundary(out *C.ffiguard_error, body func() error) (status C.ffiguard_status) {
	finish := func(err error) {
		text := ""
		if err != nil {
			f := failure{C.FFIGUARD_FOREIGN, err.Error()}
			errors.As(err, &f)
			status, text = f.status, f.text
		}
		if out != nil {
			*out = C.ffiguard_error{status: status}
			copy(unsafe.Slice((*byte)(unsafe.Pointer(&out.message)), len(out.message)-1), text)
		}
	}
	defer func() {
		if why := recover(); why != nil {
			finish(fmt.Errorf("panic: %v", why))
		}
	}()
	finish(body())
	return status
}

type search struct {
	found atomic.Int64
	end   context.CancelCauseFunc
	life  context.Context
	left  atomic.Int32  // goroutines
	done  chan struct{} // closed by the last of them
}

// The searches by their tokens. Not cgo.Handle: that panics where a token is closed twice.
var (
	mutex    sync.Mutex
	searches = map[C.ffiguard_token]*search{}
	given    C.ffiguard_token

	life, endAll = context.WithCancel(context.Background())
	goroutines   sync.WaitGroup // Add only under the mutex and before endAll
)

// get is to be called under the mutex.
func get(token C.ffiguard_token) (*search, error) {
	s := searches[token]
	switch {
	case s != nil:
		return s, nil
	case token == 0:
		return nil, failure{C.FFIGUARD_NULL, "the token 0"}
	case token <= given:
		return nil, failure{C.FFIGUARD_CLOSED, "the search was released"}
	default:
		return nil, failure{C.FFIGUARD_MALFORMED, "no token of a search"}
	}
}

func find(token C.ffiguard_token) (*search, error) {
	mutex.Lock()
	defer mutex.Unlock()
	return get(token)
}

func (s *search) run(from, step int64, found C.ffiguard_callback) {
	defer goroutines.Done()
	defer func() {
		if s.left.Add(-1) == 0 {
			close(s.done)
		}
	}()
	for n := from; s.life.Err() == nil; n += step {
		if !big.NewInt(n).ProbablyPrime(0) {
			continue
		}
		s.found.Add(1)
		if answer := C.call_found(found, C.int64_t(n)); answer != C.FFIGUARD_OK {
			s.end(failure{answer, fmt.Sprintf("the host answered %d to the prime %d", answer, n)})
		}
	}
}

//export search_new
func search_new(from C.int64_t, count C.int32_t, found C.ffiguard_callback, made *C.ffiguard_token, out *C.ffiguard_error) C.ffiguard_status {
	return boundary(out, func() error {
		if made == nil || found.call == nil || found.user == 0 {
			return failure{C.FFIGUARD_NULL, "search_new: made or found is null"}
		}
		*made = 0
		if from < 0 || count < 1 {
			return failure{C.FFIGUARD_INVALID_ARGUMENT, fmt.Sprintf("search_new: %d goroutines from %d", count, from)}
		}
		mutex.Lock()
		defer mutex.Unlock()
		if life.Err() != nil {
			return failure{C.FFIGUARD_CLOSED, "search_new: after go_stop"}
		}
		s := &search{done: make(chan struct{})}
		s.life, s.end = context.WithCancelCause(life)
		s.left.Store(int32(count))
		goroutines.Add(int(count))
		for i := range int64(count) {
			go s.run(int64(from)+i, int64(count), found)
		}
		given++
		searches[given] = s
		*made = given
		return nil
	})
}

//export search_count
func search_count(token C.ffiguard_token, count *C.int64_t, out *C.ffiguard_error) C.ffiguard_status {
	return boundary(out, func() error {
		s, err := find(token)
		if err == nil {
			*count = C.int64_t(s.found.Load())
		}
		return err
	})
}

// wait waits for done, for a limited time.
func wait(done <-chan struct{}, limitMs C.int64_t, who string) error {
	select {
	case <-done:
		return nil
	case <-time.After(time.Duration(limitMs) * time.Millisecond):
		return failure{C.FFIGUARD_IN_USE, fmt.Sprintf("%s: goroutines run after %d ms", who, limitMs)}
	}
}

//export search_wait
func search_wait(token C.ffiguard_token, limitMs C.int64_t, out *C.ffiguard_error) C.ffiguard_status {
	return boundary(out, func() error {
		s, err := find(token)
		if err == nil {
			err = wait(s.done, limitMs, "search_wait")
		}
		if why := (failure{}); err == nil && errors.As(context.Cause(s.life), &why) {
			return why
		}
		return err
	})
}

//export search_release
func search_release(token C.ffiguard_token, out *C.ffiguard_error) C.ffiguard_status {
	return boundary(out, func() error {
		mutex.Lock()
		defer mutex.Unlock()
		s, err := get(token)
		if err == nil {
			s.end(nil)
			delete(searches, token)
		}
		return err
	})
}

//export search_live_count
func search_live_count() C.uint64_t {
	mutex.Lock()
	defer mutex.Unlock()
	return C.uint64_t(len(searches))
}

var allEnded = sync.OnceValue(func() <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		goroutines.Wait()
		close(ended)
	}()
	return ended
})

//export go_stop
func go_stop(limitMs C.int64_t, out *C.ffiguard_error) C.ffiguard_status {
	return boundary(out, func() error {
		mutex.Lock()
		endAll()
		mutex.Unlock()
		return wait(allEnded(), limitMs, "go_stop")
	})
}

func main() {}
