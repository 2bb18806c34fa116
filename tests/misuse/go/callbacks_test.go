// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// withBell gives use a registered callback of f, which use may unregister.
func withBell(f func() error, use func(bell handle) string) string {
	c := newCallback(f)
	defer c.Delete()
	bell, err := register(c)
	if err != nil {
		return say(err)
	}
	defer bell.unregister()
	return use(bell)
}

// late unregisters a callback and forgets it, and then the library calls.
func late(ring func() error) string {
	called := false
	c := newCallback(func() error { called = true; return nil })
	bell, err := register(c)
	if err != nil {
		return say(err)
	}
	bell.unregister()
	c.Delete()
	answer := say(ring())
	if called {
		return "called"
	}
	return answer
}

func nothing() error { return nil }

// unregisteredWhileInside unregisters a callback that the library calls on a thread of its own just
// then, and deletes its handle: right after, or only after the call.
func unregisteredWhileInside(deleteRightAfter bool) string {
	entered := make(chan struct{})
	var inside, returned, early atomic.Bool
	var c callback
	c = newCallback(func() error {
		if inside.Swap(true) {
			return nil // the library asks below
		}
		close(entered)
		for !returned.Load() && ring() == nil {
			runtime.Gosched()
		}
		time.Sleep(10 * time.Millisecond) // for an unregister that does not wait to come back
		early.Store(returned.Load())
		c.Value()
		return nil
	})
	bell, err := register(c)
	if err != nil {
		return say(err)
	}
	call := make(chan error)
	go func() { call <- ringFromNewThread() }()
	<-entered
	unregistered := bell.unregister()
	if deleteRightAfter {
		c.Delete()
	}
	returned.Store(true)
	answer := fmt.Sprintf("unregister: %s, call: %s", say(unregistered), say(<-call))
	if !deleteRightAfter {
		c.Delete()
	}
	if early.Load() {
		return "unregister did not wait, " + answer
	}
	return answer
}

// recovered calls f and stops its panic.
func recovered(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return f()
}

