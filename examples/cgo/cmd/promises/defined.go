// SPDX-License-Identifier: BSL-1.0

package main

import "strings"

// how a function comes about.
type how int

const (
	byHand     how = iota
	made           // by a FFIGUARD_EXPORT_ macro, a call of an object
	accessor       // by a macro, and releases nothing
	drainsHere     // by FFIGUARD_EXPORT_QUEUE
)

// definition of a function, in a C or C++ file.
type definition struct {
	how   how
	at    place
	body  []piece
	table string // of a call by a macro
}

// defined is what the C and C++ files of a package define.
type defined struct {
	functions map[string][]definition
	// Where an object may get a callback, or run releases in its calls.
	owns *piece

	said   map[string]class
	tables map[string]string // the class of the objects in each
}

// The names that FFIGUARD_EXPORT_... makes of its first argument.
var exports = map[string][]struct {
	behind string
	how    how
}{
	"CALL": {{"", made}}, "NEW": {{"", made}}, "NEW_CHILD": {{"", made}}, "RELEASE": {{"", made}}, "WAKE": {{"", made}},
	"CLASS": {{"_new", made}, {"_release", made}, {"_state", accessor}, {"_live_count", accessor}},
	"CHILD": {{"_new", made}, {"_release", made}, {"_state", accessor}, {"_live_count", accessor}},
	"LOAN": {{"_size", made}, {"_read", made}, {"_copy", made}, {"_release", made},
		{"_state", accessor}, {"_live_count", accessor}},
	"QUEUE": {{"_queued", accessor}, {"_drain", drainsHere}},
	"EVENTS": {{"_drain", accessor}, {"_wait", accessor}, {"_wake", accessor}, {"_descriptor", accessor},
		{"_close", accessor}, {"_event_size", accessor}, {"_queued", accessor}},
}

// source takes in what a file defines of the functions that the headers declare.
func (d *defined) source(pieces []piece, headers *declared, exported map[string]bool) {
	d.classes(pieces)
	for i, p := range pieces {
		switch p.text {
		case "callback_registration", "drains_queue", "ffiguard_callback", "ffiguard_user_release":
			d.mayOwn(&pieces[i])
		case "callback":
			if i+1 < len(pieces) && pieces[i+1].text == "<" {
				d.mayOwn(&pieces[i])
			}
		}
		if exported[p.text] {
			d.mayOwn(&pieces[i])
		}
		if i+2 >= len(pieces) || pieces[i+1].text != "(" || !isName(p.text) {
			continue
		}
		if kind, ok := strings.CutPrefix(p.text, "FFIGUARD_EXPORT_"); ok {
			table := ""
			if i+4 < len(pieces) && pieces[i+3].text == "," {
				table = pieces[i+4].text
			}
			for _, e := range exports[kind] {
				name := pieces[i+2].text + e.behind
				d.functions[name] = append(d.functions[name], definition{e.how, p.at, nil, table})
			}
			continue
		}
		if headers.functions[p.text] == nil {
			continue
		}
		begin := matching(pieces, i+1) + 1
		if begin < len(pieces) && pieces[begin].text == "noexcept" {
			begin++
		}
		if begin < len(pieces) && pieces[begin].text == "{" {
			end := min(matching(pieces, begin), len(pieces))
			d.functions[p.text] = append(d.functions[p.text], definition{byHand, p.at, pieces[begin:end], ""})
		}
	}
}

func (d *defined) mayOwn(p *piece) {
	if d.owns == nil {
		d.owns = p
	}
}

func (d definition) names(name string) bool {
	for _, p := range d.body {
		if p.text == name {
			return true
		}
	}
	return false
}
