// SPDX-License-Identifier: BSL-1.0
package callbacks

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"unsafe"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func twice(value int32) int32 { return 2 * value }

// deleted is how many handles body has deleted.
func deleted(body func()) int64 {
	before := letGo.Load()
	body()
	return letGo.Load() - before
}

func TestCallOnThisThreadAndOnOneOfCxx(t *testing.T) {
	for _, native := range []bool{false, true} {
		n := deleted(func() {
			if answer, err := call(twice, 21, native); answer != 42 || err != nil {
				t.Errorf("native %t: %d, %v", native, answer, err)
			}
		})
		if n != 1 {
			t.Errorf("native %t: %d handles were deleted", native, n)
		}
	}
	if err := callNothing(); err == nil || err.Error() != "null" {
		t.Error("no handle:", err)
	}
}

func TestCallsFromManyGoroutines(t *testing.T) {
	n := deleted(func() {
		var all sync.WaitGroup
		for i := range 200 {
			all.Add(1)
			go func() {
				defer all.Done()
				answer, err := call(func(value int32) int32 {
					runtime.GC()
					return value + 1
				}, int32(i), i%2 == 0)
				if answer != int32(i)+1 || err != nil {
					t.Error(i, answer, err)
				}
			}()
		}
		all.Wait()
	})
	if n != 200 {
		t.Errorf("%d of 200 handles were deleted", n)
	}
}

func TestThreadAfterACallback(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := takeThreadState()
	if _, err := call(twice, 1, false); err != nil {
		t.Fatal(err)
	}
	if text := difference(before, takeThreadState()); text != "" {
		t.Error(text)
	}
}

func TestPanicIsAnAnswer(t *testing.T) {
	answer, err := call(func(int32) int32 { panic("out of tea") }, 1, false)
	if answer != panicked || err != nil || lastPanic.Load() != "out of tea" {
		t.Error(answer, err, lastPanic.Load())
	}
	answer, err = call(func(int32) int32 {
		var nothing *int32
		return *nothing
	}, 1, true)
	if answer != panicked || err != nil || !strings.Contains(lastPanic.Load().(string), "nil pointer") {
		t.Error(answer, err, lastPanic.Load())
	}
}

// A process of its own: it ends.
func TestPanicThatNobodyRecovers(t *testing.T) {
	const name = "FFIGUARD_UNGUARDED"
	if os.Getenv(name) != "" {
		callUnguarded(func(int32) int32 { panic("out of tea") }, 1)
		os.Exit(0)
	}
	command := exec.Command(os.Args[0], "-test.run=^TestPanicThatNobodyRecovers$")
	command.Env = append(os.Environ(), name+"=1")
	output, err := command.CombinedOutput()
	if err == nil || !strings.Contains(string(output), "panic: out of tea") {
		t.Errorf("%v\n%s", err, output)
	}
}

// What the package is for: Goexit drops the frames of C++ as a longjmp does, and recover does not see it:
// nothing that they hold is given back. t.FailNow and t.Skip are calls of Goexit.
func TestGoexitInACallbackDropsTheFramesOfCxx(t *testing.T) {
	if sanitized {
		t.Skip("AddressSanitizer has marked the frames that are dropped, and sees the next ones there")
	}
	n := deleted(func() {
		done := make(chan struct{})
		go func() {
			defer close(done)
			call(func(int32) int32 { runtime.Goexit(); return 0 }, 1, false)
		}()
		<-done
	})
	if n != 0 { // shim_call's owner of the handle has not ended, and never will
		t.Errorf("%d handles were deleted", n)
	}
}

// A process of its own: it ends.
func TestGoexitOnAThreadOfCxxEndsTheProgram(t *testing.T) {
	const name = "FFIGUARD_GOEXIT"
	if os.Getenv(name) != "" {
		call(func(int32) int32 { runtime.Goexit(); return 0 }, 1, true)
		os.Exit(0)
	}
	command := exec.Command(os.Args[0], "-test.run=^TestGoexitOnAThreadOfCxxEndsTheProgram$")
	command.Env = append(os.Environ(), name+"=1")
	output, err := command.CombinedOutput()
	if err == nil || !strings.Contains(string(output), "fatal error: runtime.Goexit called in a thread") {
		t.Errorf("%v\n%s", err, output)
	}
}

