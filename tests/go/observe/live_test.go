// SPDX-License-Identifier: BSL-1.0

package observe

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// logged is what a command writes, and may be read meanwhile.
type logged struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (l *logged) Write(text []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(text)
}

func (l *logged) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.String()
}

// tracer is a script of examples/observe on a live process.
type tracer struct {
	script string
	logged logged
	run    *exec.Cmd
}

func attach(t *testing.T, script string, pid int, arguments ...string) *tracer {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../../examples/observe", script))
	if err != nil {
		t.Fatal(err)
	}
	// It tidies up only, and now and then bpftrace 0.17 cannot load it on a busy machine.
	text = regexp.MustCompile(`(?ms)^END [^\n]*\}$|^END\n.*?^\}$`).ReplaceAll(text, nil)
	copied := filepath.Join(t.TempDir(), script)
	if err := os.WriteFile(copied, text, 0o755); err != nil {
		t.Fatal(err)
	}
	one := &tracer{script: script}
	one.run = exec.Command(copied, append([]string{"-B", "line", "-p", fmt.Sprint(pid)}, arguments...)...)
	one.run.Env = append(os.Environ(), "__BPFTRACE_NOTIFY_PROBES_ATTACHED=1")
	one.run.Stdout, one.run.Stderr = &one.logged, &one.logged
	if err := one.run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { one.run.Process.Kill() })
	for end := time.Now().Add(60 * time.Second); !strings.Contains(one.logged.String(), "NOTIFY_PROBES_ATTACHED"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) || strings.Contains(one.logged.String(), "syntax error") {
			t.Fatalf("%s is not attached: %s", script, one.logged.String())
		}
	}
	return one
}

// end has it print what it has seen.
func (one *tracer) end(t *testing.T) string {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- one.run.Wait() }()
	for range 4 { // bpftrace misses one now and then, and a second one ends it while it prints
		one.run.Process.Signal(syscall.SIGINT)
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("%s: %v", one.script, err)
			}
			return one.logged.String()
		case <-time.After(20 * time.Second):
		}
	}
	t.Fatalf("%s does not end: %s", one.script, one.logged.String())
	return ""
}

func TestBpftraceSeesThePlantedNumbersInTheLiveProcess(t *testing.T) {
	if _, err := exec.LookPath("bpftrace"); err != nil {
		t.Skip("skipped: bpftrace on a live Go program: it is not installed")
	}
	if os.Geteuid() != 0 {
		t.Skip("skipped: bpftrace on a live Go program: it needs root")
	}
	if text, err := exec.Command("timeout", "20", "bpftrace", "-e", "BEGIN { exit(); }").CombinedOutput(); err != nil {
		t.Skipf("skipped: bpftrace on a live Go program: %v: %s", err, text)
	}
	dir := t.TempDir()
	plant := exec.Command(builtWithFramePointers(t, dir), dir, "waits")
	plant.Env = append(os.Environ(), "FFIGUARD_OBSERVE_LEVEL=count") // the probes tell each all the same
	input, err := plant.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := plant.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := plant.Start(); err != nil {
		t.Fatal(err)
	}
	defer plant.Process.Kill()
	answers := bufio.NewScanner(output)
	if !answers.Scan() || answers.Text() != "ready" {
		t.Fatal(answers.Text())
	}
	live := attach(t, "live.bt", plant.Process.Pid)
	leaks := attach(t, "leaks.bt", plant.Process.Pid, "600")
	violations := attach(t, "violations.bt", plant.Process.Pid)
	io.WriteString(input, "go\n")
	if !answers.Scan() || answers.Text() != "planted" {
		t.Fatal(answers.Text())
	}

	numbers := live.end(t)
	want(t, numbers, `^@open\[std::unique_ptr<.*statement>\]: 7$`)
	want(t, numbers, `^@open\[std::unique_ptr<.*database>\]: 1$`)
	want(t, numbers, `^@open\[meter\]: 0$`)
	want(t, numbers, `^@opened\[meter\]: 25$`)
	want(t, numbers, `^@closed\[meter\]: 25$`)
	want(t, numbers, `^@abandoned\[meter\.New\]: 5$`)
	left := leaks.end(t)
	want(t, left, `^@left_by_type\[std::unique_ptr<.*statement>\]: 7$`)
	want(t, left, `^@left\[std::unique_ptr<[^,]*statement>, *(\n +.*)*\n +main\.leak\+\d+(\n +.*)*\n\]: 7$`)
	want(t, violations.end(t), `^@violations\[double release\]: 4$`)
	input.Close()
	if err := plant.Wait(); err != nil {
		t.Error(err)
	}
}
