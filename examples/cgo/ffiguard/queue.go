// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"context"
	"sync"
	"sync/atomic"
)

// Queue drains a release_queue of a shim. Objects wait there whose release calls Go or blocks, and which
// were closed where that must not be: in a C function that was promised #cgo nocallback, in a signal
// handler, on the thread that the object owns. The Queue releases them on a goroutine of its own, which
// lives only while there is something to do.
//
//	var outbox = ffiguard.NewQueue(
//		func() uint64 { return uint64(C.outbox_queued()) },
//		func(atMost uint64) uint64 { return uint64(C.outbox_drain(C.uint64_t(atMost))) })
//	...
//	handle := ffiguard.NewHandle(token, outbox.After(releaseFeed))
//
// Any goroutine may call any method at any time. One Queue for each release_queue will do.
type Queue struct {
	queued func() uint64
	drain  func(atMost uint64) uint64

	released atomic.Uint64
	mutex    sync.Mutex
	idle     chan struct{} // closed when the goroutine ends; nil where there is none
	woken    bool          // while it runs
}

// batch is how many objects one C call releases.
const batch = 64

// NewQueue takes the shim's x_queued and x_drain (FFIGUARD_EXPORT_QUEUE). Promise nothing of x_drain
// to cgo: what it releases may call Go.
func NewQueue(queued func() uint64, drain func(atMost uint64) uint64) *Queue {
	if queued == nil || drain == nil {
		panic("ffiguard: NewQueue without a function")
	}
	return &Queue{queued: queued, drain: drain}
}

// After is release, and then Wake: for [NewHandle], so that what Close, or the garbage collector, leaves
// in the queue is released soon.
func (q *Queue) After(release func(Token) error) func(Token) error {
	return func(token Token) error {
		defer q.Wake()
		return release(token)
	}
}

// Wake has what is queued released soon, if there is anything. It does not wait. Call it after a call
// that may have queued and is not a release given to [Queue.After]: a nocallback call that was the last
// to leave a closed object.
func (q *Queue) Wake() {
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
		}
		ended = !q.wokenAgain()
	}
}

// wokenAgain says whether there may be more. If not, the goroutine has ended.
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

// Queued is how many objects wait. A moment's view.
func (q *Queue) Queued() uint64 { return q.queued() }

// Released is how many objects this Queue has released.
func (q *Queue) Released() uint64 { return q.released.Load() }

// Wait is Wake, and returns when what was queued before is released: at the end of a program or a test.
// If ctx ends before, its error. Not from a callback of a release.
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