func TestGoexitByThePackageIsAnError(t *testing.T) {
	for _, native := range []bool{false, true} {
		n := deleted(func() {
			for range 10 {
				answer, err := callRun(func(int32) int32 { runtime.Goexit(); return 1 }, 1, native)
				if answer != panicked || !errors.Is(err, ffiguard.ErrGoexit) {
					t.Error(answer, err)
				}
				answer, err = callRun(func(int32) int32 { panic("out of tea") }, 1, native)
				if answer != panicked || err == nil || err.Error() != "panic: out of tea" {
					t.Error(answer, err)
				}
				if answer, err := callRun(twice, 21, native); answer != 42 || err != nil {
					t.Error(answer, err)
				}
			}
		})
		if n != 30 {
			t.Errorf("native %t: %d of 30 callbacks were released", native, n)
		}
	}
	if n := ffiguard.Callbacks(); n != 0 {
		t.Error(n, "callbacks are left")
	}
}

// Each of them goes through C and C++ once more; the innermost ends by Goexit, and the others go on.
func TestGoexitInACallbackOfACallback(t *testing.T) {
	n := deleted(func() {
		var deep func(depth int32) int32
		deep = func(depth int32) int32 {
			if depth == 0 {
				runtime.Goexit()
			}
			answer, err := callRun(deep, depth-1, depth%3 == 0)
			if depth == 1 != errors.Is(err, ffiguard.ErrGoexit) {
				t.Error(depth, answer, err)
			}
			runtime.GC()
			return answer + 1
		}
		if answer, err := callRun(deep, 10, false); answer != panicked+10 || err != nil {
			t.Error(answer, err)
		}
	})
	if n != 11 {
		t.Errorf("%d of 11 callbacks were released", n)
	}
}

func TestGoexitsOfManyGoroutines(t *testing.T) {
	n := deleted(func() {
		var all sync.WaitGroup
		for i := range 16 {
			all.Add(1)
			go func() {
				defer all.Done()
				if i%2 == 0 {
					runtime.LockOSThread()
					defer runtime.UnlockOSThread()
				}
				for round := range 50 {
					answer, err := callRun(func(value int32) int32 {
						runtime.Gosched()
						if value%2 == 0 {
							runtime.Goexit()
						}
						return value
					}, int32(round), i%5 == 0)
					if round%2 == 0 != errors.Is(err, ffiguard.ErrGoexit) || round%2 == 1 && answer != int32(round) {
						t.Error(round, answer, err)
					}
				}
			}()
		}
		all.Wait()
	})
	if n != 16*50 {
		t.Errorf("%d of %d callbacks were released", n, 16*50)
	}
}

func TestTextOfCxx(t *testing.T) {
	n := deleted(func() {
		var got string
		answer, err := callText(func(text string) int32 { got = text; return 7 })
		if answer != 7 || err != nil || got != "gopher" {
			t.Error(answer, err, got)
		}
	})
	if n != 1 {
		t.Errorf("%d handles were deleted", n)
	}
}

