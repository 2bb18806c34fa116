// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// counter opens one that must open.
func counter() handle {
	h, err := openCounter(100)
	if err != nil {
		panic(err)
	}
	return h
}

// after is the answer of use once h was closed.
func after(use func(h handle) error) string {
	h := counter()
	h.close()
	return say(use(h))
}

// crowd runs body on 8 goroutines at once and counts how often it had no error.
func crowd(body func() error) (succeeded int32) {
	var count atomic.Int32
	var all, ready sync.WaitGroup
	all.Add(8)
	ready.Add(8)
	for range 8 {
		go func() {
			defer all.Done()
			ready.Done()
			ready.Wait()
			if body() == nil {
				count.Add(1)
			}
		}()
	}
	all.Wait()
	return count.Load()
}

// whileInside does something while a goroutine is in a method of h, and gives the method's answer.
func whileInside(h handle, do func()) error {
	hold()
	left := make(chan error)
	go func() { left <- h.stay() }()
	for inside() == 0 {
		runtime.Gosched()
	}
	do()
	letGo()
	return <-left
}

func add(h handle) error {
	_, err := h.add(1)
	return err
}

var releases = []misuse{
	{area: "release", title: "closed twice", want: "closed", run: func() string {
		return after(handle.close)
	}},
	{area: "release", title: "closed twice, and another was opened in between", want: "closed, the other counts 101", run: func() string {
		h := counter()
		h.close()
		other := counter()
		second := h.close()
		n, err := other.add(1)
		if err != nil {
			return say(err)
		}
		other.close()
		if say(second) == "stale" { // where its place was used again
			second = ffiguard.ErrClosed
		}
		return fmt.Sprintf("%v, the other counts %d", second, n)
	}},
	{area: "release", title: "closed by 8 goroutines at once", want: "1 closed it", run: func() string {
		for range 200 {
			h := counter()
			if n := crowd(h.close); n != 1 {
				return fmt.Sprintf("%d closed it", n)
			}
		}
		return "1 closed it"
	}},
	{area: "release", title: "Close on 8 goroutines races with the cleanup", want: "each was released once", run: func() string {
		for range 100 {
			h := counter()
			var told atomic.Int32
			closeIt := func(handle) error {
				err := h.close()
				if err == nil {
					told.Add(1)
				}
				return err
			}
			collected := abandon(h, closeIt)
			crowd(func() error { return closeIt(h) })
			for !collected.Load() {
				runtime.GC()
			}
			if told.Load() != 1 {
				return fmt.Sprintf("one was released %d times", told.Load())
			}
		}
		return "each was released once"
	}},
	{area: "release", title: "closed while a method is inside", want: "close: ok, method: ok", run: func() string {
		h := counter()
		var closed error
		method := whileInside(h, func() { closed = h.close() })
		return fmt.Sprintf("close: %s, method: %s", say(closed), say(method))
	}},
	{area: "release", title: "collected while its last method is inside (no KeepAlive)", want: "ok", run: func() string {
		h := counter()
		return say(whileInside(h, func() {
			collected := abandon(h, handle.close)
			for !collected.Load() {
				runtime.GC()
			}
		}))
	}},
	{area: "release", title: "closed by the callback of its own method", want: "close: ok, method: ok", run: func() string {
		h := counter()
		var closed error
		f := newCallback(func() error { closed = h.close(); return nil })
		defer f.Delete()
		method := h.each(f)
		return fmt.Sprintf("close: %s, method: %s", say(closed), say(method))
	}},
	{area: "release", title: "never closed, 10,000 of them", want: "all are released by the collector", run: func() string {
		before := live()
		for range 10_000 {
			h := counter()
			if !naive {
				ffiguard.NewHandle(ffiguard.Token(h), func(t ffiguard.Token) error { return handle(t).close() })
			}
		}
		if !naive { // the other has nothing that would release them
			collect(before)
		}
		return map[bool]string{true: "all are released by the collector", false: "ok"}[live() == before]
	}},
	{area: "release", title: "closed as the other type", want: "wrong type", run: func() string {
		h := counter()
		defer h.close()
		return say(h.closeText())
	}},
	{area: "release", title: "closed in the other table", want: "wrong table", run: func() string {
		h := counter()
		defer h.close()
		return say(h.closeOther())
	}},
	{area: "release", title: "nothing closed: the handle 0", want: "null", run: func() string {
		return say(handle(0).close())
	}},
	{area: "release", title: "a file's descriptor closed twice, its number in use again", want: "closed, the other file is readable", run: func() string {
		f, err := openFile()
		if err != nil {
			return say(err)
		}
		f.closeFile()
		other, err := os.Open(os.Args[0])
		if err != nil {
			return say(err)
		}
		defer other.Close()
		second := f.closeFile()
		if _, err := other.Read(make([]byte, 1)); err != nil {
			return "the other file: " + errors.Unwrap(err).Error()
		}
		return say(second) + ", the other file is readable"
	}},
	{area: "release", title: "opened with nowhere to put the handle", want: "null", run: func() string {
		return say(openCounterNowhere())
	}},
	{area: "release", title: "the constructor fails half-way", want: "C++ exception", run: func() string {
		return say(openHalfMade())
	}},
}

