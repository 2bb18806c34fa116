// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
)

// eventCounts are the counts of one Events: not the Events itself, which the metrics would keep.
type eventCounts struct {
	read, lost atomic.Uint64

	// With observedEvents.mutex.
	name   string
	queued func() uint64
	closed bool
}

var observedEvents struct {
	mutex sync.Mutex
	all   []*eventCounts
	past  map[string]EventStats // of closed ones: a counter never falls
}

func (c *eventCounts) enter(name string, queued func() uint64) {
	observedEvents.mutex.Lock()
	defer observedEvents.mutex.Unlock()
	if c.closed || slices.Contains(observedEvents.all, c) {
		return
	}
	c.name, c.queued = name, queued
	observedEvents.all = append(observedEvents.all, c)
}

func (c *eventCounts) leave() {
	observedEvents.mutex.Lock()
	defer observedEvents.mutex.Unlock()
	c.closed = true
	if !slices.Contains(observedEvents.all, c) {
		return
	}
	if observedEvents.past == nil {
		observedEvents.past = map[string]EventStats{}
	}
	past := observedEvents.past[c.name]
	observedEvents.past[c.name] = EventStats{Queue: c.name, Read: past.Read + c.read.Load(), Lost: past.Lost + c.lost.Load()}
	observedEvents.all = slices.DeleteFunc(observedEvents.all, func(one *eventCounts) bool { return one == c })
}

// EventStats are the counts of the queues that [Events.Observe] has given a name.
type EventStats struct {
	Queue  string `json:"queue"`
	Queued uint64 `json:"queued"` // events that wait; 0 where nobody tells
	Read   uint64 `json:"read"`
	Lost   uint64 `json:"lost"` // found no room, as far as readers were told
}

func eventStats() (all []EventStats) {
	observedEvents.mutex.Lock()
	them := slices.Clone(observedEvents.all)
	queued := make([]func() uint64, len(them))
	for i, one := range them {
		all = append(all, EventStats{Queue: one.name, Read: one.read.Load(), Lost: one.lost.Load()})
		queued[i] = one.queued
	}
	for _, one := range observedEvents.past {
		all = append(all, one)
	}
	observedEvents.mutex.Unlock()
	for i, ask := range queued { // it calls C
		if ask != nil {
			all[i].Queued = ask()
		}
	}
	slices.SortStableFunc(all, func(a, b EventStats) int { return cmp.Compare(a.Queue, b.Queue) })
	sums := all[:0]
	for _, one := range all {
		if n := len(sums); n != 0 && sums[n-1].Queue == one.Queue {
			sums[n-1].Queued += one.Queued
			sums[n-1].Read += one.Read
			sums[n-1].Lost += one.Lost
		} else {
			sums = append(sums, one)
		}
	}
	return sums
}
