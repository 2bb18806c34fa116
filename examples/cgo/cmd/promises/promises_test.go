// SPDX-License-Identifier: BSL-1.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const header = `#ifndef SHIM_H
#define SHIM_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef uint64_t ffiguard_token; typedef int32_t ffiguard_status;
typedef struct ffiguard_error { ffiguard_status status; } ffiguard_error;
typedef int (*on_row)(int row);
typedef struct hooks { void *user; on_row row; } hooks;
/* Adds. Returns at once; see also x_each; and more. */
ffiguard_status x_add(ffiguard_token x, int64_t n, ffiguard_error *err);
ffiguard_status x_release(ffiguard_token x, ffiguard_error *err);

/* Runs what the vendor likes: may
 * call back. */
ffiguard_status x_run(ffiguard_token x, ffiguard_error *err);
ffiguard_status x_run_all(ffiguard_token x, ffiguard_error *err);

ffiguard_status x_keep(ffiguard_token x, const uint8_t *name); /* keeps its pointer until x_release */
ffiguard_status x_each(ffiguard_token x, on_row call);
ffiguard_status x_hooks(ffiguard_token x, const hooks *all);
ffiguard_status x_read_hooks(ffiguard_token x, hooks *into);
__attribute__((visibility("default"))) uint64_t x_live_count(void);
ffiguard_status x_nowhere(ffiguard_token x);
#ifdef __cplusplus
}
#endif
#endif
`

const source = `#include "shim.h"
FFIGUARD_EXPORT_CALL(x_add, table, &x::add, int64_t);
FFIGUARD_EXPORT_RELEASE(x_release, table);
FFIGUARD_EXPORT_CALL(x_run, table, &x::run);
FFIGUARD_EXPORT_CALL(x_run_all, table, &x::run_all);
extern "C" ffiguard_status x_keep(ffiguard_token, const uint8_t*) { return 0; }
extern "C" ffiguard_status x_each(ffiguard_token, on_row call) { return call('}'); }
extern "C" ffiguard_status x_hooks(ffiguard_token, const hooks* all) { return all->row(1); }
extern "C" ffiguard_status x_read_hooks(ffiguard_token, hooks* into) { *into = {}; return 0; }
extern "C" uint64_t x_live_count(void) noexcept { return 0; }
`

const program = `package shim

// #cgo CPPFLAGS: -I${SRCDIR}
// #include "shim.h"
import "C"

func all() {
	C.x_add(1, 2, nil)
	C.x_release(1, nil)
	C.x_run(1, nil)
	C.x_run_all(1, nil)
	C.x_keep(1, nil)
	C.x_each(1, nil)
	C.x_hooks(1, nil)
	C.x_read_hooks(1, nil)
	C.x_live_count()
	C.x_nowhere(1)
}
`

// shim is a package of these files in a directory of its own.
func shim(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	return dir
}

func loaded(t *testing.T) *pkg {
	t.Helper()
	p, err := load(".", nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func checked(t *testing.T) string { t.Helper(); return strings.Join(loaded(t).check(), "\n") }

func written(t *testing.T) string {
	t.Helper()
	if err := loaded(t).write(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("shim.go")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// promisedIn is "name" for both promises, "nocallback name" for one.
func promisedIn(text string) (all []string) {
	var one, both []string
	for _, found := range regexp.MustCompile(`#cgo (\w+) (\w+)\n`).FindAllStringSubmatch(text, -1) {
		if found[1] == "noescape" {
			both = append(both, found[2])
		} else if !slices.Contains(both, found[2]) {
			one = append(one, "nocallback "+found[2])
		}
	}
	return append(both, one...)
}

func wants(t *testing.T, got string, wanted ...string) {
	t.Helper()
	for _, each := range wanted {
		if !strings.Contains(got, each) {
			t.Errorf("no %q in\n%s", each, got)
		}
	}
}

func TestPromisesAreWrittenForWhatCallsNothing(t *testing.T) {
	shim(t, map[string]string{"shim.h": header, "shim.cpp": source, "shim.go": program})
	text := written(t)
	promised := promisedIn(text)
	if !slices.Equal(promised, []string{"x_add", "x_release", "x_read_hooks", "x_live_count", "nocallback x_keep"}) {
		t.Error(promised)
	}
	wants(t, text, "// #cgo CPPFLAGS: -I${SRCDIR}\n// #cgo noescape x_add\n// #cgo nocallback x_add\n",
		"// #cgo nocallback x_live_count\n// #include \"shim.h\"\nimport \"C\"\n")
	if wrong := checked(t); wrong != "" {
		t.Error(wrong)
	}
	if again := written(t); again != text {
		t.Error("written once more it differs:\n", again)
	}
}

