// SPDX-License-Identifier: BSL-1.0

package main

import (
	"fmt"
	"regexp"
	"strings"
)

// place is where something stands.
type place struct {
	file string
	line int
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

// piece is a token of C or C++: a name, a number, a text, or one character of any other kind.
type piece struct {
	text string
	at   place
	// Of the comments since the piece before, and of one behind a ; in the same line.
	notes []string
	// An empty line, or a line of the preprocessor, is between the piece before and the notes.
	apart bool
}

// included is an #include line.
type included struct {
	name   string
	quoted bool
}

// Comments, then lines of the preprocessor, texts, names, and the rest.
var cPiece = regexp.MustCompile(`(?s)^(?:` +
	`(/\*.*?\*/|//[^\n]*)|` + // 1
	`(\n)|` + // 2
	`([ \t\r\f\v]+|\\\r?\n)|` + // 3
	`(R"([^ ()\\\t\n]*)\(|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|` + // 4, 5
	`([A-Za-z_][A-Za-z_0-9]*)|` + // 6
	`([0-9](?:[A-Za-z_0-9.]|'[0-9A-Za-z])*)|` + // 7
	`(.))`) // 8

var (
	directive   = regexp.MustCompile(`(?s)^#((?:/\*.*?\*/|\\\r?\n|[^\n])*)`)
	includeLine = regexp.MustCompile(`^\s*include\s*(?:"([^"\n]+)"|<([^>\n]+)>)`)
)

// scan reads C or C++. Both sides of an #if are read; macros are not expanded.
func scan(file string, firstLine int, text string) (pieces []piece, includes []included) {
	line, lineIsEmpty := firstLine, true
	var notes []string
	apart := false
	for len(text) > 0 {
		if text[0] == '#' && lineIsEmpty {
			whole := directive.FindStringSubmatch(text)
			if found := includeLine.FindStringSubmatch(whole[1]); found != nil {
				includes = append(includes, included{found[1] + found[2], found[1] != ""})
			}
			notes, apart = nil, true
			line += strings.Count(whole[0], "\n")
			text = text[len(whole[0]):]
			continue
		}
		m := cPiece.FindStringSubmatchIndex(text)
		whole := text[:m[1]]
		group := func(n int) bool { return m[2*n] >= 0 }
		if group(4) && strings.HasPrefix(whole, `R"`) {
			end := `)` + text[m[10]:m[11]] + `"`
			if at := strings.Index(text, end); at >= 0 {
				whole = text[:at+len(end)]
			}
		}
		switch {
		case group(1):
			note := strings.Join(strings.Fields(whole), " ")
			// Behind a declaration, in its line: a note of that.
			if n := len(pieces); n > 0 && pieces[n-1].at.line == line && (pieces[n-1].text == ";" || pieces[n-1].text == "}") {
				pieces[n-1].notes = append(pieces[n-1].notes, note)
			} else {
				notes = append(notes, note)
			}
			lineIsEmpty = lineIsEmpty && strings.Contains(whole, "\n")
		case group(2):
			if lineIsEmpty {
				notes, apart = nil, true
			}
			lineIsEmpty = true
		case group(3):
		default:
			pieces = append(pieces, piece{whole, place{file, line}, notes, apart})
			notes, apart = nil, false
		}
		if group(1) || !group(2) && !group(3) {
			lineIsEmpty = false
		}
		line += strings.Count(whole, "\n")
		text = text[len(whole):]
	}
	return pieces, includes
}

func isName(text string) bool {
	c := text[0]
	return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// matching is the index of the bracket that closes the one at i; len(pieces) if there is none.
func matching(pieces []piece, i int) int {
	pairs := map[string]string{"(": ")", "{": "}", "[": "]"}
	opens, closes := pieces[i].text, pairs[pieces[i].text]
	depth := 0
	for ; i < len(pieces); i++ {
		switch pieces[i].text {
		case opens:
			depth++
		case closes:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return i
}
