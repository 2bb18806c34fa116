// SPDX-License-Identifier: BSL-1.0

package callbacks

/*
#include "feed.h"

#cgo noescape feed_release
#cgo nocallback feed_release
#cgo noescape feed_stay
#cgo nocallback feed_stay
#cgo noescape feeds_closed_queued
#cgo nocallback feeds_closed_queued

extern int32_t goOnEvent(uint64_t user, int32_t value);
extern void goLetGo(uint64_t user);
*/
import "C"

import "example.invalid/ffiguard/examples/cgo/ffiguard"

// feedsClosed releases the feeds, whose release calls Go: feed_release has promised not to.
var feedsClosed = ffiguard.NewQueue(
	func() uint64 { return uint64(C.feeds_closed_queued()) },
	func(atMost uint64) uint64 { return uint64(C.feeds_closed_drain(C.uint64_t(atMost))) })

// newFeed is an object that calls onEnd when it is released.
func newFeed(onEnd onEvent) (*ffiguard.Handle, error) {
	var made C.ffiguard_token
	var e C.ffiguard_error
	err := ffiguard.Check(C.feed_new(pair(onEnd), C.ffiguard_user_release(C.goLetGo), &made, &e), &e)
	if err != nil {
		return nil, err
	}
	return ffiguard.NewHandle(ffiguard.Token(made), feedsClosed.After(releaseFeed)), nil
}

func releaseFeed(token ffiguard.Token) error {
	var e C.ffiguard_error
	return ffiguard.Check(C.feed_release(C.ffiguard_token(token), &e), &e)
}

// stayInFeed returns after letGoOfFeeds. It may be the last to leave a closed feed.
func stayInFeed(token ffiguard.Token) error {
	defer feedsClosed.Wake()
	var e C.ffiguard_error
	return ffiguard.Check(C.feed_stay(C.ffiguard_token(token), &e), &e)
}

func insideFeeds() int { return int(C.feed_inside()) }
func letGoOfFeeds()    { C.feed_let_go() }

func feedState(token ffiguard.Token) ffiguard.Status {
	return ffiguard.Status(C.feed_state(C.ffiguard_token(token)))
}

func feedLive() uint64 { return uint64(C.feed_live_count()) }
