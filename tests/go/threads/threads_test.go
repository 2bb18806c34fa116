// SPDX-License-Identifier: BSL-1.0
package threads

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// crowd runs body on count goroutines that are all alive at once.
func crowd(count int, body func()) {
	var all, ready sync.WaitGroup
	all.Add(count)
	ready.Add(count)
	for range count {
		go func() {
			defer all.Done()
			ready.Done()
			ready.Wait()
			body()
		}()
	}
	all.Wait()
}

// child runs a test as a process of its own, with a Go runtime that has seen nothing yet and may be
// damaged, and gives what it has printed in 5 seconds.
func child(t *testing.T, name string, naive Naive) string {
	t.Helper()
	limit, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	command := exec.CommandContext(limit, os.Args[0], "-test.run=^"+name+"$")
	command.Env = append(os.Environ(), fmt.Sprintf("FFIGUARD_NAIVE=%t", naive))
	output, _ := command.CombinedOutput()
	return string(output)
}

// childMode is what the parent gave to child(); in the parent itself it skips the test.
func childMode(t *testing.T) Naive {
	t.Helper()
	mode := os.Getenv("FFIGUARD_NAIVE")
	if mode == "" {
		t.SkipNow()
	}
	return mode == "true"
}

func TestChildCollects(t *testing.T) {
	naive := childMode(t)
	go func() {
		time.Sleep(100 * time.Millisecond)
		runtime.GC()
		fmt.Println("collected")
		os.Exit(0)
	}()
	blockSignals(naive)
	for {
		// The collector stops this by SIGURG only.
	}
}

func TestCollectionAfterSignalsWereBlocked(t *testing.T) {
	if !strings.Contains(child(t, "TestChildCollects", false), "collected") {
		t.Error("runtime.GC() does not return")
	}
	if strings.Contains(child(t, "TestChildCollects", true), "collected") {
		t.Error("the naive code did no harm: this test proves nothing")
	}
}

func TestMaskOfLaterGoroutines(t *testing.T) {
	before := blockedSignals()
	changed := func() int {
		var count atomic.Int32
		crowd(200, func() {
			time.Sleep(time.Millisecond)
			if blockedSignals() != before {
				count.Add(1)
			}
		})
		return int(count.Load())
	}
	crowd(200, func() {
		if err := blockSignals(false); err != nil {
			t.Error(err)
		}
	})
	if n := changed(); n != 0 {
		t.Errorf("%d of 200 goroutines see a changed mask", n)
	}
}

// Callbacks that wait make Go start threads: from one that is pinned.
func TestChildIsPinned(t *testing.T) {
	naive := childMode(t)
	var inside, all sync.WaitGroup
	wait := make(chan struct{})
	inside.Add(24)
	all.Add(24)
	for id := range 24 {
		go func() {
			defer all.Done()
			err := pinnedCallback(naive, uint64(id), func() {
				inside.Done()
				<-wait
			})
			if err != nil {
				t.Error(err)
			}
		}()
	}
	inside.Wait()
	close(wait)
	all.Wait()
	fmt.Printf("threads on one CPU: %d.\n", pinnedThreads())
}

func TestPinnedCallbacks(t *testing.T) {
	if runtime.NumCPU() < 2 {
		t.Skip("skipped: threads that stay pinned: one CPU")
	}
	if text := child(t, "TestChildIsPinned", false); !strings.Contains(text, "CPU: 0.") {
		t.Error(text)
	}
	if text := child(t, "TestChildIsPinned", true); strings.Contains(text, "CPU: 0.") {
		t.Error("the naive code did no harm: this test proves nothing")
	}
}

func TestErrnoOfACall(t *testing.T) {
	if answer, err := succeed(false); answer != 0 || err != nil {
		t.Errorf("a call that succeeds answers %d, %v", answer, err)
	}
	if answer, err := fail(false); answer != -1 || !errors.Is(err, syscall.ENOENT) {
		t.Errorf("a call that fails with ENOENT answers %d, %v", answer, err)
	}
	if _, err := succeed(true); err == nil {
		t.Error("the naive code did no harm: this test proves nothing")
	}
	if _, err := fail(true); errors.Is(err, syscall.ENOENT) {
		t.Error("the naive code did no harm: this test proves nothing")
	}
}

// Counted, as LockOSThread is.
func TestSessionOnALockedThread(t *testing.T) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		runtime.LockOSThread()
		session := newSession()
		for depth := range 3 {
			if err := session.enter(); err != nil {
				t.Error("enter:", err)
			}
			time.Sleep(time.Duration(depth) * time.Millisecond)
			if err := session.verify(); err != nil {
				t.Error("verify:", err)
			}
		}
		runtime.UnlockOSThread() // one lock is left
		for range 3 {
			time.Sleep(time.Millisecond)
			if err := session.leave(); err != nil {
				t.Error("leave:", err)
			}
		}
		if err := session.leave(); err == nil {
			t.Error("one leave too many is not told")
		}
		if err := session.close(); err != nil {
			t.Error("close:", err)
		}
		runtime.UnlockOSThread()
	}()
	<-done
}

func TestSessionWithoutALock(t *testing.T) {
	session := newSession()
	entered := make(chan struct{})
	left := make(chan struct{})
	done := make(chan struct{})
	go func() {
		runtime.LockOSThread() // this thread is kept from the others
		session.enter()
		close(entered)
		<-left
		if err := session.leave(); err != nil {
			t.Error("leave:", err)
		}
		if err := session.close(); err != nil {
			t.Error("close:", err)
		}
		runtime.UnlockOSThread()
		close(done)
	}()
	<-entered
	if err := session.verify(); err == nil || err.Error() != "wrong thread" {
		t.Error("another thread than the one that entered:", err)
	}
	if err := session.leave(); err == nil || err.Error() != "wrong thread" {
		t.Error("another thread leaves:", err)
	}
	close(left)
	<-done
}

func TestLeakedGuardIsNamed(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := takeThreadState()
	if text := difference(before, takeThreadState()); text != "" {
		t.Error("nothing has changed:", text)
	}
	if err := leakGuard(); err != nil {
		t.Fatal(err)
	}
	text := difference(before, takeThreadState())
	if !strings.Contains(text, "signal mask") || !strings.Contains(text, "USR1") {
		t.Errorf("a leaked guard is called %q", text)
	}
	if err := endLeakedGuard(); err != nil {
		t.Error(err)
	}
	if text := difference(before, takeThreadState()); text != "" {
		t.Error("the guard has ended:", text)
	}
}

func TestWorkerRunsNoHandler(t *testing.T) {
	for _, naive := range []Naive{false, true} {
		if err := startWorker(naive); err != nil {
			t.Fatal(err)
		}
		handled := signalsOnWorker()
		if naive && handled == 0 {
			t.Error("the naive code did no harm: this test proves nothing")
		}
		if !naive && handled != 0 {
			t.Errorf("%d of 200 signals were handled on the worker", handled)
		}
		runtime.GC()
		if err := stopWorker(); err != nil {
			t.Error(err)
		}
	}
}
