// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Queue drains a release_queue of a shim. It holds objects whose release calls Go or blocks, and
// which were closed where that is not allowed: in a C function with #cgo nocallback, in a signal
// handler, on the thread that the object owns. The Queue releases them on its own goroutine, which
// runs only while there is something to do.
//
//	var outbox = ffiguard.NewQueue(
//		func() uint64 { return uint64(C.outbox_queued()) },
//		func(atMost uint64) uint64 { return uint64(C.outbox_drain(C.uint64_t(atMost))) })
//	...
//	handle := ffiguard.NewHandle(token, outbox.After(releaseFeed))
//
// Safe for concurrent use. Create one Queue for each release_queue.
type Queue struct {
	queued func() uint64
	drain  func(atMost uint64) uint64

	released atomic.Uint64
	behind   atomic.Bool // more than `many` objects wait
	mutex    sync.Mutex
	idle     chan struct{} // closed when the goroutine ends; nil where there is none
	woken    bool          // while it runs
}

// batch is how many objects one C call releases.
const batch = 64

// Go gives each goroutine the same time. One that releases what many others close would fall ever
// further behind: where more than this wait, those that close let it go first.
const many = 1024

// NewQueue takes the shim's x_queued and x_drain (FFIGUARD_EXPORT_QUEUE). Do not promise cgo
// anything about x_drain: a release may call Go.
func NewQueue(queued func() uint64, drain func(atMost uint64) uint64) *Queue {
	if queued == nil || drain == nil {
		panic("ffiguard: NewQueue without a function")
	}
	return &Queue{queued: queued, drain: drain}
}

// After returns a function that calls release, then Wake: for [NewHandle], so that objects which
// Close or the garbage collector leave in the queue are released soon.
func (q *Queue) After(release func(Token) error) func(Token) error {
	return func(token Token) error {
		defer q.Wake()
		return release(token)
	}
}

// Wake starts releasing what is queued, if anything. It does not wait. Call it after a call that
// may have queued an object and is not a release given to [Queue.After], such as a nocallback call
// that was the last to leave a closed object. If more than 1024 objects wait, it yields the processor
// to their releases.
func (q *Queue) Wake() {
	if q.behind.Load() {
		runtime.Gosched()
	}
	q.mutex.Lock()
	defer q.mutex.Unlock()
	if q.idle != nil {
		q.woken = true
		return
	}
	if q.queued() == 0 {
		return
	}
	q.idle = make(chan struct{})
	go q.run()
}

func (q *Queue) run() {
	ended := false
	defer func() {
		if !ended { // runtime.Goexit in a callback has ended the goroutine
			q.end()
			q.Wake()
		}
	}()
	for !ended {
		for done := q.drain(batch); done != 0; done = q.drain(batch) {
			q.released.Add(done)
			q.behind.Store(q.queued() > many)
		}
		ended = !q.wokenAgain()
	}
}

// wokenAgain reports whether there may be more. If not, the goroutine has ended.
func (q *Queue) wokenAgain() bool {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	if q.woken {
		q.woken = false
		return true
	}
	q.endLocked()
	return false
}

func (q *Queue) end() {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.endLocked()
}

func (q *Queue) endLocked() {
	close(q.idle)
	q.idle = nil
}

// Queued returns how many objects wait, at this moment.
func (q *Queue) Queued() uint64 { return q.queued() }

// Released returns how many objects this Queue has released.
func (q *Queue) Released() uint64 { return q.released.Load() }

// Wait is Wake, and waits until everything queued before is released: for the end of a program or a
// test. If ctx ends before, it returns ctx's error. Do not call it in a callback of a release.
func (q *Queue) Wait(ctx context.Context) error {
	q.Wake()
	q.mutex.Lock()
	idle := q.idle
	q.mutex.Unlock()
	if idle == nil {
		return nil
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-idle:
		return nil
	}
}
