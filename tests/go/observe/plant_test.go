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
	"slices"
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
	program = built(t, dir, build...)
	run := exec.Command(program, dir)
	run.Env = append(os.Environ(), "FFIGUARD_OBSERVE_LEVEL="+level)
	text, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return program, dir, string(text)
}

func built(t *testing.T, dir string, build ...string) (program string) {
	t.Helper()
	program = filepath.Join(dir, "plant")
	command := exec.Command("go", append(append([]string{"build", "-o", program}, build...), "./plant")...)
	command.Env = append(os.Environ(), "CGO_CPPFLAGS="+os.Getenv("CGO_CPPFLAGS")+" -DFFIGUARD_OBSERVE=1",
		"CGO_CXXFLAGS=-g -O2") // not those of a test that is built with AddressSanitizer
	if text, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return program
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
	for line := range strings.Lines(logged) {
		if !strings.Contains(line, "never closed") && !regexp.MustCompile(
			`^ffiguard: double release: planted \(opened as sensor at .*plant.* by thread \d+, closed at .*plant.* by thread \d+\)\n$`).MatchString(line) {
			t.Error("logged:", line)
		}
	}
	if strings.Count(logged, "\n") != 1+4 {
		t.Error("not told once, and of 4 violations:", logged)
	}

	var stats ffiguard.Stats
	if err := json.Unmarshal([]byte(read(t, dir, "stats.json")), &stats); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(stats.Types, []ffiguard.TypeStats{
		{Type: "sqlite.(*DB).Prepare", Live: 7, Opened: 7},
		{Type: "sqlite.OpenFlags", Live: 1, Opened: 1},
		{Type: "meter.New", Opened: 25, Released: 25, Abandoned: 5}}) || stats.Violations != 4 {
		t.Errorf("%+v", stats)
	}
	cpp := map[string]ffiguard.CppTypeStats{}
	for _, one := range stats.Cpp {
		cpp[strings.TrimSuffix(one.Type[strings.LastIndexAny(one.Type, ":{<")+1:], ">")] = one
	}
	bytes := cpp["statement"].Bytes
	if s := cpp["statement"]; s.Live != 7 || s.Opened != 7 || bytes < 7*500 || cpp["meter"].Released != 25 || cpp["database"].Live != 1 {
		t.Errorf("%+v", cpp)
	}

	// The owner in each object is one of what only C++ knows.
	report := read(t, dir, "report.txt")
	want(t, report, `^ffiguard: 18 open \(49 opened, 0 records dropped, 4 violations, 1 shared objects\)$`)
	want(t, report, fmt.Sprintf(`^1 std::unique_ptr<.*database> opened at .*, %d bytes, with 7 below$`, bytes))
	want(t, report, `^7 owned_traits<sqlite3_finalize> opened at .*plant\+0x`)
	if n := strings.Count(read(t, dir, "held.jsonl"), "statement>\""); n != 7 {
		t.Error(n, "records of statements as JSON")
	}
	want(t, read(t, dir, "folded.txt"), `plant\+0x[0-9a-f]+;owned_traits<sqlite3_finalize> 7$`)
	want(t, read(t, dir, "live_folded.txt"), `^main\.main;main\.leak;sqlite\.\(\*DB\)\.Prepare;.*plant\+0x[0-9a-f]+\)?;sqlite\.\(\*DB\)\.Prepare 7$`)
	metrics := read(t, dir, "metrics.txt")
	want(t, metrics, `^ffiguard_handles_live\{side="go",type="sqlite\.\(\*DB\)\.Prepare"\} 7$`)
	want(t, metrics, `^ffiguard_handles_live\{side="cpp",type="[^"]*statement>"\} 7$`)
	want(t, metrics, fmt.Sprintf(`^ffiguard_handles_live_bytes\{side="cpp",type="[^"]*statement>"\} %d$`, bytes))
	want(t, metrics, `^ffiguard_handles_abandoned_total\{side="go",type="meter\.New"\} 5$`)
	want(t, metrics, `^ffiguard_release_queue_length\{side="cpp",queue="planted"\} 2$`)
	want(t, metrics, `^ffiguard_violations_total\{side="cpp"\} 4$`)
	want(t, metrics, `^ffiguard_records_dropped_total\{side="cpp"\} 0$`)

	want(t, read(t, dir, "live.txt"), `^ffiguard\.live: 8 live \(33 opened, 25 released, 5 abandoned, 0 stacks dropped\), level record$`)
	want(t, read(t, dir, "live.txt"), fmt.Sprintf(`^7 sqlite\.\(\*DB\)\.Prepare, %d bytes, the oldest .*\n\tC\+\+ .*plant\+0x[0-9a-f]+\)?\n\t.*sqlite\.\(\*DB\)\.Prepare\n.*\n\tmain\.leak\n\t\t.*`, bytes)+leak+`$`)
	want(t, read(t, dir, "abandoned.txt"), `^5 meter\.New\n\t.*meter\.New\n.*\n\tmain\.abandon\n\t\t.*`+abandon+`$`)

	for _, arguments := range [][]string{{}, {program}} { // pprof must not name it anew by the program
		live := append(arguments, filepath.Join(dir, "live.pb.gz"))
		byGo := append([]string{"-tagfocus=held_by=Go"}, live...)
		want(t, pprof(t, append([]string{"-top", "-lines", "-cum"}, byGo...)...), `^ +0 +0% .* 7 +[0-9.]+% +main\.leak .*`+leak+`$`)
		want(t, pprof(t, append([]string{"-top"}, byGo...)...), `^ +7 +[0-9.]+% .*plant\+0x`)
		traces := pprof(t, append([]string{"-traces"}, live...)...)
		want(t, traces, `^ +type: *sqlite\.\(\*DB\)\.Prepare$`)
		want(t, traces, `^ +7 +.*plant\+0x[0-9a-f]+\)?\n +.*sqlite\.\(\*DB\)\.Prepare\n +main\.leak\n +main\.main$`)
		want(t, pprof(t, append([]string{"-tags"}, live...)...), `^ +7 .*sqlite\.\(\*DB\)\.Prepare$`)
		want(t, pprof(t, append([]string{"-top", "-cum", "-diff_base", filepath.Join(dir, "before.pb.gz")}, live...)...), ` 7 .*main\.leak$`)
		want(t, pprof(t, append([]string{"-top", "-cum", "-sample_index=inuse_space", "-unit=B"}, live...)...), fmt.Sprintf(` %dB +100%% +main\.leak$`, bytes))
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
	want(t, read(t, dir, "live.txt"), `^ffiguard\.live: 8 live \(33 opened, 25 released, 5 abandoned, 0 stacks dropped\), level count$`)
	want(t, read(t, dir, "report.txt"), `^7 .*statement> open of 7 opened`)
	want(t, pprof(t, "-top", filepath.Join(dir, "live.pb.gz")), `Showing nodes accounting for 8, 100% of 8 total$`)
	// Without a record the bytes have no line in Go, and the type of C++.
	want(t, pprof(t, "-tags", "-sample_index=inuse_space", filepath.Join(dir, "live.pb.gz")), `100%\): .*statement>$`)
	want(t, pprof(t, "-top", filepath.Join(dir, "abandoned.pb.gz")), `Showing nodes accounting for 5, 100% of 5 total$`)
}

// Of 25 meters, 5 had one reading before they were abandoned; all were released.
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
	if len(counts) != 6 || counts["lite_prepare"] != 7 || counts["meter_new"] != 25 || counts["meter_add"] != 5 || counts["meter_release"] != 25 {
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
	want(t, string(parsed), `^histogram ffiguard_call_duration_seconds_bucket meter_new 25$`)
	want(t, string(parsed), `^histogram ffiguard_call_duration_seconds_count meter_release 25$`)
	want(t, string(parsed), `^gauge ffiguard_handles_live sqlite\.\(\*DB\)\.Prepare 7$`)
	want(t, string(parsed), `^counter ffiguard_violations_total None 4$`)
}

func TestACrashNamesTheFunctionTheTypeAndTheTokenThatWereInside(t *testing.T) {
	run := exec.Command(built(t, t.TempDir()), "crash")
	text, err := run.CombinedOutput()
	if run.ProcessState == nil || run.ProcessState.ExitCode() != 2 {
		t.Errorf("%v", err)
	}
	token, _, _ := strings.Cut(string(text), "\n")
	want(t, string(text), `^ffiguard: inside plant_crash, with sensor `+token+`\nSIGSEGV: segmentation violation$`)
	want(t, string(text), `^main\.main\(\)$`)
}