func TestAFileOfGoAndItsDuplicateAreClosedOnceEach(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	log, err := logTo(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil { // its number is free, and given to the next file
		t.Error(err)
	}
	other, err := os.Create(path + ".other")
	if err != nil {
		t.Fatal(err)
	}
	if err := log.write(0x11223344); err != nil {
		t.Error(err)
	}
	if err := log.release(); err != nil {
		t.Error(err)
	}
	if _, err := other.Write([]byte("open")); err != nil {
		t.Error("the other file was closed:", err)
	}
	if err := other.Close(); err != nil {
		t.Error(err)
	}
	if got, err := os.ReadFile(path); string(got) != "\x44\x33\x22\x11" && string(got) != "\x11\x22\x33\x44" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := logTo(file); err == nil {
		t.Error("a closed file was taken")
	}
}

type record struct {
	next  *record
	bytes [4]byte
}

var beside *record // on the heap, where cgo looks

func TestBytesBesideAPointer(t *testing.T) {
	beside = &record{next: &record{}, bytes: [4]byte{1, 2, 3, 4}}
	for _, sum := range []func([]byte) (int64, error){total, totalView} {
		if n, err := sum(beside.bytes[:]); n != 10 || err != nil {
			t.Error(n, err)
		}
		if n, err := sum(nil); n != 0 || err != nil {
			t.Error(n, err)
		}
	}
}

func newTestSource(t *testing.T, call onEvent) source {
	t.Helper()
	s, err := newSource(call)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLibraryCallsUntilUnregistered(t *testing.T) {
	n := deleted(func() {
		s := newTestSource(t, twice)
		if answer, err := s.fire(4); answer != 8 || err != nil {
			t.Error(answer, err)
		}
		if err := s.unregister(); err != nil {
			t.Error(err)
		}
		if answer, err := s.fire(4); answer != -1 || err != nil {
			t.Error("a call after unregister:", answer, err)
		}
		if err := s.unregister(); err == nil || err.Error() != "closed" {
			t.Error("a second unregister:", err)
		}
		if err := s.release(); err != nil {
			t.Error(err)
		}
	})
	if n != 1 {
		t.Errorf("%d handles were deleted", n)
	}
}

func TestReleaseUnregisters(t *testing.T) {
	n := deleted(func() {
		s := newTestSource(t, twice)
		if err := s.release(); err != nil {
			t.Error(err)
		}
	})
	if n != 1 || liveSources() != 0 {
		t.Errorf("%d handles were deleted, %d sources are left", n, liveSources())
	}
}

// Threads of C++ call, goroutines call, and one unregisters.
func TestUnregisterInAStorm(t *testing.T) {
	for round := range 20 {
		var gone atomic.Bool
		var late, answered, counted atomic.Int32
		n := deleted(func() {
			enough := make(chan struct{}, 1000)
			s := newTestSource(t, func(value int32) int32 {
				if gone.Load() {
					late.Add(1)
				}
				counted.Add(1)
				select {
				case enough <- struct{}{}:
				default:
				}
				return value
			})
			var all sync.WaitGroup
			for range 2 {
				all.Add(1)
				go func() {
					defer all.Done()
					some, err := s.storm(3, 2000)
					if err != nil {
						t.Error(err)
					}
					answered.Add(some)
				}()
			}
			for range round {
				<-enough
			}
			if err := s.unregister(); err != nil {
				t.Error(err)
			}
			gone.Store(true)
			all.Wait()
			if err := s.release(); err != nil {
				t.Error(err)
			}
		})
		if n != 1 || late.Load() != 0 || answered.Load() != counted.Load() {
			t.Errorf("%d handles were deleted, %d calls came late, %d of %d were answered", n,
				late.Load(), answered.Load(), counted.Load())
		}
	}
}

func TestUnregisterInsideTheCallback(t *testing.T) {
	n := deleted(func() {
		var s source
		var inside int64
		var calls int
		s = newTestSource(t, func(value int32) int32 {
			calls++
			inside = deleted(func() {
				if err := s.unregister(); err != nil {
					t.Error(err)
				}
			})
			if answer, err := s.fire(1); answer != -1 || err != nil {
				t.Error("a call within, after unregister:", answer, err)
			}
			return value
		})
		if answer, err := s.fire(3); answer != 3 || err != nil {
			t.Error(answer, err)
		}
		if answer, err := s.fire(3); answer != -1 || err != nil {
			t.Error(answer, err)
		}
		if inside != 0 || calls != 1 {
			t.Errorf("%d deleted while it ran, %d calls", inside, calls)
		}
		if err := s.release(); err != nil {
			t.Error(err)
		}
	})
	if n != 1 {
		t.Errorf("%d handles were deleted", n)
	}
}

// Also the object goes while its callback runs: the call that is inside keeps it.
func TestReleaseInsideTheCallback(t *testing.T) {
	n := deleted(func() {
		var s source
		s = newTestSource(t, func(value int32) int32 {
			if err := s.release(); err != nil {
				t.Error(err)
			}
			return value
		})
		if answer, err := s.fire(3); answer != 3 || err != nil {
			t.Error(answer, err)
		}
	})
	if n != 1 || liveSources() != 0 {
		t.Errorf("%d handles were deleted, %d sources are left", n, liveSources())
	}
}

func TestSlices(t *testing.T) {
	values := []float32{1, 2, 3.5}
	for _, c := range []struct {
		given []float32
		want  float64
	}{{values, 6.5}, {values[:2], 3}, {values[3:], 0}, {nil, 0}, {[]float32{}, 0}} {
		if got, err := sum(c.given); got != c.want || err != nil {
			t.Errorf("%v: %v, %v", c.given, got, err)
		}
	}
	data := unsafe.Pointer(&values[0])
	for _, c := range []struct {
		data             unsafe.Pointer
		length, capacity int
		want             string
	}{
		{data, -1, 3, "invalid argument"},
		{data, 3, 2, "invalid argument"},
		{unsafe.Add(data, 1), 1, 1, "invalid argument"},
		{nil, 1, 1, "null"},
		{data, 1, 1 << 62, "overflow"},
	} {
		if _, err := sumRaw(c.data, c.length, c.capacity); err == nil || err.Error() != c.want {
			t.Errorf("%d of %d: %v instead of %s", c.length, c.capacity, err, c.want)
		}
	}
}

func TestStrings(t *testing.T) {
	for _, text := range []string{"", "gopher", "a\x00b", "日本"} {
		if got, err := keep(text); got != text || err != nil {
			t.Errorf("%q: %q, %v", text, got, err)
		}
		if got, err := keepStruct(text, len(text)); got != text || err != nil {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	if _, err := keepStruct("gopher", -6); err == nil || err.Error() != "invalid argument" {
		t.Error("a negative length:", err)
	}
}
