// SPDX-License-Identifier: BSL-1.0

package ffiguard

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// shimQueue is a release_queue as a shim would export it.
type shimQueue struct {
	waiting, drained atomic.Int64
	draining         atomic.Int32
	hold             chan bool // drain waits for it, if there is one
	exits            atomic.Bool
}

func (s *shimQueue) queued() uint64 { return uint64(s.waiting.Load()) }

func (s *shimQueue) drain(atMost uint64) uint64 {
	if s.draining.Add(1) != 1 {
		panic("two goroutines drain")
	}
	defer s.draining.Add(-1)
	if s.hold != nil {
		<-s.hold
	}
	if s.exits.CompareAndSwap(true, false) {
		runtime.Goexit()
	}
	done := min(s.waiting.Load(), int64(atMost))
	s.waiting.Add(-done)
	s.drained.Add(done)
	return uint64(done)
}

func TestWhatACloseHasQueuedIsReleasedByTheQueue(t *testing.T) {
	var shim shimQueue
	q := NewQueue(shim.queued, shim.drain)
	h := NewHandle(7, q.After(func(Token) error { shim.waiting.Add(200); return nil }))
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	if err := q.Wait(context.Background()); err != nil {
		t.Error(err)
	}
	if q.Queued() != 0 || q.Released() != 200 {
		t.Errorf("%d queued, %d released", q.Queued(), q.Released())
	}
}

func TestWhatAnAbandonedHandleHasQueuedIsReleasedByTheQueue(t *testing.T) {
	var shim shimQueue
	q := NewQueue(shim.queued, shim.drain)
	func() {
		NewHandle(7, q.After(func(Token) error { shim.waiting.Add(1); return nil }))
	}()
	for end := time.Now().Add(30 * time.Second); q.Released() == 0; runtime.GC() {
		if time.Now().After(end) {
			t.Fatal("not released")
		}
		time.Sleep(time.Millisecond)
	}
}

func TestAReleaseThatFailsIsToldAndTheQueueIsDrained(t *testing.T) {
	var shim shimQueue
	q := NewQueue(shim.queued, shim.drain)
	h := NewHandle(7, q.After(func(Token) error { shim.waiting.Add(1); return &Error{Status: ErrForeign} }))
	if err := h.Close(); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
	q.Wait(context.Background())
	if q.Released() != 1 {
		t.Error("not drained")
	}
}

func TestAnEmptyQueueHasNoGoroutine(t *testing.T) {
	var shim shimQueue
	q := NewQueue(shim.queued, func(uint64) uint64 { t.Error("drained"); return 0 })
	q.Wake()
	if err := q.Wait(context.Background()); err != nil || q.idle != nil {
		t.Error(err)
	}
}

func TestWhatIsQueuedWhileTheQueueDrainsIsReleasedToo(t *testing.T) {
	shim := shimQueue{hold: make(chan bool)}
	q := NewQueue(shim.queued, shim.drain)
	shim.waiting.Add(1)
	q.Wake()
	shim.hold <- true // the first drain
	shim.waiting.Add(1)
	q.Wake()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := q.Wait(ended); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	close(shim.hold)
	if err := q.Wait(context.Background()); err != nil || q.Released() != 2 {
		t.Errorf("%v, %d released", err, q.Released())
	}
}

func TestManyWakersLoseNothing(t *testing.T) {
	var shim shimQueue
	q := NewQueue(shim.queued, shim.drain)
	const wakers, each = 8, 1000
	var all sync.WaitGroup
	for range wakers {
		all.Add(1)
		go func() {
			defer all.Done()
			for range each {
				shim.waiting.Add(1)
				q.Wake()
			}
		}()
	}
	all.Wait()
	if err := q.Wait(context.Background()); err != nil {
		t.Error(err)
	}
	if q.Released() != wakers*each || q.Queued() != 0 {
		t.Errorf("%d released", q.Released())
	}
}

func TestAGoexitInACallbackOfAReleaseDoesNotEndTheQueue(t *testing.T) {
	var shim shimQueue
	shim.exits.Store(true)
	q := NewQueue(shim.queued, shim.drain)
	shim.waiting.Add(1)
	for end := time.Now().Add(30 * time.Second); q.Released() == 0; {
		if err := q.Wait(context.Background()); err != nil || time.Now().After(end) {
			t.Fatal("not released", err)
		}
	}
}
