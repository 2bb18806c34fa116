// SPDX-License-Identifier: BSL-1.0

package ffiguard

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// ways runs body with each way of CatchGoexit.
func ways(t *testing.T, body func(t *testing.T)) {
	before := goexit.Load()
	defer goexit.Store(before)
	for _, catch := range []bool{false, true} {
		CatchGoexit(catch)
		t.Run(fmt.Sprintf("catches=%t", catch), body)
	}
}

type adder struct{ sum int }

func (a *adder) add(n int) (int, error) {
	if n < 0 {
		return 1, io.ErrUnexpectedEOF
	}
	a.sum += n
	return a.sum, nil
}

func TestACallbackHasItsValueUntilItIsReleased(t *testing.T) {
	ways(t, func(t *testing.T) {
		before := Callbacks()
		c := NewCallback(&adder{sum: 40}, nil)
		if n, err := RunCallback(c, 2, (*adder).add); n != 42 || err != nil || Callbacks() != before+1 {
			t.Error(n, err, Callbacks())
		}
		if _, err := RunCallback(c, 2, func(string, int) (int, error) { return 0, nil }); !errors.Is(err, ErrWrongType) {
			t.Error(err)
		}
		c.Release()
		c.Release()
		other := NewCallback(&adder{}, nil) // in the same place
		c.Release()
		for _, number := range []Callback{c, 0, 1, 0xffffffff, other + 1<<32} {
			if n, err := RunCallback(number, 2, (*adder).add); n != 0 || !errors.Is(err, ErrClosed) || number.Value() != nil {
				t.Error(uint64(number), n, err)
			}
		}
		if other.Value() == nil || Callbacks() != before+1 {
			t.Error("a number that was released has released another")
		}
		other.Release()
	})
}

func TestTheNumbersOfAPlaceAreUsedUpAndDoNotComeAgain(t *testing.T) {
	first := NewCallback(nil, nil)
	first.Release()
	first.place().last |= math.MaxUint32 << 32 // four billion later
	first.place().last -= 1 << 32
	last := NewCallback("last", nil)
	if last.place() != first.place() || last.Value() != "last" {
		t.Fatalf("%x after %x", last, first)
	}
	last.Release()
	for range 3 {
		other := NewCallback("other", nil)
		if other.place() == first.place() || other.Value() != "other" || first.Value() != nil || last.Value() != nil {
			t.Errorf("%x after %x and %x", other, first, last)
		}
		other.Release()
	}
}

func TestAnErrorOfACallbackGoesHome(t *testing.T) {
	ways(t, func(t *testing.T) {
		var home Failures
		c := NewCallback(&adder{}, &home)
		defer c.Release()
		if _, err := RunCallback(c, -1, (*adder).add); err != io.ErrUnexpectedEOF {
			t.Error(err)
		}
		outer := &Error{Status: ErrForeign, Detail: 4, Text: "aborted"}
		if err := home.Join(outer); !errors.Is(err, io.ErrUnexpectedEOF) || !errors.Is(err, ErrForeign) || err.Error() != "aborted: unexpected EOF" {
			t.Error(err)
		}
		if err := home.Join(outer); err != outer {
			t.Error("it came home twice:", err)
		}
		RunCallback(c, -1, (*adder).add)
		if err := home.Join(nil); err != io.ErrUnexpectedEOF {
			t.Error(err)
		}
		RunCallback(c, -1, (*adder).add)
		home.Drop()
		if err := home.Join(nil); err != nil {
			t.Error(err)
		}
	})
}

func TestTheTextOfACallbackErrorIsNotSaidTwice(t *testing.T) {
	for _, c := range []struct{ callback, call, want string }{
		{"no luck", "no luck", "no luck"},
		{"no luck at all", "no luck at", "no luck at all"}, // cut by C++
		{"no luck", "step 3: no luck", "step 3: no luck"},
		{"no luck", "", "no luck"},
		{"no luck", "constraint failed", "constraint failed: no luck"},
	} {
		err := &CallbackError{errors.New(c.callback), errors.New(c.call)}
		if err.Error() != c.want {
			t.Error(err.Error())
		}
	}
}

