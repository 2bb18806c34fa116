// SPDX-License-Identifier: BSL-1.0

package main

import (
	"regexp"
	"slices"
	"strings"
)

// mark is what a comment of the header says.
type mark int

const (
	mayCallBack mark = 1 << iota
	neverCallsBack
	keepsPointer
)

// function is one that a header declares.
type function struct {
	name       string
	at         place
	marks      mark
	parameters []piece
	ofFfiguard bool // of ffiguard.h, which knows
}

// declared is what the headers of a package declare.
type declared struct {
	functions map[string]*function
	order     []*function
	// Types that a function of Go's can be in, and of those the structs.
	callbacks, structs map[string]bool
}

var (
	saysMayCallBack    = says("may call back")
	saysNeverCallsBack = says("never calls back")
	saysKeepsPointer   = says("keeps (its|the) pointers?")
)

// says finds words in a comment, also where a line of it ends between them.
func says(words string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b` + strings.ReplaceAll(words, " ", `[\s*/]+`) + `\b`)
}

func marksOf(notes []string) (m mark) {
	for _, note := range notes {
		if saysMayCallBack.MatchString(note) {
			m |= mayCallBack
		}
		if saysNeverCallsBack.MatchString(note) {
			m |= neverCallsBack
		}
		if saysKeepsPointer.MatchString(note) {
			m |= keepsPointer
		}
	}
	return m
}

// header takes in what a header declares.
func (d *declared) header(pieces []piece, ofFfiguard bool) {
	// What warns holds up to the next empty line: a comment may be meant for all that follow it.
	var warned mark
	for i := 0; i < len(pieces); {
		if pieces[i].apart {
			warned = 0
		}
		marks := marksOf(pieces[i].notes)
		warned |= marks &^ neverCallsBack
		if pieces[i].text == "extern" && i+2 < len(pieces) && pieces[i+2].text == "{" {
			i += 3 // extern "C" {
			continue
		}
		end := i
		for end < len(pieces) && pieces[end].text != ";" {
			if strings.Contains("({[", pieces[end].text) {
				end = matching(pieces, end)
			}
			if end < len(pieces) && pieces[end].text == "}" {
				if end+1 == len(pieces) || pieces[i].text != "typedef" && pieces[end+1].text != ";" {
					break
				}
			}
			end++
		}
		statement := pieces[i:min(end, len(pieces))]
		behind := mark(0)
		if end < len(pieces) {
			behind = marksOf(pieces[end].notes)
		}
		d.statement(statement, marks|warned|behind, ofFfiguard)
		i = end + 1
	}
}

func (d *declared) statement(s []piece, marks mark, ofFfiguard bool) {
	if len(s) == 0 {
		return
	}
	if s[0].text == "typedef" || s[0].text == "struct" || s[0].text == "union" {
		if s[0].text == "typedef" || slices.ContainsFunc(s, func(p piece) bool { return p.text == "{" }) {
			d.typeOf(s)
			return
		}
	}
	for i := 0; i+1 < len(s); i++ {
		if s[i+1].text != "(" {
			continue
		}
		end := matching(s, i+1)
		// One without a type before it is a macro, or __attribute__.
		if i > 0 && isName(s[i].text) && s[i].text != "__attribute__" && s[i].text != "__declspec" {
			f := &function{s[i].text, s[i].at, marks, s[i+2 : min(end, len(s))], ofFfiguard}
			if before := d.functions[f.name]; before != nil { // declared once more
				before.marks |= f.marks
				return
			}
			d.functions[f.name] = f
			d.order = append(d.order, f)
			return
		}
		i = end - 1
	}
}

// typeOf takes in a typedef, or a struct with members.
func (d *declared) typeOf(s []piece) {
	body := slices.IndexFunc(s, func(p piece) bool { return p.text == "{" })
	if body >= 0 {
		end := matching(s, body)
		if !d.hasCallback(s[body:min(end, len(s))]) {
			return
		}
		for _, p := range append(slices.Clone(s[:body]), s[min(end, len(s)):]...) {
			if isName(p.text) && p.text != "typedef" && p.text != "struct" && p.text != "union" {
				d.callbacks[p.text], d.structs[p.text] = true, true
			}
		}
		return
	}
	// typedef void (*name)(int), typedef void name(int), typedef older name
	if at := slices.IndexFunc(s, func(p piece) bool { return p.text == "(" }); at > 0 {
		name := s[at-1].text
		if at+2 < len(s) && s[at+1].text == "*" {
			name = s[at+2].text
		}
		d.callbacks[name] = true
	} else if last := s[len(s)-1].text; d.hasCallback(s[1 : len(s)-1]) {
		d.callbacks[last] = true
		for _, p := range s[1 : len(s)-1] {
			d.structs[last] = d.structs[last] || d.structs[p.text]
		}
	}
}

// hasCallback says whether members or parameters have a function of the other side among them. A
// struct that C fills is none: a pointer to it without const.
func (d *declared) hasCallback(s []piece) bool {
	isConst := false
	for i, p := range s {
		switch p.text {
		case ",", ";", "{":
			isConst = false
		case "const":
			isConst = true
		case "(":
			return true // of a function, or a pointer to one
		}
		if d.callbacks[p.text] {
			filled := d.structs[p.text] && !isConst && i+1 < len(s) && s[i+1].text == "*"
			if !filled {
				return true
			}
		}
	}
	return false
}
