// SPDX-License-Identifier: BSL-1.0

package ffiguard

// #cgo noescape ffiguard_observe_held
// #cgo nocallback ffiguard_observe_held
// #cgo noescape ffiguard_observe_types
// #cgo nocallback ffiguard_observe_types
// #cgo noescape ffiguard_observe_totals
// #cgo nocallback ffiguard_observe_totals
// #cgo noescape ffiguard_observe_place
// #cgo nocallback ffiguard_observe_place
// #cgo noescape ffiguard_observe_abandoned
// #cgo nocallback ffiguard_observe_abandoned
// #cgo noescape ffiguard_observe_fire_held
// #cgo nocallback ffiguard_observe_fire_held
// #include <ffiguard/ffiguard.h>
import "C"

import (
	"time"
	"unsafe"
)

// cppHeld is a resource that C++ has a record of.
type cppHeld struct {
	token    Token
	place    uint64
	bytes    uint64
	age      time.Duration
	typeName string
}

// heldTypeRoom is the longest name of a type that a ffiguard_held has room for.
const heldTypeRoom = len(C.ffiguard_held{}._type) - 1

// heldByCpp is empty if no C++ is compiled with FFIGUARD_OBSERVE=1, or it does not record.
func heldByCpp() []cppHeld {
	there := uint64(C.ffiguard_observe_held(nil, 0))
	if there == 0 {
		return nil
	}
	raw := make([]C.ffiguard_held, there+there/8+64) // others may come meanwhile
	there = uint64(C.ffiguard_observe_held(unsafe.SliceData(raw), C.uint64_t(len(raw))))
	raw = raw[:min(there, uint64(len(raw)))]
	all := make([]cppHeld, len(raw))
	for i := range raw {
		one := &raw[i]
		all[i] = cppHeld{Token(one.value), uint64(one.place), uint64(one.bytes), time.Duration(one.age_ms) * time.Millisecond,
			C.GoString(&one._type[0])}
	}
	return all
}

// CppTypeStats is what C++ has counted for one of its types: the objects behind tokens, and what
// owners inside them hold.
type CppTypeStats struct {
	Type     string `json:"type"`
	Live     uint64 `json:"live"`
	Opened   uint64 `json:"opened"`
	Released uint64 `json:"released"`
	Disowned uint64 `json:"disowned"` // given away
	Refused  uint64 `json:"refused"`  // closes that were refused
	Bytes    uint64 `json:"bytes"`    // of what is live; 0 where the type does not tell them
}

func cppTypes() []CppTypeStats {
	there := uint64(C.ffiguard_observe_types(nil, 0))
	if there == 0 {
		return nil
	}
	raw := make([]C.ffiguard_type_totals, there+16)
	there = uint64(C.ffiguard_observe_types(unsafe.SliceData(raw), C.uint64_t(len(raw))))
	raw = raw[:min(there, uint64(len(raw)))]
	at := map[string]int{}
	var all []CppTypeStats
	for i := range raw {
		one := &raw[i]
		name := C.GoString(&one._type[0])
		n, known := at[name]
		if !known {
			n = len(all)
			at[name] = n
			all = append(all, CppTypeStats{Type: name})
		}
		to := &all[n] // a type that two shared objects use comes twice
		to.Live += uint64(one.live)
		to.Opened += uint64(one.opened)
		to.Released += uint64(one.released)
		to.Disowned += uint64(one.disowned)
		to.Refused += uint64(one.refused)
		to.Bytes += uint64(one.bytes)
	}
	return all
}

// cppTotals is of all C++ together.
func cppTotals() (all C.ffiguard_ledger_totals) {
	C.ffiguard_observe_totals(&all)
	return all
}

// cppPlaceText is "function+0x3f (library.so+0x11f3)"; "" for 0.
func cppPlaceText(place uint64) string {
	if place == 0 {
		return ""
	}
	var text [512]C.char
	C.ffiguard_observe_place(C.uint64_t(place), &text[0], C.uint64_t(len(text)))
	return C.GoString(&text[0])
}

// tellTracers fires the probe "abandoned".
func tellTracers(typeName string, token Token) {
	name := append([]byte(typeName), 0)
	C.ffiguard_observe_abandoned((*C.char)(unsafe.Pointer(unsafe.SliceData(name))), C.uint64_t(token))
}

// FireHeld fires the probe "held" for each resource that C++ has a record of, for a tracer
// (bpftrace) that was attached after they were opened. It returns how many, 0 if no tracer listens.
func FireHeld() uint64 { return uint64(C.ffiguard_observe_fire_held()) }
