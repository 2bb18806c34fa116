// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"errors"
	"fmt"
	"runtime"

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
	{area: "exception", title: "its text read on another thread", want: "247 bytes of it", run: func() string {
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