var callbacks = []misuse{
	{area: "callback", title: "called after it was unregistered", want: "closed", run: func() string {
		return late(ring)
	}},
	{area: "callback", title: "called after it was unregistered, from a thread of the library", want: "closed", run: func() string {
		return late(ringFromNewThread)
	}},
	{area: "callback", title: "unregistered by the callback itself", want: "unregister: ok, call: ok", run: func() string {
		var bell handle
		var unregistered error
		return withBell(func() error { unregistered = bell.unregister(); return nil }, func(b handle) string {
			bell = b
			call := ring()
			return fmt.Sprintf("unregister: %s, call: %s", say(unregistered), say(call))
		})
	}},
	{area: "callback", title: "unregistered twice", want: "ok, closed", run: func() string {
		return withBell(nothing, func(b handle) string { return say(b.unregister()) + ", " + say(b.unregister()) })
	}},
	{area: "callback", title: "unregistered by 8 goroutines", want: "1 unregistered it", run: func() string {
		return withBell(nothing, func(b handle) string {
			return fmt.Sprintf("%d unregistered it", crowd(b.unregister))
		})
	}},
	{area: "callback", title: "unregistered on another goroutine while it runs", want: "unregister: ok, call: ok", run: func() string {
		return unregisteredWhileInside(false)
	}},
	{area: "callback", title: "its number let go right after it was unregistered, while it runs", want: "unregister: ok, call: ok", run: func() string {
		return unregisteredWhileInside(true)
	}},
	{area: "callback", title: "unregistered and its number let go while 8 goroutines have the library call", want: "each call was done or refused", run: func() string {
		var wrong atomic.Int32
		for range 20 {
			c := newCallback(nothing)
			bell, err := register(c)
			if err != nil {
				return say(err)
			}
			var calling, all sync.WaitGroup
			calling.Add(8)
			all.Add(8)
			for range 8 {
				go func() {
					defer all.Done()
					answer := ring()
					calling.Done()
					for answer == nil {
						answer = ring()
					}
					if !errors.Is(answer, ffiguard.ErrClosed) {
						wrong.Add(1)
					}
				}()
			}
			calling.Wait()
			bell.unregister()
			c.Delete()
			all.Wait()
		}
		if wrong.Load() != 0 {
			return fmt.Sprintf("%d calls were neither", wrong.Load())
		}
		return "each call was done or refused"
	}},
	{area: "callback", title: "called once more within, after it has unregistered itself", want: "within: closed, call: ok", run: func() string {
		var bell handle
		var within error
		inside := false
		return withBell(func() error {
			if !inside {
				inside = true
				bell.unregister()
				within = ring()
			}
			return nil
		}, func(b handle) string {
			bell = b
			call := ring()
			return fmt.Sprintf("within: %s, call: %s", say(within), say(call))
		})
	}},
	{area: "callback", title: "its number let go, but still registered", want: "foreign error", run: func() string {
		c := newCallback(nothing)
		bell, err := register(c)
		if err != nil {
			return say(err)
		}
		defer bell.unregister()
		c.Delete()
		return say(ring())
	}},
	{area: "callback", title: "it panics, and the panic is recovered above the C++ frames", want: "call: foreign error, next call: ok", run: func() string {
		h := counter()
		defer h.close()
		c := newCallback(func() error { panic("in the callback") })
		defer c.Delete()
		call := recovered(func() error { return h.each(c) })
		return fmt.Sprintf("call: %s, next call: %s", say(call), say(add(h)))
	}},
	{area: "callback", title: "it panics on a thread of the library", want: "foreign error", run: func() string {
		return withBell(func() error { panic("in the callback") }, func(handle) string {
			return say(ringFromNewThread())
		})
	}},
	{area: "callback", title: "it panics once, and the library calls again", want: "foreign error, ok", run: func() string {
		calls := 0
		return withBell(func() error {
			if calls++; calls == 1 {
				panic("in the callback")
			}
			return nil
		}, func(handle) string { return say(ring()) + ", " + say(ring()) })
	}},
	{area: "callback", title: "it calls a method of the object that calls it", want: "ok", run: func() string {
		h := counter()
		defer h.close()
		c := newCallback(func() error { return add(h) })
		defer c.Delete()
		return say(h.each(c))
	}},
	{area: "callback", title: "it fails", want: "foreign error", run: func() string {
		c := newCallback(func() error { return errors.New("no") })
		defer c.Delete()
		return say(callGo(c))
	}},
	{area: "callback", title: "it collects garbage while C++ waits for it", want: "ok", run: func() string {
		c := newCallback(func() error { runtime.GC(); return nil })
		defer c.Delete()
		return say(callGo(c))
	}},
	{area: "callback", title: "it ends its goroutine (t.FailNow) while C++ has a lock", want: "call: runtime.Goexit, next call: ok", run: func() string {
		return stopped(runtime.Goexit)
	}},
	{area: "callback", title: "it panics in a deferred function, and its goroutine ends (the panic hides a Goexit)", want: "call: runtime.Goexit, next call: ok", run: func() string {
		return stopped(func() {
			defer panic("late")
			runtime.Goexit()
		})
	}},
	{area: "callback", title: "it panics, and a deferred function ends its goroutine (a Goexit hides the panic)", want: "call: runtime.Goexit, next call: ok", run: func() string {
		return stopped(func() {
			defer runtime.Goexit()
			panic("early")
		})
	}},
	{area: "callback", title: "it panics with a value that the caller wants", want: "call: panic: the value, next call: ok", run: func() string {
		return stopped(func() { panic("the value") })
	}},
	{area: "callback", title: "it panics in a callback of a call in a callback", want: "inner: panic: deep, outer: ok, next call: ok", run: func() string {
		outside, within := counter(), counter()
		defer outside.close()
		defer within.close()
		var failures ffiguard.Failures
		var inner error
		deep := newFailing(func() error { panic("deep") }, &failures)
		defer deep.Delete()
		c := newFailing(func() error {
			inner = failures.Join(recovered(func() error { return within.each(deep) }))
			return nil
		}, &failures)
		defer c.Delete()
		outer := failures.Join(outside.each(c))
		return fmt.Sprintf("inner: %s, outer: %s, next call: %s", ofCallback(inner), say(outer), say(add(within)))
	}},
	{area: "callback", title: "calls of one object on 8 goroutines fail in their callbacks, each in its own way", want: "each heard of its own failure", run: func() string {
		h := counter()
		defer h.close()
		var failures ffiguard.Failures
		var last error // as a shim keeps it for the object
		var lock sync.Mutex
		var number, wrong atomic.Int32
		crowd(func() error {
			mine := fmt.Errorf("failure %d", number.Add(1))
			c := newFailing(func() error {
				lock.Lock()
				defer lock.Unlock()
				last = mine
				return mine
			}, &failures)
			defer c.Delete()
			for range 200 {
				err := failures.Join(h.each(c))
				if naive && err != nil {
					lock.Lock()
					err = last
					lock.Unlock()
				}
				if !errors.Is(err, mine) {
					wrong.Add(1)
				}
			}
			return nil
		})
		if wrong.Load() != 0 {
			return "some heard of another's"
		}
		return "each heard of its own failure"
	}},
	{area: "callback", title: "C++ calls a number that was let go, and another one is in use", want: "stale: foreign error, the other: ok", run: func() string {
		stale := newCallback(nothing)
		stale.Delete()
		other := newCallback(nothing)
		defer other.Delete()
		return fmt.Sprintf("stale: %s, the other: %s", say(callGo(stale)), say(callGo(other)))
	}},
	{area: "callback", title: "its number let go twice, and another one is in use", want: "the other: ok", run: func() string {
		c := newCallback(nothing)
		c.Delete()
		other := newCallback(nothing)
		defer other.Delete()
		c.Delete()
		return "the other: " + say(callGo(other))
	}},
	{area: "callback", title: "its number let go by 8 goroutines while C++ calls it", want: "each call was done or refused", run: func() string {
		for range 50 {
			c := newCallback(nothing)
			var wrong atomic.Int32
			crowd(func() error {
				if err := callGo(c); err != nil && !errors.Is(err, ffiguard.ErrForeign) {
					wrong.Add(1)
				}
				c.Delete()
				return nil
			})
			if wrong.Load() != 0 {
				return "neither"
			}
		}
		return "each call was done or refused"
	}},
	{area: "callback", title: "C++ calls 1,000 random numbers", want: "all are refused", run: func() string {
		c := newCallback(nothing) // so that there is one
		defer c.Delete()
		for range 1000 {
			if number := callback(rand.Uint64()); number != c && callGo(number) == nil {
				return "one was called"
			}
		}
		return "all are refused"
	}},
	{area: "callback", title: "C++ calls a number that stands for a value of another type", want: "foreign error", run: func() string {
		c := newFailing(func(int) error { return nil }, nil)
		defer c.Delete()
		return say(callGo(c))
	}},
	{area: "callback", title: "it opens 1,000 callbacks and lets them go while it runs", want: "ok", run: func() string {
		c := newCallback(func() error {
			for range 1000 {
				newCallback(nothing).Delete()
			}
			return nil
		})
		defer c.Delete()
		return say(callGo(c))
	}},
}