func at(index int, values []int) int { return values[index] }

func TestAPanicOfACallbackIsAnError(t *testing.T) {
	ways(t, func(t *testing.T) {
		for _, stacks := range []bool{false, true} {
			home := Failures{Stacks: stacks}
			c := NewCallback([]int{1}, &home)
			n, err := RunCallback(c, 7, func(values []int, index int) (int, error) { return at(index, values), nil })
			var panicked *PanicError
			var bounds runtime.Error
			if n != 0 || !errors.As(err, &panicked) || !errors.As(err, &bounds) || !strings.HasPrefix(err.Error(), "panic: runtime error: index out of range") {
				t.Fatal(n, err)
			}
			if stacks != strings.Contains(string(panicked.Stack), "ffiguard.at(") {
				t.Errorf("stacks %t: %s", stacks, panicked.Stack)
			}
			if home.Join(nil) != err {
				t.Error("it did not come home")
			}
			for _, value := range []any{"text", io.EOF, 7, nil} {
				n, err := RunCallback(c, value, func(_ []int, value any) (int, error) { panic(value) })
				if !errors.As(err, &panicked) || n != 0 || value != nil && panicked.Value != value {
					t.Error(n, err)
				}
			}
			c.Release()
		}
	})
}

func TestAGoexitOfACallbackIsAnErrorInATest(t *testing.T) {
	if !catchesGoexit() {
		t.Skip("skipped: a Goexit in a callback: benchmarks run, so it is fatal")
	}
	home := Failures{Stacks: true}
	c := NewCallback(func() { runtime.Goexit() }, &home)
	defer c.Release()
	left, cleaned := 0, 0
	for range 100 {
		n, err := RunCallback(c, 1, func(f func(), n int) (int, error) {
			defer func() { cleaned++ }()
			defer runtime.GC()
			f()
			return n, nil
		})
		var panicked *PanicError
		if n != 0 || !errors.Is(err, ErrGoexit) || !errors.As(err, &panicked) || !strings.Contains(string(panicked.Stack), "Goexit") {
			t.Fatal(n, err)
		}
		left++
		if err := home.Join(nil); !errors.Is(err, ErrGoexit) {
			t.Error(err)
		}
	}
	if left != 100 || cleaned != 100 {
		t.Errorf("%d of 100 came back, %d ran their deferred functions", left, cleaned)
	}
}

// goexitThenPanic has a panic recovered by RunCallback that does not end the Goexit.
func goexitThenPanic() {
	defer panic("late")
	runtime.Goexit()
}

// panicThenGoexit has a Goexit that ends the panic, and that recover does not see.
func panicThenGoexit() {
	defer runtime.Goexit()
	panic("early")
}

func TestAPanicDoesNotHideAGoexitOfACallback(t *testing.T) {
	if !catchesGoexit() {
		t.Skip("skipped: a Goexit in a callback: benchmarks run, so it is fatal")
	}
	for _, way := range []func(){goexitThenPanic, panicThenGoexit} {
		c := NewCallback(way, nil)
		n, err := RunCallback(c, 1, func(f func(), n int) (int, error) { f(); return n, nil })
		if n != 0 || !errors.Is(err, ErrGoexit) {
			t.Error(n, err)
		}
		c.Release()
	}
}

// A callback that only panics, in a deferred function of a goroutine that exits, is one that panics.
func TestAGoexitOutsideOfACallbackIsNotIts(t *testing.T) {
	ways(t, func(t *testing.T) {
		c := NewCallback(0, nil)
		defer c.Release()
		var err error
		done := make(chan bool)
		go func() {
			defer close(done)
			defer func() {
				_, err = RunCallback(c, 0, func(_, _ int) (int, error) { panic("only") })
			}()
			runtime.Goexit()
		}()
		<-done
		var panicked *PanicError
		if !errors.As(err, &panicked) || panicked.Value != "only" {
			t.Error(err)
		}
	})
}

