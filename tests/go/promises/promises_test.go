// SPDX-License-Identifier: BSL-1.0

package promises

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// Set for a process that is to die.
const withoutQueue = "FFIGUARD_PROMISES_WITHOUT_QUEUE"

func seconds() time.Duration {
	if n, err := strconv.Atoi(os.Getenv("FFIGUARD_PROMISES_SECONDS")); err == nil {
		return time.Duration(n) * time.Second
	}
	return 2 * time.Second
}

// family is a hub and its listeners; goroutines that share it read, and close it in any order.
type family struct {
	hub       *ffiguard.Handle
	listeners []*ffiguard.Handle
}

func newFamily() (*family, error) {
	hub, err := newHub()
	if err != nil {
		return nil, err
	}
	f := &family{hub: hub}
	for range 3 {
		listener, err := newListener(hub)
		if err != nil {
			return nil, err
		}
		f.listeners = append(f.listeners, listener)
	}
	return f, nil
}

// gone says whether err is one of an object that somebody has closed.
func gone(err error) bool {
	return err == nil || errors.Is(err, ffiguard.ErrClosed) || errors.Is(err, ffiguard.ErrStale)
}

func useAndClose(shared []atomic.Pointer[family], until time.Time) error {
	for time.Now().Before(until) {
		one := &shared[rand.IntN(len(shared))]
		f := one.Load()
		if f == nil {
			fresh, err := newFamily()
			if err != nil {
				return err
			}
			one.Store(fresh) // what stood there by now is abandoned
			continue
		}
		var errs []error
		switch rand.IntN(8) {
		case 0: // the parent first: it is kept by its children
			errs = append(errs, f.hub.Close())
		case 1:
			errs = append(errs, f.listeners[rand.IntN(3)].Close())
		case 2: // what is open is for the collector
			one.CompareAndSwap(f, nil)
		default:
			_, hub := readHub(f.hub)
			_, listener := readListener(f.listeners[rand.IntN(3)])
			errs = append(errs, hub, listener)
		}
		for _, err := range errs {
			if !gone(err) {
				return err
			}
		}
	}
	return nil
}

func TestObjectsThatCallGoAreUsedByCallsThatPromisedNotTo(t *testing.T) {
	if os.Getenv(withoutQueue) != "" {
		leaveTheQueueOut()
	}
	ffiguard.OnAbandoned(nil) // they are meant to be
	defer debug.SetGCPercent(debug.SetGCPercent(1))
	shared := make([]atomic.Pointer[family], 16)
	until := time.Now().Add(seconds())
	var all sync.WaitGroup
	for range 64 {
		all.Add(1)
		go func() {
			defer all.Done()
			if err := useAndClose(shared, until); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	shared = nil
	for end := time.Now().Add(60 * time.Second); liveObjects() != 0 || letGo.Load() != made.Load(); {
		if time.Now().After(end) {
			t.Fatalf("%d objects are left, %d of %d callbacks", liveObjects(), made.Load()-letGo.Load(), made.Load())
		}
		runtime.GC()
		if err := outbox.Wait(context.Background()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
	}
	if made.Load() != ended.Load() || made.Load() < 1000 {
		t.Errorf("%d objects, %d ends", made.Load(), ended.Load())
	}
	t.Logf("%d objects, %d released by the queue", made.Load(), outbox.Released())
}

// The test above fails where the promises are not kept: without the queue the process ends.
func TestWithoutTheQueueTheProcessEnds(t *testing.T) {
	if os.Getenv(withoutQueue) != "" {
		t.Skip("this is the process")
	}
	command := exec.Command(os.Args[0], "-test.run", "^TestObjectsThatCallGo")
	command.Env = append(os.Environ(), withoutQueue+"=1")
	out, err := command.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "nocallback") {
		t.Errorf("%v\n%s", err, out[:min(len(out), 4000)])
	}
}
