// SPDX-License-Identifier: BSL-1.0

package sqlite

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Order, turns, wakes and late closes are ffiguard's: the shim has no lock, no atomic and no flag of its own.
func TestTheShimIsAboutSQLiteAlone(t *testing.T) {
	files, _ := filepath.Glob("../../sqlite/*.[hc]pp")
	if len(files) == 0 {
		t.Fatal("no shim")
	}
	own := regexp.MustCompile(`mutex|atomic|condition_variable|thread|lock_guard|is_closed|bool \w+_?(;| =|\{)|volatile`)
	lines := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		must(t, err)
		for number, line := range strings.Split(string(text), "\n") {
			if strings.HasPrefix(line, "#include <ffiguard/") {
				continue
			}
			code, _, _ := strings.Cut(line, "//")
			// The natives of Java stand on the same shim.
			if strings.TrimSpace(code) != "" && !strings.HasSuffix(name, "_jni.cpp") {
				lines++
			}
			if what := own.FindString(code); what != "" && !strings.Contains(code, "const bool") {
				t.Errorf("%s:%d: %q: %s", name, number+1, what, line)
			}
		}
	}
	if lines >= 460 {
		t.Errorf("the shim has %d lines of code", lines)
	}
}