func TestACallbackMayPanicAndRecover(t *testing.T) {
	ways(t, func(t *testing.T) {
		c := NewCallback(0, nil)
		defer c.Release()
		n, err := RunCallback(c, 5, func(_, n int) (answer int, err error) {
			defer func() {
				recover()
				answer = n
			}()
			panic("mine")
		})
		if n != 5 || err != nil {
			t.Error(n, err)
		}
	})
}

// Processes of their own: they end.
func TestAGoexitOfACallbackIsFatalInAProgram(t *testing.T) {
	const name = "FFIGUARD_GOEXIT_IS_FATAL"
	ways := map[string]func(){"plain": runtime.Goexit, "then panic": goexitThenPanic, "after panic": panicThenGoexit}
	if way := os.Getenv(name); way != "" {
		CatchGoexit(false)
		c := NewCallback(ways[way], nil)
		func() {
			defer os.Exit(0)             // also where Goexit comes here
			defer func() { recover() }() // as an outer callback has it: it must not go on
			RunCallback(c, 0, func(f func(), _ int) (int, error) { f(); return 0, nil })
		}()
	}
	for way := range ways {
		command := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		command.Env = append(os.Environ(), name+"="+way)
		output, err := command.CombinedOutput()
		if code := command.ProcessState.ExitCode(); code != 2 || !strings.Contains(string(output), "fatal error: ffiguard: runtime.Goexit in a callback") ||
			!strings.Contains(string(output), "TestAGoexitOfACallbackIsFatalInAProgram") {
			t.Errorf("%s: %d, %v\n%s", way, code, err, output)
		}
	}
}

// With GODEBUG=panicnil=1, the default of old main modules, recover gives nil for a panic(nil).
func TestAPanicOfNilIsAnError(t *testing.T) {
	t.Setenv("GODEBUG", "panicnil=1")
	ways(t, func(t *testing.T) {
		c := NewCallback(0, nil)
		defer c.Release()
		n, err := RunCallback(c, 1, func(_, n int) (int, error) { panic(nil) })
		var panicked *PanicError
		if n != 0 || !errors.As(err, &panicked) {
			t.Error(n, err)
		}
	})
}

func TestWhatIsInACallbackIsKnown(t *testing.T) {
	ways(t, func(t *testing.T) {
		if InCallback() {
			t.Error("outside")
		}
		var deep func(n int) bool
		deep = func(n int) bool {
			if n == 0 {
				return InCallback()
			}
			return deep(n - 1)
		}
		c := NewCallback(deep, nil)
		defer c.Release()
		for _, depth := range []int{0, 60, 500} {
			inside, err := RunCallback(c, depth, func(f func(int) bool, n int) (bool, error) { return f(n), nil })
			if !inside || err != nil {
				t.Error(depth, inside, err)
			}
		}
	})
}

func TestCallbacksInAStorm(t *testing.T) {
	ways(t, func(t *testing.T) {
		before := Callbacks()
		var all sync.WaitGroup
		for range 16 {
			all.Add(1)
			go func() {
				defer all.Done()
				var mine []Callback
				for i := range 2000 {
					c := NewCallback(&adder{sum: i}, nil)
					if n, err := RunCallback(c, 1, (*adder).add); n != i+1 || err != nil {
						t.Error(n, err)
					}
					mine = append(mine, c)
					if i%3 == 0 {
						mine[0].Release()
						if mine[0].Value() != nil {
							t.Error("released, and has a value")
						}
						mine = mine[1:]
					}
				}
				for _, c := range mine {
					c.Release()
				}
			}()
		}
		all.Wait()
		if n := Callbacks(); n != before {
			t.Error(n-before, "are left")
		}
	})
}

func TestACallTakesNoMemory(t *testing.T) {
	before := goexit.Load()
	defer goexit.Store(before)
	CatchGoexit(false)
	c := NewCallback(&adder{}, &Failures{})
	defer c.Release()
	if n := testing.AllocsPerRun(100, func() { RunCallback(c, 1, (*adder).add) }); n != 0 {
		t.Error(n)
	}
}

func BenchmarkRunCallback(b *testing.B) {
	c := NewCallback(&adder{}, &Failures{})
	defer c.Release()
	b.ReportAllocs()
	for b.Loop() {
		RunCallback(c, 1, (*adder).add)
	}
}
