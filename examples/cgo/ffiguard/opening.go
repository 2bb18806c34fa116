// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"hash/maphash"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// place is a stack that opened resources of one kind.
type place struct {
	kind      *kind
	pcs       []uintptr
	abandoned atomic.Uint64
	reported  atomic.Bool
	next      *place // of the same hash
}

// opening is the record of an open Handle: not the Handle itself, which it would keep.
type opening struct {
	place  *place
	token  Token
	since  time.Time
	weight uint64 // it stands for so many, of which the others have no record; 0: each has one

	previous, next *opening
}

// Memory is bounded: if there is no room, it is counted in dropped.
const (
	openingRoom = 1 << 18
	placeRoom   = 1 << 14
)

var (
	placeSeed  = maphash.MakeSeed()
	places     [16]placeShard
	openings   [64]openingShard
	placeCount atomic.Int64
	recorded   atomic.Int64
	dropped    atomic.Uint64
)

type placeShard struct {
	mu     sync.Mutex
	byHash map[uint64]*place
}

type openingShard struct {
	mu    sync.Mutex
	first *opening
	_     [48]byte
}

// placeOf returns nil if there is no room.
func placeOf(k *kind, pcs []uintptr) *place {
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(pcs))), len(pcs)*int(unsafe.Sizeof(uintptr(0))))
	hash := maphash.Bytes(placeSeed, bytes)
	shard := &places[hash%uint64(len(places))]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	for p := shard.byHash[hash]; p != nil; p = p.next {
		if p.kind == k && slices.Equal(p.pcs, pcs) {
			return p
		}
	}
	if placeCount.Load() >= placeRoom {
		return nil
	}
	placeCount.Add(1)
	if shard.byHash == nil {
		shard.byHash = map[uint64]*place{}
	}
	p := &place{kind: k, pcs: slices.Clone(pcs), next: shard.byHash[hash]}
	shard.byHash[hash] = p
	return p
}

func allPlaces(visit func(*place)) {
	for i := range places {
		shard := &places[i]
		shard.mu.Lock()
		for _, p := range shard.byHash {
			for ; p != nil; p = p.next {
				visit(p)
			}
		}
		shard.mu.Unlock()
	}
}

// record keeps the stack of an opening; nil if there is no room.
func record(k *kind, token Token, weight uint64) *opening {
	if recorded.Load() < openingRoom {
		var pcs [stackDepth]uintptr // on the stack: placeOf keeps a copy, of a new one only
		if p := placeOf(k, pcs[:runtime.Callers(1, pcs[:])]); p != nil {
			o := &opening{place: p, token: token, since: time.Now(), weight: weight}
			o.enter()
			return o
		}
	}
	dropped.Add(1)
	return nil
}

func (o *opening) shard() *openingShard {
	return &openings[uint64(o.token)*0x9E3779B97F4A7C15>>58]
}

func (o *opening) enter() {
	if o == nil {
		return
	}
	recorded.Add(1)
	shard := o.shard()
	shard.mu.Lock()
	defer shard.mu.Unlock()
	if o.next = shard.first; o.next != nil {
		o.next.previous = o
	}
	shard.first = o
}

func (o *opening) leave() {
	if o == nil {
		return
	}
	recorded.Add(-1)
	shard := o.shard()
	shard.mu.Lock()
	defer shard.mu.Unlock()
	if o.next != nil {
		o.next.previous = o.previous
	}
	if o.previous != nil {
		o.previous.next = o.next
	} else {
		shard.first = o.next
	}
	o.previous, o.next = nil, nil
}

// allOpenings calls visit for each; perhaps not for those that are opened or closed meanwhile.
func allOpenings(visit func(*opening)) {
	for i := range openings {
		shard := &openings[i]
		shard.mu.Lock()
		for o := shard.first; o != nil; o = o.next {
			visit(o)
		}
		shard.mu.Unlock()
	}
}