func TestAPreambleInOneCommentGetsThemWithoutSlashes(t *testing.T) {
	shim(t, map[string]string{"shim.h": header, "shim.cpp": source, "shim.go": `package shim

/*
#include "shim.h"
#cgo noescape x_nowhere

static int twice(int n) { return 2 * n; }
*/
import "C"

func all() { C.x_live_count(); C.twice(1) }
`})
	wants(t, written(t), "#include \"shim.h\"\n#cgo noescape x_live_count\n#cgo nocallback x_live_count\n"+
		"#cgo noescape twice\n#cgo nocallback twice\n\nstatic")
}

func TestAPromiseThatIsWrongIsFound(t *testing.T) {
	shim(t, map[string]string{"shim.h": header, "shim.cpp": source, "shim.go": `package shim

// #cgo noescape x_add
// #cgo nocallback x_add
// #cgo noescape x_release
// #cgo nocallback x_run
// #cgo nocallback x_run_all
// #cgo noescape x_keep
// #cgo nocallback x_keep
// #cgo noescape x_each
// #cgo nocallback x_hooks
// #cgo nocallback x_nowhere
// #cgo nocallback x_invented
// #cgo nocallback x_live_count
// #cgo nocallback x_add
// #include "shim.h"
import "C"

func all() {
	C.x_add(1, 2, nil)
	C.x_release(1, nil)
	C.x_run(1, nil)
	C.x_run_all(1, nil)
	C.x_keep(1, nil)
	C.x_each(1, nil)
	C.x_hooks(1, nil)
	C.x_nowhere(1)
}
`})
	got := checked(t)
	wants(t, got,
		"shim.go:6: #cgo nocallback x_run: wrong: may call back, says shim.h:17",
		"shim.go:7: #cgo nocallback x_run_all: wrong: may call back, says shim.h:18",
		"shim.go:8: #cgo noescape x_keep: wrong: keeps its pointer, says shim.h:20",
		"shim.go:10: #cgo noescape x_each: wrong: takes a callback (shim.h:21)",
		"shim.go:11: #cgo nocallback x_hooks: wrong: takes a callback (shim.h:22)",
		"shim.go:12: #cgo nocallback x_nowhere: wrong: is declared in shim.h:25, and no file of the package defines it",
		"shim.go:13: #cgo nocallback x_invented: no header of the package declares x_invented",
		"shim.go:14: #cgo nocallback x_live_count: the package does not call x_live_count",
		"shim.go:15: #cgo nocallback x_add: stands at shim.go:4 already",
		"shim.go:21: #cgo nocallback x_release is missing: calls nothing that calls Go (shim.cpp:3)")
	if n := strings.Count(got, "\n") + 1; n != 10 {
		t.Errorf("%d lines:\n%s", n, got)
	}
}

func TestAnObjectThatCanOwnACallbackIsReleasedByAnyCallThatDoesNotDefer(t *testing.T) {
	shim(t, map[string]string{"shim.h": header, "shim.go": program, "shim.cpp": `#include "shim.h"
struct x { ffiguard::go::callback<int(int)> call; };
FFIGUARD_EXPORT_CALL(x_add, table, &x::add, int64_t);
extern "C" ffiguard_status x_release(ffiguard_token x, ffiguard_error* err) {
    const ffiguard::defer_releases here(outbox);
    return ffiguard::call_release(table, x, err);
}
extern "C" ffiguard_status x_read_hooks(ffiguard_token x, hooks*) { return ffiguard::call<&x::read>(table, x, 0); }
`})
	if promised := promisedIn(written(t)); !slices.Equal(promised, []string{"x_release"}) {
		t.Error(promised)
	}
	wants(t, strings.Join(loaded(t).reasons(), "\n"), "shim.go:10: x_add: nothing: holds no defer_releases (shim.cpp:3), ")
}

func TestACallOfAClassWhoseReleaseIsQueuedPromises(t *testing.T) {
	// x in a tree with others, behind each kind of table.
	for says, want := range map[string][]string{
		`queued_release<&q>`: {"x_add", "x_release"}, `drains_queue<&q>, queued_release<&q>`: nil, `deferrable_release`: nil, ``: nil,
	} {
		for _, table := range []string{"ffiguard::handle_table<x> table;", "auto& table = *new ffiguard::handle_table<x>;",
			"auto& table = *new handle_table<std::unique_ptr<x>>;", "FFIGUARD_HIDDEN inline ffiguard::handle_table<std::shared_ptr<x>, 7> table;"} {
			for child, childWant := range map[string][]string{
				``: want,
				`struct y : z { using life_cycle = life_cycle<child_of<x>, queued_release<&q>>; };`: want,
				`struct y { using life_cycle = life_cycle<child_of<x>>; };`:                         nil,
				`struct y { using life_cycle = life_cycle<child_of<other>>; };`:                     want,
			} {
				shim(t, map[string]string{"shim.h": header, "shim.go": program, "shim.cpp": `#include "shim.h"
class x {
    using life_cycle = ffiguard::life_cycle<` + says + `>;
    ffiguard::go::callback<int(int)> call;
};
` + child + table + `
FFIGUARD_EXPORT_CALL(x_add, table, &x::add, int64_t);
FFIGUARD_EXPORT_RELEASE(x_release, table);
`})
				if promised := promisedIn(written(t)); !slices.Equal(promised, childWant) {
					t.Error(says, table, child, promised)
				}
			}
		}
	}
}

