// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// Events reads an event_queue of a shim: plain structs that C++ threads push. One C call fetches
// many. A goroutine that waits for events blocks no thread: it is parked on a descriptor, as if it
// waited for a socket.
//
//	events, err := ffiguard.NewEvents(int(C.tail_descriptor()), uint64(C.tail_event_size()),
//		func(into []C.tail_event, count, lost *uint64) C.ffiguard_status {
//			return C.tail_drain(&into[0], C.uint64_t(len(into)), (*C.uint64_t)(count), (*C.uint64_t)(lost))
//		})
//	...
//	for event, lost := range events.All(ctx) {
//		if lost != 0 {
//			log.Print("events lost: ", lost)
//		}
//		handle(event)
//	}
//
// One goroutine at a time reads. Any goroutine may call Close and Lost.
type Events[T any] struct {
	drain   func(into []T, count, lost *uint64) Status
	file    *os.File // nil: there was no descriptor to be had
	conn    syscall.RawConn
	closed  chan struct{}
	once    sync.Once // of Close
	reading atomic.Bool
	counts  *eventCounts

	// Of the reader. Here, so that a call does not allocate.
	into        []T
	rest        []T    // behind the event that a loop is at
	before      uint64 // lost before the next event
	count, lost uint64
	status      Status
	err         error
}

const (
	eventsAtATime = 256
	pollInterval  = time.Millisecond // where there is no descriptor
)

// NewEvents takes what the shim's x_descriptor and x_event_size return, and a function that calls
// its x_drain (FFIGUARD_EXPORT_EVENTS). T is the C struct of the events; no pointers. The Events
// owns the descriptor, even if NewEvents fails; if it is -1, Events polls every millisecond.
//
// Fails with ErrWrongType if T has another size than the events; ErrInvalidArgument if it holds
// pointers.
func NewEvents[T any, S ~int32](descriptor int, eventSize uint64,
	drain func(into []T, count, lost *uint64) S) (*Events[T], error) {
	if drain == nil {
		panic("ffiguard: NewEvents without a function")
	}
	e := &Events[T]{
		drain:  func(into []T, count, lost *uint64) Status { return Status(drain(into, count, lost)) },
		closed: make(chan struct{}),
		into:   make([]T, eventsAtATime),
		counts: new(eventCounts),
	}
	if descriptor >= 0 {
		e.file = os.NewFile(uintptr(descriptor), "events of C++")
	}
	if size := uint64(unsafe.Sizeof(*new(T))); size != eventSize {
		e.Close()
		return nil, &Error{Status: ErrWrongType,
			Text: fmt.Sprintf("events: those of C++ have %d bytes, %v has %d", eventSize, reflect.TypeFor[T](), size)}
	}
	if hasPointers(reflect.TypeFor[T]()) {
		e.Close()
		return nil, &Error{Status: ErrInvalidArgument, Text: "events: they hold pointers"}
	}
	if e.file != nil && e.file.SetReadDeadline(time.Time{}) != nil { // the system cannot poll it
		e.file.Close()
		e.file = nil
	}
	if e.file != nil {
		conn, err := e.file.SyscallConn()
		if err != nil {
			e.Close()
			return nil, err
		}
		e.conn = conn
	}
	return e, nil
}

// Next waits for events and returns them, the oldest first, and how many were lost since the
// previous call. With when_full::drop_oldest the lost events are those right before the first. The
// slice is valid until the next call; it is empty if some were lost and none is there.
//
// Fails with ErrClosed after the last event of a closed queue, and after Close; the error of ctx;
// ErrInUse; any other error of the drain. It allocates only if it waits.
func (e *Events[T]) Next(ctx context.Context) (events []T, lost uint64, err error) {
	if err := e.begin(); err != nil {
		return nil, 0, err
	}
	defer e.reading.Store(false)
	return e.next(ctx)
}

func (e *Events[T]) begin() error {
	if e.reading.CompareAndSwap(false, true) {
		return nil
	}
	return &Error{Status: ErrInUse, Text: "events: somebody else reads them"}
}

