// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"cmp"
	"runtime"
	"slices"
	"time"
)

// Held is resources of one type that were opened at one place and are about as old as each other.
type Held struct {
	Type  string
	Count uint64
	// Bytes is their size as C++ reports it; 0 if it has no record of them, or their type does not
	// report it.
	Bytes uint64
	// Oldest is the age of the oldest, 0 if no stack was kept.
	Oldest time.Duration
	// Stack is the stack of the opening in Go, NewHandle's caller first. Empty if none was kept, and
	// for resources that only C++ knows.
	Stack []runtime.Frame
	// Cpp is where C++ took the resource, "function+0x3f (library.so+0x11f3)"; "" if it has no record.
	Cpp string
	// OnlyCpp: no Handle owns it, but an owner in C++, or a program that has the plain token.
	OnlyCpp bool
	// Estimated: not every stack of the type was kept. The counts of one type still add up to what is
	// live.
	Estimated bool

	place    *place
	cppPlace uint64
}

// ages are the limits of the age groups: a group begins at each.
var ages = [...]time.Duration{0, time.Second, 10 * time.Second, time.Minute, 10 * time.Minute, time.Hour, 24 * time.Hour}

// AgeClass returns the lower limit of Oldest's age group: 0, 1 s, 10 s, 1 min, 10 min, 1 h, 1 day.
func (h Held) AgeClass() time.Duration {
	for i := len(ages) - 1; i > 0; i-- {
		if h.Oldest >= ages[i] {
			return ages[i]
		}
	}
	return 0
}

type heldKey struct {
	place    *place
	cppPlace uint64
	typeName string
	age      time.Duration
	onlyCpp  bool
}

type heldGroups map[heldKey]*Held

func (all heldGroups) add(one Held) {
	if one.Count == 0 && one.Bytes == 0 {
		return
	}
	key := heldKey{one.place, one.cppPlace, one.Type, one.AgeClass(), one.OnlyCpp}
	to := all[key]
	if to == nil {
		to = &one
		if one.place != nil {
			to.Stack = openedBy(one.place.pcs)
		}
		to.Cpp = cppPlaceText(one.cppPlace)
		all[key] = to
		return
	}
	to.Count += one.Count
	to.Bytes += one.Bytes
	to.Oldest = max(to.Oldest, one.Oldest)
}

func (all heldGroups) sorted() []Held { return sortedHeld(all) }

func sortedHeld[Key comparable](all map[Key]*Held) []Held {
	list := make([]Held, 0, len(all))
	for _, one := range all {
		list = append(list, *one)
	}
	slices.SortFunc(list, func(a, b Held) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(b.Oldest, a.Oldest), cmp.Compare(a.Type, b.Type))
	})
	return list
}

// AllHeld returns what is open now, the most first: every Handle, and at [LevelRecord] also
// resources that only C++ has a record of. Bytes without a record in C++, such as all at
// [LevelCount], are separate entries, by the type in C++, with the Count 0. Safe for concurrent
// use; its cost grows with the number of records.
func AllHeld() []Held {
	byCpp := heldByCpp()
	open := map[*kind][]opening{}
	allOpenings(func(o *opening) { open[o.place.kind] = append(open[o.place.kind], *o) })
	now := time.Now()

	records := make(map[Token]cppHeld, len(byCpp))
	for _, one := range byCpp {
		records[one.token] = one
	}
	groups := heldGroups{}
	owned := map[Token]bool{}
	allKinds(func(k *kind) {
		for _, o := range open[k] {
			owned[o.token] = true
		}
		groups.addKind(k, open[k], records, now)
	})
	recordsAll := CurrentLevel() == LevelRecord
	if recordsAll {
		groups.addOnlyCpp(byCpp, owned)
	}
	groups.addUnrecordedBytes(byCpp, func(token Token) bool { return recordsAll || owned[token] })
	return groups.sorted()
}

// addKind adds as many as are live: recorded ones one by one, sampled ones in proportion to the
// samples.
func (all heldGroups) addKind(k *kind, open []opening, records map[Token]cppHeld, now time.Time) {
	var alone, weights uint64
	for _, o := range open {
		weights += o.weight
		if o.weight == 0 {
			alone++
		}
	}
	rest := k.live() - min(k.live(), alone)
	var before uint64
	for _, o := range open {
		cpp := records[o.token]
		one := Held{Type: k.name, Count: 1, Bytes: cpp.bytes, Oldest: now.Sub(o.since), place: o.place, cppPlace: cpp.place}
		if o.weight != 0 {
			one.Count = (before+o.weight)*rest/weights - before*rest/weights
			one.Estimated = true
			before += o.weight
		}
		all.add(one)
	}
	if weights == 0 {
		all.add(Held{Type: k.name, Count: rest, Estimated: true})
	}
}

// addOnlyCpp leaves out resources that were closed meanwhile: their Handles are already gone.
func (all heldGroups) addOnlyCpp(before []cppHeld, owned map[Token]bool) {
	still := map[Token]bool{}
	for _, one := range heldByCpp() {
		still[one.token] = true
	}
	for _, one := range before {
		if still[one.token] && !owned[one.token] {
			all.add(Held{Type: one.typeName, Count: 1, Bytes: one.bytes, Oldest: one.age, OnlyCpp: true, cppPlace: one.place})
		}
	}
}

// addUnrecordedBytes adds bytes that C++ counts but no entry has, so that the sum is right at every
// level.
func (all heldGroups) addUnrecordedBytes(byCpp []cppHeld, isTold func(Token) bool) {
	told := map[string]uint64{}
	for _, one := range byCpp {
		if isTold(one.token) {
			told[one.typeName] += one.bytes
		}
	}
	for _, t := range cppTypes() {
		if recorded := told[t.Type[:min(len(t.Type), heldTypeRoom)]]; t.Bytes > recorded {
			all.add(Held{Type: t.Type, Bytes: t.Bytes - recorded, OnlyCpp: true, Estimated: true})
		}
	}
}

// AllAbandoned returns what the garbage collector has found so far, by type and place, the most
// first. See [OnAbandoned].
func AllAbandoned() []Held {
	groups := heldGroups{}
	known := map[*kind]uint64{}
	allPlaces(func(p *place) {
		n := p.abandoned.Load()
		known[p.kind] += n
		groups.add(Held{Type: p.kind.name, Count: n, place: p})
	})
	allKinds(func(k *kind) {
		all := k.abandoned.Load()
		groups.add(Held{Type: k.name, Count: all - min(all, known[k]), Estimated: true})
	})
	return groups.sorted()
}
