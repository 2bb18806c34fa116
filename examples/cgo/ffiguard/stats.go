// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"cmp"
	"slices"
)

// Stats are the counts of [Observe].
type Stats struct {
	Level     string `json:"level"`
	Live      uint64 `json:"live"`
	Opened    uint64 `json:"opened"`
	Released  uint64 `json:"released"`  // by Close or by the garbage collector
	Abandoned uint64 `json:"abandoned"` // never closed: the garbage collector found them
	Dropped   uint64 `json:"dropped"`   // openings whose stack found no room
	// Violations is the misuse that C++ has reported, CppDropped are its records that found no room.
	Violations uint64         `json:"violations"`
	CppDropped uint64         `json:"cpp_dropped"`
	Types      []TypeStats    `json:"types"`     // of Handles, the most live first
	Cpp        []CppTypeStats `json:"cpp"`       // of C++, where it is compiled with FFIGUARD_OBSERVE=1
	Callbacks  uint64         `json:"callbacks"` // that are not released, see [NewCallback]
	Events     []EventStats   `json:"events"`
}

// TypeStats are the counts of the Handles of one type. Its name is that of [NewHandleOf], or of the
// function that calls [NewHandle].
type TypeStats struct {
	Type      string `json:"type"`
	Live      uint64 `json:"live"`
	Opened    uint64 `json:"opened"`
	Released  uint64 `json:"released"`
	Abandoned uint64 `json:"abandoned"`
}

// Observe returns the present counts of the Handles that were opened above [LevelOff], and those of
// C++. Safe for concurrent use. The numbers of one type are consistent; an object that is opened or
// closed meanwhile may be in one number and not in another.
func Observe() Stats {
	cpp := cppTotals()
	all := Stats{Level: CurrentLevel().String(), Dropped: dropped.Load(), Violations: uint64(cpp.violations),
		CppDropped: uint64(cpp.dropped), Cpp: cppTypes(), Callbacks: uint64(Callbacks()), Events: eventStats()}
	at := map[string]int{}
	allKinds(func(k *kind) {
		n, known := at[k.name]
		if !known {
			n = len(all.Types)
			at[k.name] = n
			all.Types = append(all.Types, TypeStats{Type: k.name})
		}
		released := k.released.Load() // before opened: live is at least 0
		abandoned := k.abandoned.Load()
		opened := k.opened.Load()
		to := &all.Types[n]
		to.Opened += opened
		to.Released += released
		to.Abandoned += abandoned
		to.Live += opened - released
		all.Opened += opened
		all.Released += released
		all.Abandoned += abandoned
		all.Live += opened - released
	})
	slices.SortFunc(all.Types, func(a, b TypeStats) int {
		return cmp.Or(cmp.Compare(b.Live, a.Live), cmp.Compare(a.Type, b.Type))
	})
	return all
}
