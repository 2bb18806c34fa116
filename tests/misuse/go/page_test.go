// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

const page = "../../../docs/misuse.md"

const head = `# Misuse

What Go programs do wrong with a C++ shim, and what becomes of it: [tests/misuse/go](../tests/misuse/go)
does each over one API with two shims behind it. The naive one hands out raw pointers, frees with plain
` + "`delete` and `free`" + ` and checks nothing. What it did once is told here, built plainly and with
AddressSanitizer; another machine may see another outcome. "silent" is no complaint: the damage shows
later, or never. The last column is ffiguard's answer, on every machine, and the tests demand it.

Made by tests/misuse/go/page.sh.
`

// cells is what of a case stands on the page whatever the machine: before and after the outcomes of
// the naive shim.
func cells(number int) (before, after string) {
	m := corpus[number]
	return fmt.Sprintf("| %d | %s | ", number+1, cell(m.title)), fmt.Sprintf(" | %s |", cell(m.want))
}

func cell(text string) string { return strings.NewReplacer("|", `\|`, "\x00", `\0`).Replace(text) }

func TestThePageIsThatOfTheCorpus(t *testing.T) {
	if os.Getenv("FFIGUARD_PAGE") != "" {
		write(t, strings.Fields(os.Getenv("FFIGUARD_PAGE")))
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), head) {
		t.Error("another head")
	}
	var rows []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSuffix(line, "\n"); len(line) > 2 && line[2] >= '1' && line[2] <= '9' {
			rows = append(rows, line)
		}
	}
	if len(rows) != len(corpus) {
		t.Fatalf("%d cases on the page, %d in the corpus: run page.sh", len(rows), len(corpus))
	}
	for number, row := range rows {
		before, after := cells(number)
		if !strings.HasPrefix(row, before) || !strings.HasSuffix(row, after) {
			t.Errorf("the page says %q of %s: run page.sh", row, corpus[number])
		}
	}
}

// write makes the page of the outcomes in two files, a line for each case.
func write(t *testing.T, files []string) {
	var outcomes [2][]string
	for i := range outcomes {
		text, err := os.ReadFile(files[i])
		if err != nil {
			t.Fatal(err)
		}
		outcomes[i] = strings.Split(string(text), "\n")
	}
	var made strings.Builder
	made.WriteString(head)
	for number, m := range corpus {
		if number == 0 || corpus[number-1].area != m.area {
			fmt.Fprintf(&made, "\n## %s\n\n", strings.ToUpper(m.area[:1])+m.area[1:])
			made.WriteString("| | what goes wrong | naive shim | with AddressSanitizer | ffiguard |\n|--:|---|---|---|---|\n")
		}
		before, after := cells(number)
		fmt.Fprintf(&made, "%s%s | %s%s\n", before, cell(outcomes[0][number]), cell(outcomes[1][number]), after)
	}
	if err := os.WriteFile(page, []byte(made.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
