// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"fmt"
	"log/slog"
	"runtime"
	"sync/atomic"
	"time"
)

// Abandonment reports a Handle that was never closed: the garbage collector has released it. This
// is certain, not a guess. See [OnAbandoned].
type Abandonment struct {
	Type  string          // as in [TypeStats]
	Stack []runtime.Frame // of the opening, NewHandle's caller first; empty where it was not kept
	Age   time.Duration   // 0 where the stack was not kept
}

// Place is the line that called NewHandle, and its callers up to the first of another package: a
// constructor's line alone would be the same for all. "" if the stack was not kept.
func (a Abandonment) Place() string { return placeText(a.Stack) }

func placeText(stack []runtime.Frame) (text string) {
	for i, frame := range stack {
		if i != 0 {
			text += ", called by "
		}
		text += fmt.Sprintf("%s (%s:%d)", frame.Function, frame.File, frame.Line)
		if packageOf(frame.Function) != packageOf(stack[0].Function) {
			break
		}
	}
	return text
}

// packageOf is "a.b/c" of "a.b/c.(*T).f".
func packageOf(function string) string {
	dot := len(function)
	for i := len(function) - 1; i >= 0 && function[i] != '/'; i-- {
		if function[i] == '.' {
			dot = i
		}
	}
	return function[:dot]
}

var onAbandoned atomic.Pointer[func(Abandonment)]

func init() { OnAbandoned(logAbandoned) }

// OnAbandoned makes ffiguard call tell for the first abandoned Handle of each place, on a separate
// goroutine. If the stack was not kept (see [Level]), only for the first of its type. If tell is
// nil, nothing is called. Until you call OnAbandoned, the default logger of log/slog gets a
// warning.
func OnAbandoned(tell func(Abandonment)) {
	if tell == nil {
		tell = func(Abandonment) {}
	}
	onAbandoned.Store(&tell)
}

func logAbandoned(a Abandonment) {
	place := a.Place()
	if place == "" {
		place = "not known; FFIGUARD_OBSERVE_LEVEL=record keeps every place"
	}
	slog.Warn("ffiguard: never closed, released by the garbage collector", "type", a.Type, "opened", place)
}

// countAbandoned is for the first attempt of the collector to release it.
func (o *owned) countAbandoned() {
	if o.kind == nil {
		return
	}
	o.kind.abandoned.Add(1)
	tellTracers(o.kind.name, o.token)
	told := Abandonment{Type: o.kind.name}
	reported := &o.kind.reported
	if o.opening != nil {
		p := o.opening.place
		p.abandoned.Add(1)
		reported = &p.reported
		told.Age = time.Since(o.opening.since)
		told.Stack = openedBy(p.pcs)
	}
	if reported.CompareAndSwap(false, true) {
		(*onAbandoned.Load())(told)
	}
}