func (e *Events[T]) next(ctx context.Context) (events []T, lost uint64, err error) {
	if rest := e.rest; len(rest) != 0 {
		e.rest = nil
		return rest, 0, nil
	}
	if err := e.ended(ctx); err != nil {
		return nil, 0, err
	}
	if !e.take() {
		if err := e.wait(ctx); err != nil {
			return nil, 0, err
		}
	}
	switch e.status {
	case 0:
		e.counts.lost.Add(e.lost)
		e.counts.read.Add(e.count)
		lost, e.before = e.before+e.lost, 0
		return e.into[:e.count], lost, nil
	case ErrClosed, ErrStale: // of an object: its token
		return nil, 0, ErrClosed
	default:
		return nil, 0, &Error{Status: e.status}
	}
}

// All is a loop over Next: each event, and how many were lost right before it. It ends when the
// queue or the Events is closed, or ctx ends; [Events.Err] returns why. If you leave the loop
// before, even by a panic or runtime.Goexit, the next loop continues with the next event.
//
// While it runs there is no other reader: Next fails with ErrInUse, even in the body of the loop,
// and another loop panics with it.
func (e *Events[T]) All(ctx context.Context) iter.Seq2[T, uint64] {
	return func(yield func(T, uint64) bool) {
		if err := e.begin(); err != nil {
			panic(err)
		}
		defer e.reading.Store(false)
		e.err = nil
		for {
			events, lost, err := e.next(ctx)
			if err != nil {
				e.err = err
				return
			}
			if len(events) == 0 {
				e.before = lost // of the next event
			}
			for i, event := range events {
				e.rest = events[i+1:]
				if !yield(event, lost) {
					return
				}
				lost = 0
			}
		}
	}
}

// Err returns why the last loop over All ended: nil if the queue or the Events was closed, or if
// the loop was left. For the goroutine that reads.
func (e *Events[T]) Err() error {
	if errors.Is(e.err, ErrClosed) {
		return nil
	}
	return e.err
}

// Lost returns how many events were lost, as far as Next has reported them.
func (e *Events[T]) Lost() uint64 { return e.counts.lost.Load() }

// Close ends the reading: a waiting Next fails with ErrClosed. The queue stays open and still
// accepts events; x_close closes it. A second Close does nothing. If an Events is not closed, it is
// closed when it is collected.
func (e *Events[T]) Close() (err error) {
	e.once.Do(func() {
		close(e.closed)
		e.counts.leave()
		if e.file != nil {
			err = e.file.Close()
		}
	})
	return err
}

// Observe adds the queue to [WriteMetrics] under a name: how many events wait, which queued returns
// (the shim's x_queued; nil if it has none), how many were read and how many were lost. Queues with
// the same name are added up, including the numbers of closed ones: use few names. A second call,
// or a call after Close, does nothing. It returns e. queued must not refer to e; it is called on
// any goroutine.
func (e *Events[T]) Observe(name string, queued func() uint64) *Events[T] {
	e.counts.enter(name, queued)
	runtime.AddCleanup(e, (*eventCounts).leave, e.counts)
	return e
}

// take reports whether there is an event or a loss. If not, the descriptor becomes readable when
// there is.
func (e *Events[T]) take() bool {
	e.status = e.drain(e.into, &e.count, &e.lost)
	return e.status != 0 || e.count != 0 || e.lost != 0
}

func (e *Events[T]) ended(ctx context.Context) error {
	select {
	case <-e.closed:
		return ErrClosed
	default:
		return ctx.Err()
	}
}

// wait returns when take was true, or with an error.
func (e *Events[T]) wait(ctx context.Context) error {
	if e.file == nil {
		return e.poll(ctx)
	}
	if ctx.Done() != nil {
		stop := context.AfterFunc(ctx, func() { e.file.SetReadDeadline(time.Unix(1, 0)) })
		defer stop()
	}
	for {
		err := e.conn.Read(func(uintptr) bool { return e.take() })
		if err == nil {
			return nil
		}
		expired := errors.Is(err, os.ErrDeadlineExceeded)
		if expired {
			// Perhaps set by a context that ended in an earlier call. Reset before ended is checked: a
			// context that ends now sets it again.
			e.file.SetReadDeadline(time.Time{})
		}
		if ended := e.ended(ctx); ended != nil {
			return ended
		}
		if !expired {
			return err
		}
	}
}

func (e *Events[T]) poll(ctx context.Context) error {
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for !e.take() {
		select {
		case <-e.closed:
			return ErrClosed
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	return nil
}
