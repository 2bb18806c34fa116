// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"errors"
	"fmt"
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
	{area: "callback", title: "its cgo.Handle deleted right after it was unregistered, while it runs", want: "unregister: ok, call: ok", run: func() string {
		return unregisteredWhileInside(true)
	}},
	{area: "callback", title: "unregistered and its cgo.Handle deleted while 8 goroutines have the library call", want: "each call was done or refused", run: func() string {
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
	{area: "callback", title: "its cgo.Handle deleted, but still registered", want: "foreign error", run: func() string {
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
	{area: "errno", title: "left over by a call that succeeds after something in it has failed", want: "ok, ok", run: func() string {
		err, errno := succeed()
		return say(err) + ", " + say(errno)
	}},
	{area: "errno", title: "of a failure, overwritten by what is released then", want: "system error, no such file or directory", run: func() string {
		err, errno := fail()
		return say(err) + ", " + say(errno)
	}},
}
