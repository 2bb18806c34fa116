// SPDX-License-Identifier: BSL-1.0

package ffipprof

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// get asks the default mux, on which net/http/pprof would serve /debug/pprof/ as a whole.
func get(t *testing.T, path string) (http.Header, string) {
	t.Helper()
	server := httptest.NewServer(http.DefaultServeMux)
	defer server.Close()
	answer, err := http.Get(server.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer.Status, err)
	}
	return answer.Header, string(body)
}

func TestPprofReadsTheProfileFromTheServer(t *testing.T) {
	h := ffiguard.NewHandleOf("fetched", 7, func(ffiguard.Token) error { return nil })
	defer h.Close()
	server := httptest.NewServer(http.DefaultServeMux)
	defer server.Close()
	command := exec.Command("go", "tool", "pprof", "-top", "-tagfocus=type=fetched", server.URL+"/debug/pprof/ffiguard.live")
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "PPROF_TMPDIR="+t.TempDir())
	text, err := command.CombinedOutput()
	if err != nil || !strings.Contains(string(text), "Type: inuse_objects") || !strings.Contains(string(text), "nodes accounting for 1,") {
		t.Errorf("%v: %s", err, text)
	}
}

func TestTheProfilesAndNumbersAreServed(t *testing.T) {
	h := ffiguard.NewHandleOf("served", 7, func(ffiguard.Token) error { return nil })
	defer h.Close()
	for _, name := range []string{"ffiguard.live", "ffiguard.abandoned"} {
		header, body := get(t, "/debug/pprof/"+name)
		if !strings.HasPrefix(body, "\x1f\x8b") || header.Get("Content-Type") != "application/octet-stream" {
			t.Errorf("%s: %v %.20q", name, header, body)
		}
		if _, body := get(t, "/debug/pprof/"+name+"?debug=1"); !strings.HasPrefix(body, name+": ") {
			t.Errorf("%.80q", body)
		}
	}
	_, body := get(t, "/debug/vars")
	var vars struct{ Ffiguard ffiguard.Stats }
	if err := json.Unmarshal([]byte(body), &vars); err != nil {
		t.Fatal(err)
	}
	for _, one := range vars.Ffiguard.Types {
		if one.Type == "served" && one.Live == 1 && one.Opened == 1 {
			return
		}
	}
	t.Error(body)
}

// A parser that Prometheus's own people keep reads it.
func TestTheServerWritesOpenMetrics(t *testing.T) {
	h := ffiguard.NewHandleOf("measured \"one\"\\\n", 7, func(ffiguard.Token) error { return nil })
	defer h.Close()
	header, text := get(t, "/debug/ffiguard/metrics")
	if !strings.HasPrefix(header.Get("Content-Type"), "application/openmetrics-text; version=1.0.0") {
		t.Error(header)
	}
	if exec.Command("python3", "-c", "import prometheus_client").Run() != nil {
		t.Skip("skipped: OpenMetrics read by a parser: no prometheus_client")
	}
	read := exec.Command("python3", "-c", `import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
for family in parse(sys.stdin.read()):
    for s in family.samples:
        print(family.type, s.name, s.labels.get("side"), repr(s.labels.get("type")), int(s.value))`)
	read.Stdin = strings.NewReader(text)
	parsed, err := read.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s\n%s", err, parsed, text)
	}
	for _, line := range []string{
		`gauge ffiguard_handles_live go 'measured "one"\\\n' 1`,
		`counter ffiguard_handles_opened_total go 'measured "one"\\\n' 1`,
		`counter ffiguard_handles_abandoned_total go 'measured "one"\\\n' 0`,
		`counter ffiguard_records_dropped_total go None 0`,
	} {
		if !strings.Contains(string(parsed), line+"\n") {
			t.Errorf("no %q in\n%s", line, parsed)
		}
	}
}
