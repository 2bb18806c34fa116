// SPDX-License-Identifier: BSL-1.0

package ffiguard

import (
	"bytes"
	"log"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// atLevel ends with the test.
func atLevel(t *testing.T, l Level) {
	t.Helper()
	before := CurrentLevel()
	if err := SetLevel(l); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { SetLevel(before) })
}

// heard collects what OnAbandoned tells until the test ends.
type heard struct {
	mu  sync.Mutex
	all []Abandonment
}

func listen(t *testing.T) *heard {
	var h heard
	OnAbandoned(func(a Abandonment) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.all = append(h.all, a)
	})
	t.Cleanup(func() { OnAbandoned(logAbandoned) })
	return &h
}

func (h *heard) of(typeName string) (some []Abandonment) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, a := range h.all {
		if a.Type == typeName {
			some = append(some, a)
		}
	}
	return some
}

// collectUntil collects garbage until done.
func collectUntil(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain")
		}
		runtime.GC()
	}
}

func kindNamed(name string) (found *kind) {
	allKinds(func(k *kind) {
		if k.name == name {
			found = k
		}
	})
	return found
}

func nothing(Token) error { return nil }

//go:noinline
func openThing(name string) *Handle { return NewHandleOf(name, 7, nothing) }

func TestAnAbandonedHandleIsCountedAndItsPlaceIsToldOnce(t *testing.T) {
	atLevel(t, LevelRecord)
	all := listen(t)
	for range 5 {
		openThing("abandoned five times")
	}
	collectUntil(t, func() bool { return kindNamed("abandoned five times").released.Load() == 5 })
	if n := kindNamed("abandoned five times").abandoned.Load(); n != 5 {
		t.Errorf("%d abandoned", n)
	}
	told := all.of("abandoned five times")
	if len(told) != 1 {
		t.Fatalf("told %d times", len(told))
	}
	place := told[0].Place()
	if !strings.Contains(place, "openThing") || !strings.Contains(place, "abandoned_test.go:") {
		t.Error(place)
	}
	if len(told[0].Stack) < 2 || !strings.HasSuffix(told[0].Stack[1].Function, "PlaceIsToldOnce") {
		t.Error(told[0].Stack)
	}
}

func TestAClosedHandleIsNotAbandoned(t *testing.T) {
	atLevel(t, LevelRecord)
	all := listen(t)
	for range 5 {
		openThing("closed").Close()
	}
	openThing("the next")
	collectUntil(t, func() bool { return kindNamed("the next").released.Load() == 1 })
	if k := kindNamed("closed"); k.abandoned.Load() != 0 || k.live() != 0 || len(all.of("closed")) != 0 {
		t.Error("abandoned")
	}
}

func TestOfAnAbandonedHandleWithoutAPlaceItsTypeIsToldOnce(t *testing.T) {
	atLevel(t, LevelCount)
	all := listen(t)
	for range 1000 {
		openThing("without a place")
	}
	k := kindNamed("without a place")
	collectUntil(t, func() bool { return k.abandoned.Load() == 1000 })
	collectUntil(t, func() bool { return len(all.of("without a place")) != 0 })
	unknown := 0
	for _, told := range all.of("without a place") {
		if told.Place() == "" {
			unknown++
		}
	}
	if unknown != 1 {
		t.Errorf("told %d times", unknown)
	}
}

func TestARefusedAbandonedHandleIsCountedOnce(t *testing.T) {
	atLevel(t, LevelRecord)
	listen(t)
	calls := make(chan bool, 3)
	NewHandleOf("refused", 7, func(Token) error {
		calls <- true
		if len(calls) < 3 {
			return ErrInUse
		}
		return nil
	})
	k := kindNamed("refused")
	collectUntil(t, func() bool { return k.released.Load() == 1 })
	if k.abandoned.Load() != 1 || k.live() != 0 || len(calls) != 3 {
		t.Error(k.abandoned.Load(), k.live(), len(calls))
	}
}

func TestAnAbandonedHandleIsLogged(t *testing.T) {
	atLevel(t, LevelRecord)
	var text bytes.Buffer
	before := log.Writer()
	log.SetOutput(&text)
	openThing("logged")
	collectUntil(t, func() bool { return kindNamed("logged").released.Load() == 1 })
	log.SetOutput(before) // from here on nobody writes
	if !strings.Contains(text.String(), "type=logged") || !strings.Contains(text.String(), "abandoned_test.go:") {
		t.Error(text.String())
	}
}

func TestATypeIsNamedAfterTheFunctionThatOpensIt(t *testing.T) {
	open := func() *Handle { return NewHandle(7<<50, func(Token) error { return nil }) }
	open().Close()
	if k := kindNamed("ffiguard.TestATypeIsNamedAfterTheFunctionThatOpensIt.func1"); k == nil || k.opened.Load() == 0 {
		allKinds(func(k *kind) { t.Log(k.name) })
		t.Error("not found")
	}
}

func TestOffCountsNothing(t *testing.T) {
	atLevel(t, LevelOff)
	openThing("off").Close()
	if kindNamed("off") != nil {
		t.Error("counted")
	}
}

func TestManyOpeningsOfATypeAreSampledLessUntilOneIsAbandoned(t *testing.T) {
	var k kind
	sampled := func(from, to uint64) (n int) {
		for i := from; i <= to; i++ {
			if k.isSampled(i) {
				n++
			}
		}
		return n
	}
	near := func(n, want int) bool { return n > want*9/10 && n < want*11/10 }
	if n := sampled(1, 1<<14); !near(n, 128) || k.weight(1) != 128 {
		t.Error(n, "of the first")
	}
	if n := sampled(1<<14+1, 1<<20); !near(n, 1008) || k.weight(1<<20) != 1024 {
		t.Error(n, "of those behind")
	}
	k.abandoned.Store(1)
	if n := sampled(1<<14+1, 1<<20); !near(n, 8064) || k.weight(1<<20) != 128 {
		t.Error(n, "after one was abandoned")
	}
}

func TestALevelIsReadAsInCpp(t *testing.T) {
	for name, want := range map[string]Level{"off": LevelOff, "count": LevelCount, "sample": LevelSample,
		"record": LevelRecord, "stack": LevelRecord, "": LevelCount, "loud": LevelCount} {
		if got := levelNamed(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	if SetLevel(4) == nil || SetLevel(-1) == nil || Level(4).String() != "unknown level" {
		t.Error("there is no such level")
	}
}

func TestAReopenedHandleIsLiveAgain(t *testing.T) {
	atLevel(t, LevelRecord)
	h := openThing("reopened")
	k := kindNamed("reopened")
	h.Close()
	if k.live() != 0 {
		t.Error("live", k.live())
	}
	if !h.Reopened(func(Token) Status { return 0 }) || k.live() != 1 {
		t.Error("live", k.live())
	}
	if err := h.Close(); err != nil || k.live() != 0 {
		t.Error(err, k.live())
	}
}
