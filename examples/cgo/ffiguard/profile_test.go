// SPDX-License-Identifier: BSL-1.0

package ffiguard

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// written is a file that p has written.
func written(t *testing.T, p *Profile) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), p.Name()+".pb.gz")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := p.WriteTo(f, 0); err != nil {
		t.Fatal(err)
	}
	return path
}

// pprof is what `go tool pprof` makes of it.
func pprof(t *testing.T, arguments ...string) string {
	t.Helper()
	command := exec.Command("go", append([]string{"tool", "pprof"}, arguments...)...)
	command.Env = append(os.Environ(), "CGO_ENABLED=0") // whatever the flags of this test
	text, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return string(text)
}

func wantLine(t *testing.T, text, pattern string) {
	t.Helper()
	if !regexp.MustCompile(`(?m)` + pattern).MatchString(text) {
		t.Errorf("no line %q in\n%s", pattern, text)
	}
}

//go:noinline
func leakThings(name string, count int) (all []*Handle) {
	for range count {
		all = append(all, openThing(name)) // the line of the leak
	}
	return all
}

func closeAll(all []*Handle) {
	for _, h := range all {
		h.Close()
	}
}

func TestPprofShowsWhereLiveHandlesWereOpened(t *testing.T) {
	atLevel(t, LevelRecord)
	before := written(t, Live)
	all := leakThings("pprof", 7)
	defer closeAll(all)
	path := written(t, Live)

	wantLine(t, pprof(t, "-top", "-tagfocus=type=pprof", path), `^ +7 .* 7 .*ffiguard\.openThing$`)
	wantLine(t, pprof(t, "-top", "-cum", "-tagfocus=type=pprof", path), ` 7 .*ffiguard\.leakThings$`)
	wantLine(t, pprof(t, "-top", "-lines", "-cum", "-tagfocus=type=pprof", path), ` 7 .*leakThings .*profile_test\.go:\d+$`)
	traces := pprof(t, "-traces", "-tagfocus=type=pprof", path)
	wantLine(t, traces, `^ +type: *pprof$`)
	wantLine(t, traces, `^ +held_by: *Go$`)
	wantLine(t, traces, `^ +7 +.*openThing$`)
	tags := pprof(t, "-tags", "-tagfocus=type=pprof", path)
	wantLine(t, tags, `^ +7 .*pprof$`)
	wantLine(t, pprof(t, "-raw", path), `^inuse_objects/count\[dflt\] inuse_space/bytes$`)

	wantLine(t, pprof(t, "-top", "-diff_base="+before, path), `^ +7 .*ffiguard\.openThing$`)
	closeAll(all)
	if text := pprof(t, "-top", "-diff_base="+before, written(t, Live)); strings.Contains(text, "openThing") {
		t.Error(text)
	}
}

func TestPprofShowsWhatWasAbandoned(t *testing.T) {
	atLevel(t, LevelRecord)
	listen(t)
	leakThings("pprof abandoned", 5)
	collectUntil(t, func() bool { return kindNamed("pprof abandoned").released.Load() == 5 })
	path := written(t, Abandoned)
	wantLine(t, pprof(t, "-top", "-tagfocus=type=pprof abandoned", path), `^ +5 .*ffiguard\.openThing$`)
	wantLine(t, pprof(t, "-raw", path), `^abandoned_objects/count\[dflt\]$`)
}

func heldOf(typeName string) []Held {
	return slices.DeleteFunc(AllHeld(), func(one Held) bool { return one.Type != typeName })
}

func TestEqualStacksAreOneWithTheirNumber(t *testing.T) {
	atLevel(t, LevelRecord)
	defer closeAll(leakThings("equal", 7))
	defer openThing("equal").Close()
	held := heldOf("equal")
	if len(held) != 2 || held[0].Count != 7 || held[1].Count != 1 || held[0].Estimated {
		t.Errorf("%+v", held)
	}
}

