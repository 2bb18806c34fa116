// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// elsewhere runs f on another OS thread than the caller's, which is locked meanwhile.
func elsewhere(f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	done := make(chan bool)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		f()
		done <- true
	}()
	<-done
}

// changed is what the call leaves behind.
func changed(what int) string {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before, err := ffiguard.TakeThreadState()
	if err != nil {
		return say(err)
	}
	if err := change(what); err != nil {
		return say(err)
	}
	after, err := ffiguard.TakeThreadState()
	if err != nil {
		return say(err)
	}
	if err := before.Compare(&after); err != nil {
		return err.Error()
	}
	return "unchanged"
}

// collects tells whether the collector can stop a goroutine that called before and now computes.
func collects(before func() error) string {
	answer := make(chan error)
	var stop atomic.Bool
	go func() {
		answer <- before()
		for n := 0; !stop.Load(); n++ {
			spin(1 << 20)
		}
	}()
	err := <-answer
	time.Sleep(time.Millisecond) // it is likely to compute by now
	for range 5 {
		runtime.GC()
	}
	stop.Store(true)
	return say(err) + ", collected"
}

//go:noinline
func spin(n int) (sum int) {
	for i := range n {
		sum += i * i
	}
	return sum
}

// withWindow gives use a window of this thread.
func withWindow(use func(w handle) string) string {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	w, err := openWindow()
	if err != nil {
		return say(err)
	}
	defer w.closeWindow()
	return use(w)
}

var one, three = 1.0, 3.0

var threads = []misuse{
	{area: "thread", title: "signals left blocked", want: "unchanged", run: func() string { return changed(changeMask) }},
	{area: "thread", title: "the alternate signal stack switched off", want: "unchanged", run: func() string { return changed(changeStack) }},
	{area: "thread", title: "left on one CPU", want: "unchanged", run: func() string { return changed(changeCPUs) }},
	{area: "thread", title: "rounding left upward", want: "unchanged", run: func() string { return changed(changeFloat) }},
	{area: "thread", title: "another locale left behind", want: "unchanged", run: func() string { return changed(changeLocale) }},
	{area: "thread", title: "another name left behind", want: "unchanged", run: func() string { return changed(changeName) }},
	{area: "thread", title: "Go collects garbage after signals were left blocked", want: "ok, collected", alone: true, run: func() string {
		return collects(func() error { return change(changeMask) })
	}},
	{area: "thread", title: "a signal arrives after the alternate stack was switched off", want: "ok", alone: true, run: func() string {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := change(changeStack)
		for range 10 {
			syscall.Tgkill(os.Getpid(), syscall.Gettid(), syscall.SIGURG)
		}
		return say(err)
	}},
	{area: "thread", title: "Go divides after rounding was left upward", want: "1/3 is the same", run: func() string {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		before := one / three
		change(changeFloat)
		if after := one / three; after != before {
			return fmt.Sprintf("%.17f became %.17f", before, after)
		}
		return "1/3 is the same"
	}},
	{area: "thread", title: "a handler of SIGSEGV installed, and then a nil dereference in Go", want: "in use, recovered", alone: true, run: func() string {
		err := handleSignal(int(syscall.SIGSEGV))
		var none *[8]int64
		recovered(func() error { none[3]++; return nil })
		return say(err) + ", recovered"
	}},
	{area: "thread", title: "a handler of SIGURG installed, and then a collection", want: "in use, collected", alone: true, run: func() string {
		return collects(func() error { return handleSignal(int(syscall.SIGURG)) })
	}},
	{area: "thread", title: "a thread-bound object used with LockOSThread", want: "ok", run: func() string {
		return withWindow(func(w handle) string { return say(w.draw()) })
	}},
	{area: "thread", title: "a thread-bound object used on another thread", want: "wrong thread", run: func() string {
		return withWindow(func(w handle) (answer string) {
			elsewhere(func() { answer = say(w.draw()) })
			return answer
		})
	}},
	{area: "thread", title: "a thread-bound object closed on another thread", want: "elsewhere: wrong thread, at home: ok", run: func() string {
		return withWindow(func(w handle) string {
			var there error
			elsewhere(func() { there = w.closeWindow() })
			return fmt.Sprintf("elsewhere: %s, at home: %s", say(there), say(w.closeWindow()))
		})
	}},
	{area: "thread", title: "a thread-bound object closed by a cleanup", want: "at home: ok", run: func() string {
		return withWindow(func(w handle) string {
			collected := abandon(w, handle.closeWindow)
			for !collected.Load() {
				runtime.GC()
			}
			return "at home: " + say(w.closeWindow())
		})
	}},
}

// exits is C's exit() with an object open.
func exits(method bool) string {
	h := counter()
	if naive { // among those with a static owner
		h, _ = openOther(100)
	}
	if method {
		hold()
		go h.stay()
		for inside() == 0 {
			runtime.Gosched()
		}
	}
	announce("exit status 0")
	exitC()
	return "it came back"
}

// withLibrary gives use an open library and a function of it.
func withLibrary(use func(library, function handle) string) string {
	library, err := openLibrary()
	if err != nil {
		return text(err)
	}
	function, err := library.find()
	if err != nil {
		return text(err)
	}
	defer function.closeFunction()
	return use(library, function)
}

var process = []misuse{
	{area: "process", title: "fork, and the child goes on in Go", want: "exit status 7", alone: true, run: func() string {
		code, err := runProcess()
		if code == -1 && err == nil {
			runtime.GC()
			os.Exit(7)
		}
		if err != nil {
			return text(err)
		}
		return fmt.Sprintf("exit status %d", code)
	}},
	{area: "process", title: "exit() while an object is open", want: "exit status 0", alone: true, run: func() string {
		return exits(false)
	}},
	{area: "process", title: "exit() while a method is inside", want: "exit status 0", alone: true, run: func() string {
		return exits(true)
	}},
	{area: "process", title: "a library's function called after the library was closed", want: "ok", run: func() string {
		return withLibrary(func(library, function handle) string {
			library.closeLibrary()
			return say(function.call())
		})
	}},
	{area: "process", title: "a function looked up in a closed library", want: "closed", run: func() string {
		return withLibrary(func(library, function handle) string {
			library.closeLibrary()
			late, err := library.find()
			if err == nil {
				err = late.call()
			}
			return say(err)
		})
	}},
	{area: "process", title: "a library closed twice", want: "ok, closed", run: func() string {
		return withLibrary(func(library, function handle) string {
			return say(library.closeLibrary()) + ", " + say(library.closeLibrary())
		})
	}},
	{area: "process", title: "a function called after it was given back", want: "closed", run: func() string {
		return withLibrary(func(library, function handle) string {
			defer library.closeLibrary()
			function.closeFunction()
			return say(function.call())
		})
	}},
}
