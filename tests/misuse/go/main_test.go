// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard/ffitest"
)

// misuse is one case: run does it and says how it was answered.
type misuse struct {
	area, title string
	want        string // ffiguard's answer
	run         func() string
	alone       bool // with ffiguard, too, in a process of its own
}

// corpus is all cases; the number of a case is its place, from 1.
var corpus = concat(releases, lateUses, tokens, memory, callbacks, hooks, exceptions, threads, trees, loans, process,
	order, turn, wake, waiting, refusal, take, place, promised, events, builds)

func concat(parts ...[]misuse) (all []misuse) {
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

func (m misuse) String() string { return m.area + "/" + m.title }

// collect runs the garbage collector until no more than want objects are live, for half a minute at
// most.
func collect(want int64) {
	for end := time.Now().Add(30 * time.Second); live() > want && time.Now().Before(end); {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
}

// With ffiguard the answer is the one wanted, nothing is left open, and the thread is as before.
func TestFfiguard(t *testing.T) {
	choose(false)
	for number, m := range corpus {
		t.Run(fmt.Sprintf("%02d/%s", number+1, m), func(t *testing.T) {
			if m.alone {
				if got := outcome(number, false); got != m.want {
					t.Errorf("answered %q, want %q", got, m.want)
				}
				return
			}
			before := live()
			ffitest.Unchanged(t, func() {
				if got := m.run(); got != m.want {
					t.Errorf("answered %q, want %q", got, m.want)
				}
			})
			if live() != before {
				t.Errorf("%d objects are left", live()-before)
			}
		})
	}
}

// What the naive shim does is told and not judged: it depends on the build and on luck.
func TestNaive(t *testing.T) {
	into := io.Discard
	if name := os.Getenv("FFIGUARD_OUTCOMES"); name != "" { // for page.sh
		file, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		into = file
	}
	for number, got := range naiveOutcomes() {
		t.Logf("%02d %s: %s", number+1, corpus[number], got)
		if got == "" {
			t.Error("nothing is known of the naive shim")
		}
		fmt.Fprintln(into, got)
	}
}

func naiveOutcomes() []string {
	outcomes := make([]string, len(corpus))
	next, done := make(chan int), make(chan bool)
	const workers = 4 // some just hang
	for range workers {
		go func() {
			for number := range next {
				outcomes[number] = outcome(number, true)
			}
			done <- true
		}()
	}
	for number := range corpus {
		next <- number
	}
	close(next)
	for range workers {
		<-done
	}
	return outcomes
}

// TestChild does one case in a process of its own, which may not survive it.
func TestChild(t *testing.T) {
	number, err := strconv.Atoi(os.Getenv("FFIGUARD_MISUSE"))
	if err != nil {
		t.SkipNow()
	}
	choose(os.Getenv("FFIGUARD_NAIVE") == "true")
	before := live()
	announce(corpus[number].run())
	fmt.Printf("left: %d.\n", live()-before)
}

// announce is for the parent; a case that does not come back calls it itself.
func announce(answer string) { fmt.Printf("answer: %s.\n", answer) }

// child runs a test of this binary, for some seconds at most, with a group of its own for what it
// forks.
func child(limit time.Duration, test string, environment ...string) (output string, err error) {
	deadline, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	command := exec.CommandContext(deadline, os.Args[0], "-test.run=^"+test+"$")
	command.Env = append(os.Environ(), environment...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = 100 * time.Millisecond
	said, err := command.CombinedOutput()
	if deadline.Err() != nil {
		err = deadline.Err()
	}
	return string(said), err
}

// outcome does case number in a process of its own and says what became of it.
func outcome(number int, naive bool) string {
	limit := 2 * time.Second
	if !naive {
		limit = 60 * time.Second
	}
	output, err := child(limit, "TestChild", fmt.Sprintf("FFIGUARD_MISUSE=%d", number),
		fmt.Sprintf("FFIGUARD_NAIVE=%t", naive))
	if err == context.DeadlineExceeded {
		return "hang"
	}
	for _, sign := range signs {
		if found := sign.pattern.FindStringSubmatch(output); found != nil {
			return sign.means + strings.Join(found[1:], "")
		}
	}
	if err != nil {
		return "crash: " + err.Error()
	}
	_, answer, said := strings.Cut(output, "answer: ")
	if !said {
		return "wrong answer: none"
	}
	answer, rest, _ := strings.Cut(answer, ".\n")
	leak := leftOver.MatchString(rest)
	switch right := answer == corpus[number].want; {
	case leak && naive && (right || answer == "ok"):
		return "leak"
	case leak:
		return answer + ", and a leak"
	case right:
		return answer
	case answer == "ok":
		return "silent"
	default:
		return "wrong answer: " + answer
	}
}

var leftOver = regexp.MustCompile(`left: [1-9]`)

// signs of an end before the answer, the most telling first.
var signs = []struct {
	pattern *regexp.Regexp
	means   string
}{
	{regexp.MustCompile(`ERROR: AddressSanitizer: (?:attempting )?(double-free|free on address|requested allocation size|[a-zA-Z-]+)`), "sanitizer report: "},
	{regexp.MustCompile(`ERROR: LeakSanitizer`), "sanitizer report: leak"},
	{regexp.MustCompile(`WARNING: DATA RACE`), "race report"},
	{regexp.MustCompile(`(?m)^((?:free|malloc|realloc)\(\): .*|double free or corruption.*|corrupted .*|munmap_chunk.*)$`), "crash: "},
	{regexp.MustCompile(`(terminate called)`), "crash: "},
	{regexp.MustCompile(`(?m)^fatal error: (.*)$`), "crash: "},
	{regexp.MustCompile(`(?m)^(SIG[A-Z]+): `), "crash: "},
	{regexp.MustCompile(`(?m)^panic: (.*?)(?: \[recovered.*)?$`), "crash: Go panic: "},
}
