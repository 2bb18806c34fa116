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
