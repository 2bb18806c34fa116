// SPDX-License-Identifier: BSL-1.0

package hosted

import (
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
)

const goroutines = 1000

// A thread more than this ends the process: "fatal error: thread exhaustion".
func TestMain(m *testing.M) {
	debug.SetMaxThreads(64)
	os.Exit(m.Run())
}

func begin1(t *testing.T) (store, txn) {
	t.Helper()
	s, err := open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.begin()
	if err != nil {
		t.Fatal(err)
	}
	return s, w
}

// hold keeps the host busy until letGo. all is done when the host goes on.
func hold(t *testing.T, w txn, all *sync.WaitGroup) {
	all.Add(1)
	go func() {
		defer all.Done()
		if err := w.hold(); err != nil {
			t.Error("hold:", err)
		}
	}()
	for !isHeld() {
		runtime.Gosched()
	}
}

func end(t *testing.T, s store) {
	t.Helper()
	if err := s.close(); err != nil {
		t.Error("close:", err)
	}
	for live() != 0 { // what was closed elsewhere is released by the host
		runtime.Gosched()
	}
	if n := inFlight(); n != 0 {
		t.Error(n, "calls were never completed")
	}
}

// The host is busy for as long as the goroutines need to come. If each held a thread, Go would end
// the process here.
func TestThousandGoroutinesShareOneWriteTransaction(t *testing.T) {
	s, w := begin1(t)
	var all sync.WaitGroup
	var failed atomic.Int64
	hold(t, w, &all)
	for i := range goroutines {
		all.Add(1)
		go func() {
			defer all.Done()
			for n := range 10 {
				if w.put(uint64(i*10+n), uint64(i)) != nil {
					failed.Add(1)
				}
			}
		}()
	}
	for queued() < goroutines {
		runtime.Gosched()
	}
	// All of them wait, and other goroutines go on.
	others := make(chan int)
	for i := range 100 {
		go func() { others <- i }()
	}
	sum := 0
	for range 100 {
		sum += <-others
	}
	if sum != 4950 {
		t.Error("other goroutines:", sum)
	}
	letGo()
	all.Wait()
	if failed.Load() != 0 {
		t.Error(failed.Load(), "puts were refused")
	}
	if rows, err := w.rows(); err != nil || rows != goroutines*10 {
		t.Error("rows:", rows, err)
	}
	if err := w.commit(); err != nil {
		t.Error("commit:", err)
	}
	again, err := s.begin()
	if err != nil {
		t.Fatal(err)
	}
	if value, err := again.get(9999); err != nil || value != 999 {
		t.Error("9999:", value, err)
	}
	if err := again.close(); err != nil {
		t.Error("close:", err)
	}
	end(t, s)
}

// Calls that hold a thread are bounded by the host: the others are refused, and the process lives.
func TestGoroutinesThatHoldThreadsAreRefusedBeyondTheBound(t *testing.T) {
	s, w := begin1(t)
	var all sync.WaitGroup
	hold(t, w, &all)
	var done, refused, other atomic.Int64
	for i := range goroutines {
		all.Add(1)
		go func() {
			defer all.Done()
			switch err := w.putWaiting(uint64(i), 1); {
			case err == nil:
				done.Add(1)
			case err.Error() == "overflow":
				refused.Add(1)
			default:
				other.Add(1)
			}
		}()
	}
	for int(refused.Load()) < goroutines-16 {
		runtime.Gosched()
	}
	letGo()
	all.Wait()
	if done.Load() != 16 || refused.Load() != goroutines-16 || other.Load() != 0 {
		t.Error("done", done.Load(), "refused", refused.Load(), "other", other.Load())
	}
	if err := w.commit(); err != nil {
		t.Error("commit:", err)
	}
	end(t, s)
}

// Some goroutine closes the store while others write: each call ends, with nil or with closed.
func TestClosingWhileGoroutinesWrite(t *testing.T) {
	s, w := begin1(t)
	var all sync.WaitGroup
	var other atomic.Int64
	for i := range goroutines {
		all.Add(1)
		go func() {
			defer all.Done()
			if i == goroutines/2 {
				if err := s.close(); err != nil {
					t.Error("close:", err)
				}
			}
			if err := w.put(uint64(i), 1); err != nil && err.Error() != "closed" && err.Error() != "stale" {
				other.Add(1)
			}
		}()
	}
	all.Wait()
	if other.Load() != 0 {
		t.Error(other.Load(), "calls failed otherwise")
	}
	for live() != 0 {
		runtime.Gosched()
	}
	if n := inFlight(); n != 0 {
		t.Error(n, "calls were never completed")
	}
}
