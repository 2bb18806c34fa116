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

// kinds of families: a hub with listeners, whose functions hold a defer_releases; a room with guests, whose
// classes say queued_release; and a desk with visitors, where a C library owns what calls Go.
type kind struct {
	newParent             func() (*ffiguard.Handle, error)
	newChild              func(*ffiguard.Handle) (*ffiguard.Handle, error)
	readParent, readChild func(*ffiguard.Handle) (int32, error)
}

var (
	hubs  = &kind{newHub, newListener, readHub, readListener}
	rooms = &kind{newRoom, newGuest, readRoom, readGuest}
	desks = &kind{newDesk, newVisitor, readDesk, readVisitor}
)

// family is a parent and its children; goroutines that share it read, and close it in any order.
type family struct {
	*kind
	parent   *ffiguard.Handle
	children []*ffiguard.Handle
}

func (k *kind) newFamily() (*family, error) {
	parent, err := k.newParent()
	if err != nil {
		return nil, err
	}
	f := &family{kind: k, parent: parent}
	for range 3 {
		child, err := k.newChild(parent)
		if err != nil {
			return nil, err
		}
		f.children = append(f.children, child)
	}
	return f, nil
}

// gone says whether err is one of an object that somebody has closed, or uses.
func gone(err error) bool {
	return err == nil || errors.Is(err, ffiguard.ErrClosed) || errors.Is(err, ffiguard.ErrStale) ||
		errors.Is(err, ffiguard.ErrInUse)
}

func useAndClose(kind *kind, shared []atomic.Pointer[family], until time.Time) error {
	for time.Now().Before(until) {
		one := &shared[rand.IntN(len(shared))]
		f := one.Load()
		if f == nil {
			fresh, err := kind.newFamily()
			if err != nil {
				return err
			}
			one.Store(fresh) // what stood there by now is abandoned
			continue
		}
		var errs []error
		switch rand.IntN(8) {
		case 0: // the parent first: it is kept by its children
			errs = append(errs, f.parent.Close())
		case 1:
			errs = append(errs, f.children[rand.IntN(3)].Close())
		case 2: // what is open is for the collector
			one.CompareAndSwap(f, nil)
		default:
			_, parent := f.readParent(f.parent)
			_, child := f.readChild(f.children[rand.IntN(3)])
			errs = append(errs, parent, child)
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
	useAndCloseByMany(t, hubs)
}

func TestObjectsWhoseClassSaysThatTheirReleaseIsQueued(t *testing.T) { useAndCloseByMany(t, rooms) }

func TestObjectsWhoseFunctionsACLibraryOwns(t *testing.T) { useAndCloseByMany(t, desks) }

// countEnds reads the events of releases until stop is called, which says how many were read, and how many
// were lost.
func countEnds(t *testing.T) (stop func() (read, lost uint64)) {
	events, err := openEnds()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var read, lost uint64
	add := func(ctx context.Context) {
		for {
			batch, missing, err := events.Next(ctx)
			if err != nil {
				return
			}
			for _, one := range batch {
				if one.one != 1 || one.check != 1 {
					t.Error(one)
				}
			}
			read += uint64(len(batch))
			lost += missing
		}
	}
	over := make(chan bool)
	go func() {
		defer close(over)
		add(ctx)
	}()
	return func() (uint64, uint64) {
		cancel()
		<-over
		rest, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		add(rest)
		if events.Lost() != lost {
			t.Errorf("%d lost, %d told", events.Lost(), lost)
		}
		events.Close()
		return read, lost
	}
}

func useAndCloseByMany(t *testing.T, kind *kind) {
	made.Store(0)
	ended.Store(0)
	callbacks := ffiguard.Callbacks()
	before := outbox.Released()
	stop := countEnds(t)
	ffiguard.OnAbandoned(nil) // they are meant to be
	defer debug.SetGCPercent(debug.SetGCPercent(1))
	shared := make([]atomic.Pointer[family], 16)
	until := time.Now().Add(seconds())
	var all sync.WaitGroup
	for range 64 {
		all.Add(1)
		go func() {
			defer all.Done()
			if err := useAndClose(kind, shared, until); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	if n := outbox.Queued(); n > max(50_000, uint64(made.Load())/4) {
		t.Errorf("%d of %d objects still wait: their releases have fallen behind", n, made.Load())
	}
	shared = nil
	for end := time.Now().Add(60 * time.Second); liveObjects() != 0 || ffiguard.Callbacks() != callbacks; {
		if time.Now().After(end) {
			t.Fatalf("%d objects are left, %d callbacks", liveObjects(), ffiguard.Callbacks()-callbacks)
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
	read, lost := stop()
	if read+lost != uint64(made.Load()) {
		t.Errorf("%d events were read and %d lost, of %d", read, lost, made.Load())
	}
	t.Logf("%d objects, %d released by the queue; %d events read, %d lost", made.Load(), outbox.Released()-before, read, lost)
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