func TestWhoeverDrainsAQueueOrNamesAFunctionOfGoPromisesNothing(t *testing.T) {
	shim(t, map[string]string{"shim.h": `
uint64_t outbox_queued(void);
uint64_t outbox_drain(uint64_t at_most);
void empty(void);
void empty_twice(void);
void tell(void);
void tell_in_words(void);
`, "shim.cpp": `
FFIGUARD_EXPORT_QUEUE(outbox, queue);
void empty(void) { const defer_releases here(other); queue.drain(); }
void empty_twice(void) { const defer_releases here(other); empty(); empty(); }
void tell(void) { const defer_releases here(other); goTold(1); }
void tell_in_words(void) { const defer_releases here(other); puts("goTold(1)"); /* goTold */ }
`, "shim.go": `package shim

// #include "shim.h"
import "C"

//export goTold
func goTold(C.int) {}

func all() { C.outbox_queued(); C.outbox_drain(1); C.empty(); C.empty_twice(); C.tell(); C.tell_in_words() }
`})
	if promised := promisedIn(written(t)); !slices.Equal(promised, []string{"outbox_queued", "tell_in_words"}) {
		t.Error(promised)
	}
}

func TestAQueueOfEventsReleasesNothingAndPromises(t *testing.T) {
	shim(t, map[string]string{"shim.h": `
ffiguard_status ticks_drain(tick *into, uint64_t room, uint64_t *count, uint64_t *lost);
int32_t ticks_descriptor(void);
uint64_t ticks_queued(void);
ffiguard_status x_new(ffiguard_callback from, ffiguard_token *made);
`, "shim.cpp": `
FFIGUARD_EXPORT_EVENTS(ticks, queue);
`, "shim.go": `package shim

// #include "shim.h"
import "C"

func all() { C.ticks_drain(nil, 1, nil, nil); C.ticks_descriptor(); C.ticks_queued(); C.x_new(nil, nil) }
`})
	if promised := promisedIn(written(t)); !slices.Equal(promised, []string{"ticks_drain", "ticks_descriptor", "ticks_queued"}) {
		t.Error(promised)
	}
}

func TestALineOfGoPromisesWhereTheToolCannotSee(t *testing.T) {
	shim(t, map[string]string{"shim.h": "int32_t vendor_version(void);\nint32_t vendor_poll(void);\n", "shim.go": `package shim

// #include "shim.h"
import "C"

//promises:never-calls-back vendor_version a number of the library's
func all() { C.vendor_version(); C.vendor_poll() }
`})
	if promised := promisedIn(written(t)); !slices.Equal(promised, []string{"vendor_version"}) {
		t.Error(promised)
	}
}

func TestThePromisesOfASecondFileStandWhereTheyAre(t *testing.T) {
	const more = "package shim\n\n// #cgo noescape x_add\n// #cgo nocallback x_add\n// #include \"shim.h\"\nimport \"C\"\n\nfunc more() { C.x_add(1, 2, nil) }\n"
	shim(t, map[string]string{"shim.h": header, "shim.cpp": source, "shim.go": program, "zz.go": more})
	if promised := promisedIn(written(t)); slices.Contains(promised, "x_add") {
		t.Error(promised)
	}
	if wrong := checked(t); wrong != "" {
		t.Error(wrong)
	}
}

func TestCgoTakesTheLines(t *testing.T) {
	dir := shim(t, map[string]string{"shim.h": "#include <stdint.h>\nint32_t twice(int32_t *n);\n",
		"shim.c":  "#include \"shim.h\"\nint32_t twice(int32_t *n) { return 2 * *n; }\n",
		"shim.go": "package shim\n\n// #include \"shim.h\"\nimport \"C\"\n\nfunc twice(n int32) int32 {\n\tin := C.int32_t(n)\n\treturn int32(C.twice(&in))\n}\n",
		"go.mod":  "module example.test/shim\n\ngo 1.24\n",
		"shim_test.go": "package shim\n\nimport \"testing\"\n\nfunc TestNothingEscapes(t *testing.T) {\n" +
			"\tif n := testing.AllocsPerRun(100, func() { twice(4) }); n != 0 {\n\t\tt.Error(n)\n\t}\n}\n"})
	run := func() ([]byte, error) {
		command := exec.Command("go", "test", ".")
		command.Dir = dir
		return command.CombinedOutput()
	}
	if out, err := run(); err == nil {
		t.Errorf("without the lines nothing escapes: %s", out)
	}
	written(t)
	if out, err := run(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
