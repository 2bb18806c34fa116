// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"errors"
	"flag"
	"fmt"
	"iter"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Callback is the number by which C++ knows a Go value that it calls: the user of a C.ffiguard_callback.
//
// C++ calls an exported function of your package with the number, and that calls [RunCallback]. C++
// releases the number by another exported function, which calls Release:
//
//	//export goOnRow
//	func goOnRow(user C.uint64_t, row C.int32_t) C.int32_t {
//		stops, err := ffiguard.RunCallback(ffiguard.Callback(user), row, (*reader).onRow)
//		if err != nil {
//			return 1
//		}
//		return stops
//	}
//
//	//export goLetGo
//	func goLetGo(user C.uint64_t) { ffiguard.Callback(user).Release() }
//
// Safe for concurrent use. A number is never used twice: a released number, or one that never was a
// Callback, has no value. Objects that the value refers to are not collected before the release. So
// if a callback refers to the [Handle] of the object that owns it, both are kept for ever.
type Callback uint64

// kept is the value behind a Callback.
type kept struct {
	number   Callback
	value    any
	failures *Failures
	opened   *keptOpening // nil below LevelRecord
}

type keptOpening struct {
	pcs   []uintptr
	since time.Time
}

// keptPlace is the lower half of a number; the upper half counts the values it has had before.
type keptPlace struct {
	now  atomic.Pointer[kept]
	last Callback // its number; with the mutex
}

// keptValues is a table that is read without a lock. Most programs only use first, which is found
// in one step.
var keptValues struct {
	first [256]keptPlace
	more  atomic.Pointer[[]*keptPlace]

	mutex sync.Mutex
	count int // of places
	free  []*keptPlace
	live  atomic.Int64
}

// NewCallback keeps value until [Callback.Release]. Errors of the callback go to failures, which
// may be nil.
func NewCallback(value any, failures *Failures) Callback {
	var opened *keptOpening
	if CurrentLevel() == LevelRecord {
		var pcs [stackDepth]uintptr
		opened = &keptOpening{slices.Clone(pcs[:runtime.Callers(1, pcs[:])]), time.Now()}
	}
	t := &keptValues
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if len(t.free) == 0 {
		growKept()
	}
	place := t.free[len(t.free)-1]
	t.free = t.free[:len(t.free)-1]
	place.last += 1 << 32 // no number is 0
	place.now.Store(&kept{place.last, value, failures, opened})
	t.live.Add(1)
	return place.last
}

func growKept() {
	t := &keptValues
	fresh := t.first[:]
	if t.count != 0 {
		fresh = make([]keptPlace, t.count)
		var more []*keptPlace
		if old := t.more.Load(); old != nil {
			more = *old
		}
		more = slices.Grow(slices.Clone(more), len(fresh))
		for i := range fresh {
			more = append(more, &fresh[i])
		}
		t.more.Store(&more)
	}
	for i := range fresh {
		fresh[i].last = Callback(t.count)
		t.count++
		t.free = append(t.free, &fresh[i])
	}
}

func (c Callback) kept() *kept {
	place := c.place()
	if place == nil {
		return nil
	}
	if k := place.now.Load(); k != nil && k.number == c {
		return k
	}
	return nil
}

func (c Callback) place() *keptPlace {
	at := uint64(uint32(c))
	if at < uint64(len(keptValues.first)) {
		return &keptValues.first[at]
	}
	more := keptValues.more.Load()
	if at -= uint64(len(keptValues.first)); more == nil || at >= uint64(len(*more)) {
		return nil
	}
	return (*more)[at]
}

// visitKept calls visit for each callback that is not released.
func visitKept(visit func(*kept)) {
	t := &keptValues
	for i := range t.first {
		if k := t.first[i].now.Load(); k != nil {
			visit(k)
		}
	}
	if more := t.more.Load(); more != nil {
		for _, place := range *more {
			if k := place.now.Load(); k != nil {
				visit(k)
			}
		}
	}
}

// Value returns the value of NewCallback; nil after the release.
func (c Callback) Value() any {
	if k := c.kept(); k != nil {
		return k.value
	}
	return nil
}

