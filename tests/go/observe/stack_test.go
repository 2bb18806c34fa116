// SPDX-License-Identifier: BSL-1.0

package observe

import (
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// At level stack the stack that C++ takes goes on in Go, because cgo keeps the chain of frame pointers.
func TestStackOfCppGoesOnInGo(t *testing.T) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		t.Skip("Go has no frame pointers here")
	}
	dir := t.TempDir()
	program := builtWithFramePointers(t, dir)
	run := exec.Command(program, dir)
	run.Env = append(os.Environ(), "FFIGUARD_OBSERVE_LEVEL=stack")
	if text, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	report := read(t, dir, "report.txt")
	file, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	base := ^uint64(0)
	for _, segment := range file.Progs {
		if segment.Type == elf.PT_LOAD {
			base = min(base, segment.Vaddr)
		}
	}
	var addresses strings.Builder
	for _, found := range regexp.MustCompile(`called at .*plant\+0x([0-9a-f]+)`).FindAllStringSubmatch(report, -1) {
		offset, err := strconv.ParseUint(found[1], 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&addresses, "0x%x\n", base+offset)
	}
	name := exec.Command("go", "tool", "addr2line", program)
	name.Stdin = strings.NewReader(addresses.String())
	names, err := name.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, function := range []string{"runtime.cgocall", "example.invalid/ffiguard/examples/cgo/sqlite.(*DB).Prepare", "main.leak", "main.main"} {
		if !strings.Contains(string(names), "\n"+function+"\n") {
			t.Errorf("no %s in\n%s\nof\n%s", function, names, report)
		}
	}
}

// builtWithFramePointers is the planted program, in dir, as bpftrace and the level stack want it.
func builtWithFramePointers(t *testing.T, dir string) (program string) {
	t.Helper()
	program = filepath.Join(dir, "plant")
	build := exec.Command("go", "build", "-o", program, "./plant")
	build.Env = append(os.Environ(), "CGO_CPPFLAGS="+os.Getenv("CGO_CPPFLAGS")+" -DFFIGUARD_OBSERVE=1",
		"CGO_CFLAGS=-O2 -fno-omit-frame-pointer", "CGO_CXXFLAGS=-g -O2 -fno-omit-frame-pointer")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return program
}