func TestEveryOneOf120000LiveHandlesIsInTheProfile(t *testing.T) {
	atLevel(t, LevelRecord)
	dropped := Observe().Dropped
	all := leakThings("crowd", 120000)
	defer func() { closeAll(all) }()
	before := written(t, Live)
	wantLine(t, pprof(t, "-top", "-tagfocus=type=crowd", before), `^ +120000 .*ffiguard\.openThing$`)
	all = append(all, leakThings("crowd", 1000)...)
	wantLine(t, pprof(t, "-top", "-cum", "-tagfocus=type=crowd", "-diff_base="+before, written(t, Live)), ` 1000 .*ffiguard\.leakThings$`)
	if n := Observe().Dropped; n != dropped {
		t.Error(n-dropped, "found no room")
	}
}

func TestTheNumbersOfATypeAreRightWhereNotEveryStackIsKept(t *testing.T) {
	atLevel(t, LevelCount)
	few := leakThings("few", 3)
	defer closeAll(few)
	many := leakThings("many", 5000)
	defer closeAll(many)
	atLevel(t, LevelRecord)
	later := leakThings("many", 10)
	defer closeAll(later)
	for name, want := range map[string]uint64{"few": 3, "many": 5010} {
		var sum uint64
		for _, one := range heldOf(name) {
			sum += one.Count
			if !one.Estimated && one.Count != 10 {
				t.Errorf("%+v", one)
			}
		}
		if sum != want {
			t.Errorf("%s: %d", name, sum)
		}
	}
}

func TestAnAgeIsToldByItsClass(t *testing.T) {
	for age, want := range map[time.Duration]time.Duration{
		0: 0, time.Second - 1: 0, time.Second: time.Second, 59 * time.Second: 10 * time.Second,
		time.Hour: time.Hour, 100 * 24 * time.Hour: 24 * time.Hour,
	} {
		if got := (Held{Oldest: age}).AgeClass(); got != want {
			t.Errorf("%v: %v", age, got)
		}
	}
}

func TestTheTextOfAProfileNamesNumbersAndLines(t *testing.T) {
	atLevel(t, LevelRecord)
	defer closeAll(leakThings("in text", 7))
	var text strings.Builder
	if err := Live.WriteTo(&text, 1); err != nil {
		t.Fatal(err)
	}
	wantLine(t, text.String(), `^ffiguard\.live: \d+ live \(\d+ opened, \d+ released, \d+ abandoned, 0 stacks dropped\), level record$`)
	wantLine(t, text.String(), `^7 in text, the oldest 0\.\d s\n\t.*openThing\n\t\t.*abandoned_test\.go:\d+$`)
}

func TestStatsAreOfEveryType(t *testing.T) {
	atLevel(t, LevelCount)
	all := leakThings("stats", 12)
	defer closeAll(all)
	closeAll(all[:5])
	now := Observe()
	for _, one := range now.Types {
		if one.Type == "stats" {
			if one != (TypeStats{"stats", 7, 12, 5, 0}) {
				t.Errorf("%+v", one)
			}
			if now.Live < 7 || now.Opened < 12 || now.Level != "count" {
				t.Errorf("%+v", now)
			}
			return
		}
	}
	t.Error("not found")
}

func TestWhatFindsNoRoomIsDroppedAndStillCounted(t *testing.T) {
	atLevel(t, LevelRecord)
	const over = 1000
	droppedBefore := dropped.Load()
	all := leakThings("very many", openingRoom+over)
	var sum uint64
	for _, one := range heldOf("very many") {
		sum += one.Count
	}
	if sum != openingRoom+over {
		t.Error("held:", sum)
	}
	if n := dropped.Load() - droppedBefore; n < over || n > 2*over { // others are open, too
		t.Error("dropped:", n)
	}
	closeAll(all)
	if held := heldOf("very many"); len(held) != 0 {
		t.Errorf("%+v", held)
	}
	defer openThing("after them").Close()
	if held := heldOf("after them"); len(held) != 1 || held[0].Estimated {
		t.Errorf("%+v", held)
	}
}

func TestManyGoroutinesOpenCloseAndAsk(t *testing.T) {
	atLevel(t, LevelRecord)
	var all sync.WaitGroup
	for range 4 {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := range 2000 {
				openThing("by many").Close()
				if i%500 == 0 {
					AllHeld()
					Observe()
				}
			}
		}()
	}
	all.Wait()
	if held := heldOf("by many"); len(held) != 0 || kindNamed("by many").opened.Load() < 8000 {
		t.Errorf("%+v", held)
	}
}
