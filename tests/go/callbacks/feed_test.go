// SPDX-License-Identifier: BSL-1.0

package callbacks

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func TestAnObjectThatCallsGoIsClosedByACallThatPromisedNotTo(t *testing.T) {
	var ends atomic.Int32
	deletions := deleted(func() {
		feed, err := newFeed(func(int32) int32 { return ends.Add(1) })
		if err != nil {
			t.Fatal(err)
		}
		if err := feed.Close(); err != nil {
			t.Error(err)
		}
		if err := feed.CloseWait(context.Background(), feedState); err != nil {
			t.Error(err)
		}
		if err := feed.Close(); !errors.Is(err, ffiguard.ErrClosed) {
			t.Error(err)
		}
		feedsClosed.Wait(context.Background())
	})
	if ends.Load() != 1 || deletions != 1 || feedLive() != 0 {
		t.Errorf("%d ends, %d deletions, %d alive", ends.Load(), deletions, feedLive())
	}
}

func TestACallThatPromisedNotToCallGoIsTheLastToLeaveAClosedFeed(t *testing.T) {
	var ends atomic.Int32
	feed, err := newFeed(func(int32) int32 { return ends.Add(1) })
	if err != nil {
		t.Fatal(err)
	}
	stayed := make(chan error)
	go func() { stayed <- feed.Use(stayInFeed) }()
	for insideFeeds() == 0 {
		runtime.Gosched()
	}
	if err := feed.Close(); err != nil || ends.Load() != 0 || feedLive() != 1 {
		t.Error(err, ends.Load(), feedLive())
	}
	letGoOfFeeds()
	if err := <-stayed; err != nil {
		t.Error(err)
	}
	if err := feed.CloseWait(context.Background(), feedState); err != nil || ends.Load() != 1 {
		t.Error(err, ends.Load())
	}
}

func TestAThousandFeedsAreReleasedByTheQueueAndCounted(t *testing.T) {
	var ends atomic.Int32
	before := feedsClosed.Released()
	for range 1000 {
		feed, err := newFeed(func(int32) int32 { return ends.Add(1) })
		if err != nil {
			t.Fatal(err)
		}
		go feed.Close()
	}
	for end := time.Now().Add(30 * time.Second); feedLive() != 0 && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if err := feedsClosed.Wait(context.Background()); err != nil {
		t.Error(err)
	}
	if n := feedsClosed.Released() - before; ends.Load() != 1000 || n != 1000 || feedsClosed.Queued() != 0 {
		t.Errorf("%d ends, %d released, %d queued", ends.Load(), n, feedsClosed.Queued())
	}
}

func TestAnAbandonedFeedIsReleasedByTheQueue(t *testing.T) {
	var ends atomic.Int32
	func() {
		if _, err := newFeed(func(int32) int32 { return ends.Add(1) }); err != nil {
			t.Fatal(err)
		}
	}()
	for end := time.Now().Add(30 * time.Second); ends.Load() == 0; runtime.GC() {
		if time.Now().After(end) {
			t.Fatal("not released")
		}
		time.Sleep(time.Millisecond)
	}
}
