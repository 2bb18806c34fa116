// SPDX-License-Identifier: BSL-1.0

package main

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

var (
	promised = regexp.MustCompile(`^\s*(?://)?\s*#cgo\s+(noescape|nocallback)\s+(\S+)\s*$`) // go build refuses others
	anchor   = regexp.MustCompile(`^(\s*(?://)?[ \t]*)#(cgo|include)\b`)
)

// line is a promise that stands in a Go file.
type line struct {
	kind string
	name string
	at   place
}

func (f *goFile) promises() (all []line) {
	for n := f.preamble[0]; n != 0 && n <= f.preamble[1]; n++ {
		if found := promised.FindStringSubmatch(f.lines[n-1]); found != nil {
			all = append(all, line{found[1], found[2], place{f.path, n}})
		}
	}
	return all
}

// called is a function of the headers that the package calls, the first call, and the file of its
// promises: where they stand already, or of that call. cgo takes the lines of all files together.
type called struct {
	*function
	in *goFile
	at place
}

// called are all of them, in the order of the headers.
func (p *pkg) called() (all []called) {
	home := map[string]*goFile{}
	for _, file := range p.files {
		for _, l := range file.promises() {
			if home[l.name] == nil {
				home[l.name] = file
			}
		}
	}
	for _, f := range p.headers.order {
		for _, file := range p.files {
			if at, ok := file.calls[f.name]; ok {
				all = append(all, called{f, cmp.Or(home[f.name], file), at})
				break
			}
		}
	}
	return all
}

// reasons are lines of text, one for each function that the package calls.
func (p *pkg) reasons() (all []string) {
	for _, c := range p.called() {
		what := "nothing"
		if may := p.may(c.function); may.noescape {
			what = "noescape, nocallback"
		} else if may.nocallback {
			what = "nocallback"
		}
		all = append(all, fmt.Sprintf("%s: %s: %s: %s", c.at, c.name, what, p.may(c.function).reason))
	}
	return all
}

// check is what is wrong, a line each.
func (p *pkg) check() []string {
	type finding struct {
		at   place
		text string
	}
	var found []finding
	tell := func(at place, format string, arguments ...any) {
		found = append(found, finding{at, fmt.Sprintf(format, arguments...)})
	}
	all := map[string]called{}
	for _, c := range p.called() {
		all[c.name] = c
	}
	stands := map[string]place{}
	for _, f := range p.files {
		for _, l := range f.promises() {
			text := "#cgo " + l.kind + " " + l.name
			before, twice := stands[text]
			stands[text] = l.at
			switch declared, c := p.headers.functions[l.name], all[l.name]; {
			case twice:
				tell(l.at, "%s: stands at %s already", text, before)
			case declared == nil:
				tell(l.at, "%s: no header of the package declares %s", text, l.name)
			case c.function == nil:
				tell(l.at, "%s: the package does not call %s", text, l.name)
			default:
				may := p.may(declared)
				if !may.nocallback {
					tell(l.at, "%s: wrong: %s", text, may.reason)
				} else if l.kind == "noescape" && !may.noescape {
					tell(l.at, "%s: wrong: keeps its pointer, says %s", text, declared.at)
				}
			}
		}
	}
	for _, c := range p.called() {
		may := p.may(c.function)
		for _, wanted := range may.lines(c.name) {
			if _, ok := stands[wanted]; !ok {
				tell(c.at, "%s is missing: %s", wanted, may.reason)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.at.file, b.at.file), cmp.Compare(a.at.line, b.at.line))
	})
	var text []string
	for _, f := range found {
		text = append(text, fmt.Sprintf("%s: %s", f.at, f.text))
	}
	return text
}

func (may promise) lines(name string) (all []string) {
	if may.noescape {
		all = append(all, "#cgo noescape "+name)
	}
	if may.nocallback {
		all = append(all, "#cgo nocallback "+name)
	}
	return all
}

// write puts the lines into the Go files, where the first of them stood, or in front of the first #include.
func (p *pkg) write() error {
	for _, f := range p.files {
		var wanted []string
		for _, c := range p.called() {
			if c.in == f {
				wanted = append(wanted, p.may(c.function).lines(c.name)...)
			}
		}
		text, err := f.with(wanted)
		if err != nil {
			return err
		}
		if text == strings.Join(f.lines, "") {
			continue
		}
		if err := os.WriteFile(f.path, []byte(text), 0o666); err != nil {
			return err
		}
		fmt.Println(f.path)
	}
	return nil
}

func (f *goFile) with(wanted []string) (string, error) {
	var into []string
	at, prefix := -1, ""
	stood := -1
	for i, l := range f.lines {
		inside := f.preamble[0] != 0 && f.preamble[0] <= i+1 && i+1 <= f.preamble[1]
		if inside && promised.MatchString(l) {
			if stood < 0 {
				stood = len(into)
			}
			continue
		}
		if found := anchor.FindStringSubmatch(l); inside && found != nil {
			if at < 0 || found[2] == "cgo" {
				prefix = found[1]
			}
			if at < 0 && found[2] == "include" {
				at = len(into)
			}
		}
		into = append(into, l)
	}
	if len(wanted) == 0 {
		return strings.Join(into, ""), nil
	}
	if stood >= 0 {
		at = stood
	}
	if at < 0 {
		return "", fmt.Errorf("%s:%d: the preamble has no line with an #include alone, to put the promises in front of",
			f.path, max(f.preamble[0], 1))
	}
	var block []string
	for _, w := range wanted {
		block = append(block, prefix+w+"\n")
	}
	return strings.Join(slices.Insert(into, at, block...), ""), nil
}