// stopped has stop end a callback that C++ calls while it is inside, on a goroutine that may end with it.
func stopped(stop func()) string {
	h := counter()
	defer h.close()
	var failures ffiguard.Failures
	c := newFailing(func() error { stop(); return nil }, &failures)
	defer c.Delete()
	call := errors.New("the goroutine has ended")
	over := make(chan bool)
	go func() {
		defer close(over)
		call = failures.Join(recovered(func() error { return h.each(c) }))
	}()
	<-over
	return fmt.Sprintf("call: %s, next call: %s", ofCallback(call), say(add(h)))
}

// ofCallback is what a callback has failed with, in few words.
func ofCallback(err error) string {
	var panicked *ffiguard.PanicError
	switch {
	case errors.Is(err, ffiguard.ErrGoexit):
		return "runtime.Goexit"
	case errors.As(err, &panicked):
		return panicked.Error()
	}
	return say(err)
}

// hooked sets a hook of f and has use go on; and then the library forgets it.
func hooked(f func() error, failures *ffiguard.Failures, use func() string) string {
	if err := setHook(newFailing(f, failures), false); err != nil {
		return say(err)
	}
	defer clearHook()
	return use()
}

// letGoDuring is how often C++ has let go of a callback meanwhile.
func letGoDuring(do func()) int32 {
	before := lettingGo.Load()
	do()
	return lettingGo.Load() - before
}