// abandon makes an object with a cleanup for h and forgets it; whether the cleanup has run.
func abandon(h handle, cleanup func(handle) error) *atomic.Bool {
	collected := new(atomic.Bool)
	runtime.AddCleanup(new([16]int64), func(h handle) {
		cleanup(h)
		collected.Store(true)
	}, h)
	return collected
}

// text is an error's status and words.
func text(err error) string {
	if e, is := err.(*ffiguard.Error); is {
		return fmt.Sprintf("%v: %s", e.Status, e.Text)
	}
	return say(err)
}

var lateUses = []misuse{
	{area: "late use", title: "a method after close", want: "closed", run: func() string {
		return after(add)
	}},
	{area: "late use", title: "a method after close and 100 other objects", want: "refused, the others are whole", run: func() string {
		h := counter()
		h.close()
		others := make([]handle, 100)
		for i := range others {
			others[i] = counter()
		}
		err := add(h)
		changed := 0
		for _, other := range others {
			if n, err := other.add(0); err != nil || n != 100 {
				changed++
			}
			other.close()
		}
		if changed != 0 {
			return fmt.Sprintf("%d others were changed", changed)
		}
		if s := say(err); s != "stale" && s != "closed" {
			return s
		}
		return "refused, the others are whole"
	}},
	{area: "late use", title: "a method from a copy of a struct whose original was closed", want: "closed", run: func() string {
		type account struct{ counter handle }
		original := account{counter()}
		copied := original
		original.counter.close()
		return say(add(copied.counter))
	}},
	{area: "late use", title: "a method after the object was collected", want: "closed", run: func() string {
		h := counter()
		collected := abandon(h, handle.close)
		for !collected.Load() {
			runtime.GC()
		}
		return say(add(h))
	}},
	{area: "late use", title: "methods on 8 goroutines while it is closed", want: "each call was done or refused", run: func() string {
		for range 100 {
			h := counter()
			var wrong atomic.Int32
			crowd(func() error {
				for i := range 20 {
					if s := say(add(h)); s != "ok" && s != "closed" && s != "stale" {
						wrong.Add(1)
					}
					if i == 10 {
						h.close()
					}
				}
				return nil
			})
			if wrong.Load() != 0 {
				return "another answer"
			}
		}
		return "each call was done or refused"
	}},
	{area: "late use", title: "a callback from a method after close", want: "closed", run: func() string {
		f := newCallback(func() error { return nil })
		defer f.Delete()
		return after(func(h handle) error { return h.each(f) })
	}},
}
