// SPDX-License-Identifier: BSL-1.0

// Package observe tests that a leak is told with its number and line by everything that observes, also in
// a stripped program.
package observe

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// lineOf is "main.go:12" for the line of plant/main.go that has the mark.
func lineOf(t *testing.T, mark string) string {
	t.Helper()
	source, err := os.ReadFile("plant/main.go")
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(source), "\n") {
		if strings.HasSuffix(line, "// "+mark) {
			return fmt.Sprintf("main.go:%d", i+1)
		}
	}
	t.Fatal("no line is marked", mark)
	return ""
}

// planted is the directory in which the program has written.
func planted(t *testing.T, level string, build ...string) (program, dir, logged string) {
	t.Helper()
	dir = t.TempDir()
	program = filepath.Join(dir, "plant")
	command := exec.Command("go", append(append([]string{"build", "-o", program}, build...), "./plant")...)
	command.Env = append(os.Environ(), "CGO_CPPFLAGS="+os.Getenv("CGO_CPPFLAGS")+" -DFFIGUARD_OBSERVE=1",
		"CGO_CXXFLAGS=-g -O2") // not those of a test that is built with AddressSanitizer
	if text, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	run := exec.Command(program, dir)
	run.Env = append(os.Environ(), "FFIGUARD_OBSERVE_LEVEL="+level)
	text, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return program, dir, string(text)
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func want(t *testing.T, text, pattern string) {
	t.Helper()
	if !regexp.MustCompile(`(?m)` + pattern).MatchString(text) {
		t.Errorf("no line %q in\n%s", pattern, text)
	}
}

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

func testPlanted(t *testing.T, build ...string) {
	program, dir, logged := planted(t, "record", build...)
	leak, abandon := lineOf(t, "LEAK"), lineOf(t, "ABANDON")

	want(t, logged, `WARN ffiguard: never closed, .*type=meter\.New opened=.*main\.abandon \(.*`+abandon+`\)`)
	if strings.Count(logged, "\n") != 1 {
		t.Error("told more than once:", logged)
	}

	var stats ffiguard.Stats
	if err := json.Unmarshal([]byte(read(t, dir, "stats.json")), &stats); err != nil {
		t.Fatal(err)
	}
	if len(stats.Types) != 1 || stats.Types[0] != (ffiguard.TypeStats{
		Type: "meter.New", Live: 7, Opened: 32, Released: 25, Abandoned: 5}) {
		t.Errorf("%+v", stats)
	}
	if len(stats.Cpp) != 1 || stats.Cpp[0] != (ffiguard.CppTypeStats{
		Type: "meter", Live: 7, Opened: 32, Released: 25}) {
		t.Errorf("%+v", stats)
	}

	want(t, read(t, dir, "report.txt"), `^ffiguard: 7 open \(32 opened, 0 records dropped, 0 violations, 1 shared objects\)$`)
	want(t, read(t, dir, "report.txt"), `^7 meter opened at `)
	want(t, read(t, dir, "live.txt"), `^ffiguard\.live: 7 live \(32 opened, 25 released, 5 abandoned, 0 stacks dropped\), level record$`)
	want(t, read(t, dir, "live.txt"), `^7 meter\.New, the oldest .*\n\tC\+\+ .*plant\+0x[0-9a-f]+\)?\n\t.*meter\.New\n.*\n\tmain\.leak\n\t\t.*`+leak+`$`)
	want(t, read(t, dir, "abandoned.txt"), `^5 meter\.New\n\t.*meter\.New\n.*\n\tmain\.abandon\n\t\t.*`+abandon+`$`)

	for _, arguments := range [][]string{{}, {program}} { // pprof must not name it anew by the program
		live := append(arguments, filepath.Join(dir, "live.pb.gz"))
		want(t, pprof(t, append([]string{"-top", "-lines", "-cum"}, live...)...), `^ +0 +0% .* 7 +100% +main\.leak .*`+leak+`$`)
		want(t, pprof(t, append([]string{"-top"}, live...)...), `^ +7 +100% +100% +7 +100% .*plant\+0x`)
		traces := pprof(t, append([]string{"-traces"}, live...)...)
		want(t, traces, `^ +type: *meter\.New$`)
		want(t, traces, `^ +7 +.*plant\+0x[0-9a-f]+\)?\n +.*meter\.New\n +main\.leak\n +main\.main$`)
		want(t, pprof(t, append([]string{"-tags"}, live...)...), `^ +7 .*meter\.New$`)
		want(t, pprof(t, append([]string{"-top", "-cum", "-diff_base", filepath.Join(dir, "before.pb.gz")}, live...)...), ` 7 .*main\.leak$`)
		abandoned := append(arguments, filepath.Join(dir, "abandoned.pb.gz"))
		want(t, pprof(t, append([]string{"-top", "-lines", "-cum"}, abandoned...)...), ` 5 +100% +main\.abandon .*`+abandon+`$`)
	}
}

func TestALeakIsToldWithItsNumberAndLine(t *testing.T) { testPlanted(t) }

func TestALeakInAStrippedProgramIsToldWithItsNumberAndLine(t *testing.T) {
	testPlanted(t, "-ldflags", "-s -w")
}

func TestAtTheDefaultLevelTheNumbersAreRight(t *testing.T) {
	_, dir, _ := planted(t, "")
	want(t, read(t, dir, "live.txt"), `^ffiguard\.live: 7 live \(32 opened, 25 released, 5 abandoned, 0 stacks dropped\), level count$`)
	want(t, read(t, dir, "report.txt"), `^7 meter open of 32 opened$`)
	want(t, pprof(t, "-top", filepath.Join(dir, "live.pb.gz")), `Showing nodes accounting for 7, 100% of 7 total$`)
	want(t, pprof(t, "-top", filepath.Join(dir, "abandoned.pb.gz")), `Showing nodes accounting for 5, 100% of 5 total$`)
}

// Of 32 meters, 5 had one reading before they were abandoned and 25 were closed.
func TestCallsAreCountedAndTimedByFunction(t *testing.T) {
	_, dir, _ := planted(t, "count")
	var calls []ffiguard.CallTimes
	if err := json.Unmarshal([]byte(read(t, dir, "calls.json")), &calls); err != nil {
		t.Fatal(err)
	}
	counts := map[string]uint64{}
	for _, one := range calls {
		counts[one.Function] = one.Count
		if one.P50 > one.P99 || one.P99 > one.P999 || one.P999 > one.Max || one.Sum <= 0 {
			t.Errorf("%+v", one)
		}
	}
	if len(counts) != 3 || counts["meter_new"] != 32 || counts["meter_add"] != 5 || counts["meter_release"] != 25 {
		t.Errorf("%+v", counts)
	}

	if exec.Command("python3", "-c", "import prometheus_client").Run() != nil {
		t.Skip("skipped: OpenMetrics of calls, read by a parser: no prometheus_client")
	}
	parse := exec.Command("python3", "-c", `import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
for family in parse(open(sys.argv[1]).read()):
    for s in family.samples:
        if s.labels.get("le", "+Inf") == "+Inf":
            print(family.type, s.name, s.labels.get("function") or s.labels.get("type"), s.value)`,
		filepath.Join(dir, "metrics.txt"))
	parsed, err := parse.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s\n%s", err, parsed, read(t, dir, "metrics.txt"))
	}
	want(t, string(parsed), `^histogram ffiguard_call_duration_seconds_bucket meter_new 32$`)
	want(t, string(parsed), `^histogram ffiguard_call_duration_seconds_count meter_release 25$`)
	want(t, string(parsed), `^gauge ffiguard_handles_live meter\.New 7$`)
}