// A hook is owned by the library, which destroys it (xDestroy).
var hooks = []misuse{
	{area: "hook", title: "the registration fails, and the library destroys it then, too", want: "foreign error, let go 1 time", run: func() string {
		var err error
		n := letGoDuring(func() { err = setHook(newCallback(nothing), true) })
		return fmt.Sprintf("%s, let go %d time", say(err), n)
	}},
	{area: "hook", title: "replaced 100 times", want: "let go 100 times", run: func() string {
		return hooked(nothing, nil, func() string {
			n := letGoDuring(func() {
				for range 100 {
					setHook(newCallback(nothing), false)
				}
			})
			return fmt.Sprintf("let go %d times", n)
		})
	}},
	{area: "hook", title: "cleared in its own call", want: "called 1 time, let go 1 time", run: func() string {
		called := 0
		n := letGoDuring(func() {
			hooked(func() error { called++; return clearHook() }, nil, func() string { return say(fireHook()) })
		})
		return fmt.Sprintf("called %d time, let go %d time", called, n)
	}},
	{area: "hook", title: "replaced in its own call", want: "called 1 time, the other 1 time", run: func() string {
		var first, second int
		return hooked(func() error {
			first++
			return setHook(newCallback(func() error { second++; return nil }), false)
		}, nil, func() string {
			fireHook()
			fireHook()
			return fmt.Sprintf("called %d time, the other %d time", first, second)
		})
	}},
	{area: "hook", title: "cleared twice", want: "let go 1 time", run: func() string {
		n := letGoDuring(func() {
			hooked(nothing, nil, func() string { return say(clearHook()) + say(clearHook()) })
		})
		return fmt.Sprintf("let go %d time", n)
	}},
	{area: "hook", title: "it fails, and the library has no place for that", want: "no luck, and then ok", run: func() string {
		var failures ffiguard.Failures
		failing := true
		return hooked(func() error {
			if failing {
				return errors.New("no luck")
			}
			return nil
		}, &failures, func() string {
			first := failures.Join(fireHook())
			failing = false
			return say(first) + ", and then " + say(failures.Join(fireHook()))
		})
	}},
	{area: "hook", title: "it panics, and the library has no place for that", want: "panic: no luck", run: func() string {
		var failures ffiguard.Failures
		return hooked(func() error { panic("no luck") }, &failures, func() string {
			return ofCallback(failures.Join(recovered(fireHook)))
		})
	}},
}

var exceptions = []misuse{
	{area: "exception", title: "a std::exception", want: "C++ exception: the disk is full", run: func() string {
		return text(raise(throwError))
	}},
	{area: "exception", title: "an exception of an unknown type", want: "C++ exception: a C++ exception that is no std::exception", run: func() string {
		return text(raise(throwNumber))
	}},
	{area: "exception", title: "std::bad_alloc", want: "out of memory: out of memory", run: func() string {
		return text(raise(throwBadAlloc))
	}},
	{area: "exception", title: "under a Go frame: C++ calls Go, which calls C++, which throws", want: "foreign error", run: func() string {
		c := newCallback(func() error { return raise(throwError) })
		defer c.Delete()
		return say(callGo(c))
	}},
	{area: "exception", title: "its text read on another thread", want: "1000 bytes of it", run: func() string {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := raise(throwLong)
		read := ""
		elsewhere(func() {
			if naive {
				read = lastError()
			} else if e := new(ffiguard.Error); errors.As(err, &e) {
				read = e.Text
			}
		})
		return fmt.Sprintf("%d bytes of it", len(read))
	}},
	{area: "exception", title: "a text that is longer than the error has room for", want: "5000 bytes of it, C++ exception", run: func() string {
		err := raiseText(5000)
		var e *ffiguard.Error
		if !errors.As(err, &e) {
			return say(err)
		}
		return fmt.Sprintf("%d bytes of it, %s", len(e.Text), e.Status)
	}},
	{area: "errno", title: "left over by a call that succeeds after something in it has failed", want: "ok, ok", run: func() string {
		err, errno := succeed()
		return say(err) + ", " + say(errno)
	}},
	{area: "errno", title: "of a failure, overwritten by what is released then", want: "system error, no such file or directory", run: func() string {
		err, errno := fail()
		return say(err) + ", " + say(errno)
	}},
}
