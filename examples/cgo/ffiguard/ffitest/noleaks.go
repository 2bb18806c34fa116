// SPDX-License-Identifier: BSL-1.0

package ffitest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// NoLeaks fails t if call leaves more open than before: Handles, Callbacks, and what C++ holds if
// it is compiled with FFIGUARD_OBSERVE=1. It names the type, how many, and the lines that opened
// them. Handles that the garbage collector has to release are leaks, too. Handles that other
// goroutines close within a second are not.
//
// Meanwhile everything is recorded, also for goroutines of other tests: objects that they leave
// open count.
func NoLeaks(t testing.TB, call func()) {
	t.Helper()
	level := ffiguard.CurrentLevel()
	if err := ffiguard.SetLevel(ffiguard.LevelRecord); err != nil {
		t.Fatal("ffitest:", err)
	}
	defer ffiguard.SetLevel(level)
	before := takeSnapshot()
	call()
	for end := time.Now().Add(time.Second); ; {
		left := takeSnapshot().without(before)
		if len(left) == 0 {
			return
		}
		if time.Now().After(end) {
			t.Errorf("ffitest: left open:\n%s", strings.Join(left, "\n"))
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// snapshot is how many there are of each type and place, in words.
type snapshot map[string]uint64

func takeSnapshot() snapshot {
	all := snapshot{}
	for _, one := range ffiguard.AllHeld() {
		if !one.Estimated { // those were opened before everything was recorded
			all[inWords("still open", one)] += one.Count
		}
	}
	for _, one := range ffiguard.HeldCallbacks() {
		if !one.Estimated {
			all[inWords("never let go", one)] += one.Count
		}
	}
	for _, one := range ffiguard.AllAbandoned() {
		if !one.Estimated {
			all[inWords("never closed, released by the garbage collector", one)] += one.Count
		}
	}
	return all
}

func (after snapshot) without(before snapshot) (left []string) {
	for words, count := range after {
		if count > before[words] {
			left = append(left, fmt.Sprintf("%d %s", count-before[words], words))
		}
	}
	return left
}

func inWords(how string, one ffiguard.Held) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s, %s", one.Type, how)
	if one.Cpp != "" {
		fmt.Fprintf(&text, "\n\tC++ %s", one.Cpp)
	}
	for _, frame := range one.Stack {
		fmt.Fprintf(&text, "\n\t%s\n\t\t%s:%d", frame.Function, frame.File, frame.Line)
	}
	return text.String()
}
