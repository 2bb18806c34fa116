// SPDX-License-Identifier: BSL-1.0
package signals

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// child runs a test as a process of its own, and tells what it has printed and how it ended.
func child(t *testing.T, name string, environment ...string) (string, *exec.ExitError) {
	t.Helper()
	limit, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	command := exec.CommandContext(limit, os.Args[0], "-test.run=^"+name+"$")
	command.Env = append(os.Environ(), "FFIGUARD_CHILD=1")
	command.Env = append(command.Env, environment...)
	output, err := command.CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return string(output), ended
}

// inChild skips a test that is for child().
func inChild(t *testing.T) {
	t.Helper()
	if os.Getenv("FFIGUARD_CHILD") == "" {
		t.SkipNow()
	}
}

func send(t *testing.T) {
	t.Helper()
	if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
}

// A handler that chains: C++ and os/signal see SIGTERM both, and Go alone when the guard has ended.
func TestTermChainsToGo(t *testing.T) {
	came := make(chan os.Signal, 1)
	signal.Notify(came, syscall.SIGTERM)
	defer signal.Stop(came)
	before := terms()
	if !takeTerm(true) {
		t.Fatal("not taken")
	}
	for i := range 3 {
		send(t)
		<-came
		if got := terms() - before; got != i+1 {
			t.Fatalf("C++ saw %d of %d", got, i+1)
		}
	}
	if !giveTermBack() {
		t.Fatal("in use")
	}
	send(t)
	<-came
	if got := terms() - before; got != 3 {
		t.Fatalf("C++ saw %d after its guard had ended", got)
	}
}

// One that does not: Go sees nothing meanwhile.
func TestTermWithoutChain(t *testing.T) {
	came := make(chan os.Signal, 8)
	signal.Notify(came, syscall.SIGTERM)
	defer signal.Stop(came)
	before := terms()
	if !takeTerm(false) {
		t.Fatal("not taken")
	}
	send(t)
	for terms() == before {
		runtime.Gosched()
	}
	if !giveTermBack() {
		t.Fatal("in use")
	}
	send(t)
	<-came
	if len(came) != 0 {
		t.Fatal("Go has seen the one that C++ had taken")
	}
}

// Taken before Notify: Go's handler goes on top, and leads on to nobody.
func TestTermNotifiedLater(t *testing.T) {
	before := terms()
	if !takeTerm(true) {
		t.Fatal("not taken")
	}
	came := make(chan os.Signal, 1)
	signal.Notify(came, syscall.SIGTERM)
	defer signal.Stop(came)
	send(t)
	<-came
	if got := terms() - before; got != 1 {
		t.Fatalf("C++ saw %d", got)
	}
	if !giveTermBack() {
		t.Fatal("in use")
	}
}

// Where nobody asked for it, Go ends the process at SIGTERM: also through the chain.
func TestChildDiesOfTerm(t *testing.T) {
	inChild(t)
	if !takeTerm(true) {
		t.Fatal("not taken")
	}
	send(t)
	select {}
}

func TestTermThroughTheChainEndsTheProcess(t *testing.T) {
	output, ended := child(t, "TestChildDiesOfTerm")
	if ended == nil {
		t.Fatalf("lives: %s", output)
	}
	how := ended.Sys().(syscall.WaitStatus)
	if !how.Signaled() || how.Signal() != syscall.SIGTERM {
		t.Fatalf("%v: %s", ended, output)
	}
}

type node struct{ value int }

// panics dereferences nil in Go; true where that was a panic that could be recovered.
func panics(at *node) (recovered bool) {
	defer func() { recovered = recover() != nil }()
	at.value++
	return false
}

func nilDereferences(t *testing.T) {
	t.Helper()
	var all sync.WaitGroup
	for range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for range 200 {
				if !panics(nil) {
					t.Error("no panic")
				}
			}
		}()
	}
	all.Wait()
	if reports() != 0 {
		t.Errorf("reported as a crash: %d", reports())
	}
}

func skipUnderSanitizer(t *testing.T) {
	t.Helper()
	if sanitized {
		t.Skip("AddressSanitizer has a handler of its own")
	}
}

func TestNilDereferenceIsNoCrash(t *testing.T) {
	skipUnderSanitizer(t)
	if !reportCrashes() {
		t.Fatal("not installed")
	}
	nilDereferences(t)
	if !reportNoCrashes() {
		t.Fatal("in use")
	}
	nilDereferences(t)
}

func TestChildCrashes(t *testing.T) {
	inChild(t)
	if !reportCrashes() {
		t.Fatal("not installed")
	}
	nilDereferences(t)
	if os.Getenv("FFIGUARD_ON_THREAD") != "" {
		crashOnThread()
	}
	crash()
}

// crashed gives what a process printed that crashed in C++, and how it ended.
func crashed(t *testing.T, environment ...string) (string, *exec.ExitError) {
	t.Helper()
	skipUnderSanitizer(t)
	output, ended := child(t, "TestChildCrashes", environment...)
	if ended == nil {
		t.Fatalf("lives: %s", output)
	}
	return output, ended
}

// The reporter's line, and Go's own report after it.
func testCrash(t *testing.T, environment ...string) {
	t.Helper()
	output, ended := crashed(t, environment...)
	ours := strings.Index(output, "C++: crash reported\n")
	gos := strings.Index(output, "SIGSEGV: segmentation violation")
	if ours < 0 || gos < ours || strings.Count(output, "C++: crash reported\n") != 1 ||
		strings.Contains(output, "reported as a crash") {
		t.Fatalf("%v: %s", ended, output)
	}
	if ended.ExitCode() != 2 {
		t.Fatalf("not as Go ends: %v: %s", ended, output)
	}
}

func TestCrashIsReportedByBoth(t *testing.T) { testCrash(t) }

// Of a thread that is not its own Go reports nothing, and lets the system end the process.
func TestCrashOnThreadOfCIsReported(t *testing.T) {
	output, ended := crashed(t, "FFIGUARD_ON_THREAD=1")
	how := ended.Sys().(syscall.WaitStatus)
	if output != "C++: crash reported\n" || how.Signal() != syscall.SIGSEGV {
		t.Fatalf("%v: %s", ended, output)
	}
}

// Installed by a static constructor, before Go: Go is first, and asks.
func TestCrashIsReportedWhereGoCameLater(t *testing.T) {
	testCrash(t, "FFIGUARD_CRASH_EARLY=1")
}