// Release releases the value. A second call does nothing, nor does a call with a number that is no
// Callback.
func (c Callback) Release() {
	k := c.kept()
	if k == nil || !c.place().now.CompareAndSwap(k, nil) {
		return
	}
	t := &keptValues
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if c>>32 != math.MaxUint32 { // else all numbers of the place are used up
		t.free = append(t.free, c.place())
	}
	t.live.Add(-1)
}

// Callbacks returns how many are not released: for a test that none is left.
func Callbacks() int { return int(keptValues.live.Load()) }

// HeldCallbacks returns those that are not released, by the type of their value and the line that
// called NewCallback, the most first. Their stacks are known if they were made at [LevelRecord].
// Safe for concurrent use.
func HeldCallbacks() []Held {
	groups := map[string]*Held{}
	visitKept(func(k *kept) {
		name := fmt.Sprintf("callback %T", k.value)
		one := Held{Type: name, Count: 1, Estimated: k.opened == nil}
		if k.opened != nil {
			one.Oldest = time.Since(k.opened.since)
			name += fmt.Sprint(k.opened.pcs)
		}
		to := groups[name]
		if to == nil {
			if k.opened != nil {
				one.Stack = framesBelow(callbackConstructor, k.opened.pcs)
			}
			groups[name] = &one
			return
		}
		to.Count++
		to.Oldest = max(to.Oldest, one.Oldest)
	})
	return sortedHeld(groups)
}

var callbackConstructor = strings.TrimSuffix(constructor, "NewHandle") + "NewCallback"

// RunCallback calls f with the value of c and with args, and returns what f returns. Use it in an
// exported function; it recovers for you. If f panics, the error is a [PanicError], and the result
// is the zero R: C and C++ go on, and the exported function tells them in their way that it has
// failed. The same if f ends by [runtime.Goexit], as t.FailNow does, see [CatchGoexit].
//
// An error also goes to the [Failures] of c, so that the outer call can return it. Fails with
// ErrClosed if c was released, ErrWrongType if its value is no V.
//
// Make f a function or a method expression, and args a struct: then a call does not allocate.
func RunCallback[V, A, R any](c Callback, args A, f func(V, A) (R, error)) (answer R, err error) {
	k := c.kept()
	if k == nil {
		return answer, &Error{Status: ErrClosed, Text: "the callback was released"}
	}
	value, ok := k.value.(V)
	if !ok {
		return answer, k.fail(&Error{Status: ErrWrongType, Text: fmt.Sprintf("the callback has a %T", k.value)})
	}
	if goexit.Load() != goexitIsFatal && catchesGoexit() {
		return runAside(k, value, args, f)
	}
	returned := false
	defer func() {
		if returned {
			return
		}
		panicked, exits := k.stopped(recover())
		if exits {
			goexitBelowC()
		}
		var none R
		answer, err = none, k.fail(panicked)
	}()
	answer, err = f(value, args)
	returned = true
	if err != nil {
		err = k.fail(err)
	}
	return answer, err
}

// runAside runs f as a coroutine: on its own stack, on the same thread, as C++ requires. A Goexit
// of f ends there, and not below the frames of C++. Nothing can stop a Goexit, but its last
// deferred function may switch back and never be switched to again; the stack then stays with the
// runtime.
func runAside[V, A, R any](k *kept, value V, args A, f func(V, A) (R, error)) (answer R, err error) {
	next, _ := iter.Pull(func(yield func(struct{}) bool) {
		returned := false
		defer func() {
			if returned {
				return
			}
			panicked, exits := k.stopped(recover())
			var none R
			answer, err = none, panicked
			if exits {
				yield(struct{}{}) // does not return
			}
		}()
		answer, err = f(value, args)
		returned = true
	})
	next()
	if err != nil {
		err = k.fail(err)
	}
	return answer, err
}

// stopped is for the deferred function of a callback that has not returned: its panic value, and
// whether its goroutine exits. If a deferred function that runs for a Goexit panics, the panic is
// recovered, and then the Goexit goes on; so recover does not tell, but the stack does.
func (k *kept) stopped(recovered any) (e *PanicError, exits bool) {
	why := recovered
	if exits = isExiting(); exits {
		why = ErrGoexit
	} else if why == nil { // panic(nil), with GODEBUG=panicnil=1
		why = new(runtime.PanicNilError)
	}
	e = &PanicError{Value: why}
	if k.failures != nil && k.failures.Stacks {
		e.Stack = debug.Stack()
	}
	return e, exits
}

