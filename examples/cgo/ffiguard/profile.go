// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// Profile writes profiles for `go tool pprof` and similar tools. The methods are those of
// runtime/pprof.Profile, which does not fit: its Add keeps the stack of its caller, not that of the
// opening.
type Profile struct {
	name    string
	samples []sampleType
	collect func() []Held
}

// Live is the profile of what is open now: how many (inuse_objects, the default) and their bytes as
// C++ reports them (inuse_space), by the stacks of the openings in Go, with the place in C++ as the
// last frame. Each sample has the labels type, held_by (Go; C++ if no Handle owns it) and age, in
// seconds: the lower limit of its class, see [Held.AgeClass].
//
// Abandoned is the profile of the Handles that were never closed and that the garbage collector has
// found.
//
// Below [LevelRecord] the stack of one opening in 128 or more is kept. The numbers of each type are
// still right, and divided among its places in proportion to the samples; if a type has no sample,
// the place is "(place not recorded)".
var (
	Live = &Profile{"ffiguard.live", []sampleType{
		{"inuse_objects", "count", func(h Held) uint64 { return h.Count }},
		{"inuse_space", "bytes", func(h Held) uint64 { return h.Bytes }}}, AllHeld}
	Abandoned = &Profile{"ffiguard.abandoned", []sampleType{
		{"abandoned_objects", "count", func(h Held) uint64 { return h.Count }}}, AllAbandoned}
)

// Name is "ffiguard.live" or "ffiguard.abandoned".
func (p *Profile) Name() string { return p.name }

// Count is the sum of the samples.
func (p *Profile) Count() int {
	var sum uint64
	for _, one := range p.collect() {
		sum += one.Count
	}
	return int(sum)
}

// WriteTo writes a gzip-compressed profile.proto if debug is 0; text if it is 1. If it is 2, it
// writes a folded stack for each type and place, "main.main;main.serve;sqlite.(*DB).Prepare;place
// in C++;type count", from which examples/observe/flamegraph.py draws a flame graph.
func (p *Profile) WriteTo(w io.Writer, debug int) error {
	all := p.collect()
	if debug == 2 {
		return writeFolded(w, all)
	}
	if debug != 0 {
		return p.writeText(w, all)
	}
	packed := gzip.NewWriter(w)
	if _, err := packed.Write(encodeProfile(p.samples, all, time.Now())); err != nil {
		return err
	}
	return packed.Close()
}

func (p *Profile) writeText(w io.Writer, all []Held) error {
	var text strings.Builder
	now := Observe()
	fmt.Fprintf(&text, "%s: %d live (%d opened, %d released, %d abandoned, %d stacks dropped), level %s\n",
		p.name, now.Live, now.Opened, now.Released, now.Abandoned, now.Dropped, now.Level)
	for _, one := range all {
		fmt.Fprintf(&text, "\n%d %s", one.Count, one.Type)
		if one.Bytes != 0 {
			fmt.Fprintf(&text, ", %d bytes", one.Bytes)
		}
		if one.Oldest != 0 {
			fmt.Fprintf(&text, ", the oldest %.1f s", one.Oldest.Seconds())
		}
		if one.Estimated {
			text.WriteString(", estimated")
		}
		if one.OnlyCpp {
			text.WriteString(", no Handle owns it")
		}
		text.WriteByte('\n')
		if one.Cpp != "" {
			fmt.Fprintf(&text, "\tC++ %s\n", one.Cpp)
		}
		for _, frame := range one.Stack {
			fmt.Fprintf(&text, "\t%s\n\t\t%s:%d\n", frame.Function, frame.File, frame.Line)
		}
		if len(one.Stack) == 0 && !one.OnlyCpp {
			text.WriteString("\t" + notRecorded + "\n")
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func writeFolded(w io.Writer, all []Held) error {
	counts := map[string]uint64{}
	for _, one := range all {
		var frames []string
		for _, frame := range slices.Backward(one.Stack) {
			if frame.Function != "runtime.main" {
				frames = append(frames, frame.Function[strings.LastIndexByte(frame.Function, '/')+1:])
			}
		}
		switch {
		case one.Cpp != "":
			frames = append(frames, one.Cpp)
		case len(frames) == 0:
			frames = append(frames, notRecorded)
		}
		counts[strings.ReplaceAll(strings.Join(append(frames, one.Type), ";"), "\n", " ")] += one.Count
	}
	var text strings.Builder
	for _, stack := range slices.Sorted(maps.Keys(counts)) {
		if counts[stack] != 0 { // bytes alone
			fmt.Fprintf(&text, "%s %d\n", stack, counts[stack])
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

const notRecorded = "(place not recorded)"
