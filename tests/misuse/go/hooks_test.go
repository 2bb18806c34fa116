// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// withOwner gives use an object whose release calls Go, and tells how often it has.
func withOwner(use func(owner handle) string) string {
	var ends atomic.Int32
	owner, err := openOwner(newCallback(func() error { ends.Add(1); return nil }))
	if err != nil {
		return say(err)
	}
	answer := use(owner)
	if !naive {
		ownersClosed.Wait(context.Background())
	}
	return fmt.Sprintf("%s; Go was called %d time", answer, ends.Load())
}

// abandonMany makes many objects that nobody closes, with a cleanup as a program has it, and returns.
func abandonMany(many int, open func() (handle, error), close func(handle) error) error {
	for range many {
		h, err := open()
		if err != nil {
			return err
		}
		if naive {
			// Not in the cleanup itself, where it would hold up all others.
			runtime.AddCleanup(new([16]int64), func(h handle) { go close(h) }, h)
		} else {
			ffiguard.NewHandle(ffiguard.Token(h), func(t ffiguard.Token) error { return close(handle(t)) })
		}
	}
	return nil
}

// Calls that were promised #cgo nocallback.
var promised = []misuse{
	{area: "promise", title: "nocallback of a close, which releases what calls Go", want: "close: ok; Go was called 1 time", run: func() string {
		return withOwner(func(owner handle) string { return "close: " + say(owner.closeOwner()) })
	}},
	{area: "promise", title: "nocallback of a call that is the last to leave a closed object, which calls Go", want: "close: ok, call: ok; Go was called 1 time", run: func() string {
		return withOwner(func(owner handle) string {
			hold()
			call := make(chan error)
			go func() { call <- owner.stayInOwner() }()
			for inside() == 0 {
				runtime.Gosched()
			}
			closed := owner.closeOwner()
			letGo()
			return fmt.Sprintf("close: %s, call: %s", say(closed), say(<-call))
		})
	}},
	{area: "promise", title: "nocallback of a close, of 100 objects that nobody has closed", want: "Go was called 100 times", run: func() string {
		before := live()
		ffiguard.OnAbandoned(nil)
		var ends atomic.Int32
		err := abandonMany(100, func() (handle, error) {
			return openOwner(newCallback(func() error { ends.Add(1); return nil }))
		}, handle.closeOwner)
		if err != nil {
			return say(err)
		}
		collect(before)
		if !naive {
			ownersClosed.Wait(context.Background())
		}
		return fmt.Sprintf("Go was called %d times", ends.Load())
	}},
	{area: "promise", title: "1,000 objects that nobody has closed, whose releases wait, where 100 threads are allowed", want: "all are released", alone: true, run: func() string {
		before := live()
		ffiguard.OnAbandoned(nil)
		debug.SetMaxThreads(100)
		hold()
		if err := abandonMany(1000, openSlow, handle.closeSlow); err != nil {
			return say(err)
		}
		for end := time.Now().Add(time.Minute); inside() < 16 && time.Now().Before(end); {
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
		for range 10 { // and no more come
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
		letGo()
		collect(before)
		if live() != before {
			return fmt.Sprintf("%d are left", live()-before)
		}
		return "all are released"
	}},
}

func withTail(use func(tail handle) string) string {
	tail, err := openTail()
	if err != nil {
		return say(err)
	}
	defer tail.closeTail()
	return use(tail)
}

// withEvents gives use a tail and its reader.
func withEvents(use func(tail handle, events *ffiguard.Events[event]) string) string {
	return withTail(func(tail handle) string {
		events, err := tail.events()
		if err != nil {
			return say(err)
		}
		defer events.Close()
		return use(tail, events)
	})
}

func soon() (context.Context, context.CancelFunc) {
	limit := 20 * time.Second
	if naive {
		limit = time.Second
	}
	return context.WithTimeout(context.Background(), limit)
}

// seen checks the events of each thread: whole, in order, and none twice.
type seen struct {
	next  [8]uint64
	count uint64
	wrong bool
}

func (s *seen) add(batch []event) {
	for _, one := range batch {
		if one.from >= 8 || uint64(one.number) < s.next[one.from%8] || uint32(one.check) != uint32(one.from)^uint32(one.number) {
			s.wrong = true
		}
		s.next[one.from%8] = uint64(one.number) + 1
		s.count++
	}
}

// Events that threads of C++ push, and Go reads without a call for each.
var events = []misuse{
	{area: "events", title: "10,000, and nobody reads: the queue has room for 64", want: "64 read, 9936 lost", run: func() string {
		return withEvents(func(tail handle, events *ffiguard.Events[event]) string {
			if err := tail.push(1, 10000); err != nil {
				return say(err)
			}
			ctx, stop := soon()
			defer stop()
			batch, lost, err := events.Next(ctx)
			if err != nil {
				return say(err)
			}
			return fmt.Sprintf("%d read, %d lost", len(batch), lost)
		})
	}},
	{area: "events", title: "pushed by 8 threads while a goroutine reads", want: "each was read once, or counted as lost", run: func() string {
		return withEvents(func(tail handle, events *ffiguard.Events[event]) string {
			pushed := make(chan error)
			go func() {
				err := tail.push(8, 5000)
				tail.endTail()
				pushed <- err
			}()
			var all seen
			var missing uint64
			ctx, stop := soon()
			defer stop()
			for {
				batch, lost, err := events.Next(ctx)
				if err != nil {
					break
				}
				all.add(batch)
				missing += lost
			}
			<-pushed
			if all.wrong {
				return "some came twice, or in parts"
			}
			if all.count+missing != 40000 {
				return fmt.Sprintf("%d read, %d counted as lost, of 40000", all.count, missing)
			}
			return "each was read once, or counted as lost"
		})
	}},
	{area: "events", title: "read by 8 goroutines at once", want: "each was read once", run: func() string {
		return withTail(func(tail handle) string {
			for range 200 {
				if err := tail.push(1, 64); err != nil {
					return say(err)
				}
				var mutex sync.Mutex
				var all [64]int
				crowd(func() error {
					into := make([]event, 16)
					for range 8 {
						var count, lost uint64
						if tail.drain(into, &count, &lost) != 0 {
							runtime.Gosched() // another is at it
							continue
						}
						mutex.Lock()
						for _, one := range into[:count] {
							all[one.number%64]++
						}
						mutex.Unlock()
					}
					return nil
				})
				rest := make([]event, 64)
				var count, lost uint64
				tail.drain(rest, &count, &lost)
				for _, one := range rest[:count] {
					all[one.number%64]++
				}
				for _, times := range all {
					if times != 1 {
						return fmt.Sprintf("one was read %d times", times)
					}
				}
			}
			return "each was read once"
		})
	}},
	{area: "events", title: "read after their object was closed", want: "closed", run: func() string {
		tail, err := openTail()
		if err != nil {
			return say(err)
		}
		events, err := tail.events()
		if err != nil {
			return say(err)
		}
		defer events.Close()
		tail.push(1, 10)
		tail.closeTail()
		ctx, stop := soon()
		defer stop()
		batch, _, err := events.Next(ctx)
		if len(batch) != 0 {
			return fmt.Sprintf("%d read", len(batch))
		}
		return say(err)
	}},
	{area: "events", title: "their object closed while a goroutine waits for them", want: "closed", run: func() string {
		tail, err := openTail()
		if err != nil {
			return say(err)
		}
		events, err := tail.events()
		if err != nil {
			return say(err)
		}
		defer events.Close()
		waited := make(chan error)
		go func() {
			ctx, stop := soon()
			defer stop()
			_, _, err := events.Next(ctx)
			waited <- err
		}()
		time.Sleep(5 * time.Millisecond) // most likely it waits by now; the answer is the same
		tail.closeTail()
		return say(<-waited)
	}},
	{area: "events", title: "the queue ended while a goroutine waits for more", want: "10 read, and then closed", run: func() string {
		return withEvents(func(tail handle, events *ffiguard.Events[event]) string {
			tail.push(1, 10)
			var all seen
			read := make(chan error)
			go func() {
				ctx, stop := soon()
				defer stop()
				for {
					batch, _, err := events.Next(ctx)
					if err != nil {
						read <- err
						return
					}
					all.add(batch)
				}
			}()
			time.Sleep(5 * time.Millisecond)
			tail.endTail()
			err := <-read
			return fmt.Sprintf("%d read, and then %s", all.count, say(err))
		})
	}},
	{area: "events", title: "read by a struct of another size", want: "wrong type", run: func() string {
		return withTail(func(tail handle) string {
			tail.push(1, 64)
			if naive {
				var count, lost uint64
				tail.drainInto(unsafe.Pointer(new([64]uint64)), 64, &count, &lost)
				return fmt.Sprintf("%d read", count)
			}
			_, err := ffiguard.NewEvents(-1, eventSize, func([]uint64, *uint64, *uint64) ffiguard.Status { return 0 })
			return say(err)
		})
	}},
	{area: "events", title: "read into a struct with a Go pointer", want: "invalid argument", run: func() string {
		type withPointer struct {
			number uint64
			next   *int
		}
		if naive {
			return withTail(func(tail handle) string {
				tail.push(1, 64)
				into := make([]withPointer, 64)
				var count, lost uint64
				tail.drainInto(unsafe.Pointer(&into[0]), 64, &count, &lost)
				runtime.GC()
				runtime.KeepAlive(into)
				return fmt.Sprintf("%d read", count)
			})
		}
		_, err := ffiguard.NewEvents(-1, eventSize, func([]withPointer, *uint64, *uint64) ffiguard.Status { return 0 })
		return say(err)
	}},
	{area: "events", title: "no room to read them into", want: "invalid argument, 10 are there", run: func() string {
		return withTail(func(tail handle) string {
			tail.push(1, 10)
			var count, lost uint64
			status := ffiguard.Status(tail.drain(make([]event, 0, 1), &count, &lost))
			into := make([]event, 64)
			tail.drain(into, &count, &lost)
			return fmt.Sprintf("%v, %d are there", status, count)
		})
	}},
}

// What comes of how a program is built.
var builds = []misuse{
	{area: "build", title: "two versions of a library of headers in one program", want: "the sums are 2 and 2000", run: func() string {
		first, second, err := sumsOfCopies()
		if err != nil {
			return say(err)
		}
		return fmt.Sprintf("the sums are %d and %d", first, second)
	}},
}