// isExiting says whether a Goexit is between the callback and its deferred function, which calls this.
func isExiting() bool {
	deferred := false
	for function := range callers {
		switch {
		case isRunner(function):
			if deferred {
				return false
			}
			deferred = true
		case deferred && function == "runtime.Goexit":
			return true
		}
	}
	return false
}

// callers returns the functions of the stack, the innermost first.
func callers(yield func(function string) bool) {
	var pcs [64]uintptr
	for skip := 1; ; skip += len(pcs) {
		n := runtime.Callers(skip, pcs[:])
		if n == 0 {
			return
		}
		frames := runtime.CallersFrames(pcs[:n])
		for more := true; more; {
			var frame runtime.Frame
			frame, more = frames.Next()
			if !yield(frame.Function) {
				return
			}
		}
	}
}

func (k *kept) fail(err error) error {
	if k.failures != nil {
		k.failures.add(err)
	}
	return err
}

func isRunner(function string) bool {
	return strings.HasPrefix(function, runnerHere) || strings.HasPrefix(function, runnerAside)
}

var (
	runnerHere  = strings.TrimSuffix(constructor, "NewHandle") + "RunCallback["
	runnerAside = strings.TrimSuffix(constructor, "NewHandle") + "runAside["
)

// goexitBelowC does not return.
func goexitBelowC() {
	fmt.Fprintf(os.Stderr, "fatal error: ffiguard: %v. It would drop the frames of C++ below the callback, with what they "+
		"have locked. Return an error instead, or see ffiguard.CatchGoexit.\n\n%s", ErrGoexit, debug.Stack())
	os.Exit(2)
}

const (
	goexitUndecided int32 = iota
	goexitIsCaught
	goexitIsFatal
)

var goexit atomic.Int32

// CatchGoexit sets what happens at a runtime.Goexit in a callback. t.FailNow, t.Fatal and t.Skip
// call Goexit.
//
// If on, [RunCallback] runs f as a coroutine, and a Goexit becomes an error, as a panic does; so t.Fatal in
// a callback fails the test, and the outer call returns. This costs a microsecond and about 8 allocations a call, and
// each Goexit leaves a parked goroutine behind. f must not call runtime.LockOSThread without unlocking.
//
// If off, a Goexit in a callback ends the program with a message and a stack. Otherwise the C++
// frames below would be dropped: their locks would stay locked, and their pins would never be
// released.
//
// By default it is on in a program of go test that runs no benchmarks, and off elsewhere. Safe for
// concurrent use; it affects calls that begin later.
func CatchGoexit(on bool) {
	if on {
		goexit.Store(goexitIsCaught)
	} else {
		goexit.Store(goexitIsFatal)
	}
}

func catchesGoexit() bool {
	if goexit.Load() == goexitUndecided {
		benchmarks := flag.Lookup("test.bench") // nil in a program that is no test
		decided := goexitIsFatal
		if benchmarks != nil && benchmarks.Value.String() == "" {
			decided = goexitIsCaught
		}
		goexit.CompareAndSwap(goexitUndecided, decided)
	}
	return goexit.Load() == goexitIsCaught
}

// InCallback reports whether the calling goroutine is inside the f of a [RunCallback]. If so, do
// not wait for the outer call: that would wait for itself.
func InCallback() bool {
	for function := range callers {
		if isRunner(function) {
			return true
		}
	}
	return false
}

// ErrGoexit is the Value of a [PanicError] if the callback has not panicked but called runtime.Goexit.
var ErrGoexit = errors.New("runtime.Goexit in a callback of C++ (t.FailNow, t.Fatal and t.Skip call it)")

// PanicError is the error of a callback that panicked.
type PanicError struct {
	Value any    // what it panicked with, or ErrGoexit
	Stack []byte // nil unless [Failures] asks for it
}

func (e *PanicError) Error() string {
	if e.Value == ErrGoexit {
		return ErrGoexit.Error()
	}
	return fmt.Sprint("panic: ", e.Value)
}

// Unwrap returns the Value, if that is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}
