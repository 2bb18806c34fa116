// SPDX-License-Identifier: BSL-1.0

package main

// class is what a class of the shim says in its life_cycle.
type class struct {
	isQueued bool   // by queued_release
	drains   bool   // by drains_queue: its calls release others
	parent   string // by child_of; "" for none
}

// classes takes in what the classes of a file say, and of which class the objects of its handle_tables are.
func (d *defined) classes(pieces []piece) {
	for i, p := range pieces {
		switch p.text {
		case "class", "struct":
			if i+1 < len(pieces) && isName(pieces[i+1].text) {
				d.class(pieces, i+1)
			}
		case "handle_table":
			if name, object := tableOf(pieces, i); name != "" {
				d.tables[name] = object
			}
		}
	}
}

func (d *defined) class(pieces []piece, at int) {
	begin := at
	for begin < len(pieces) && pieces[begin].text != "{" && pieces[begin].text != ";" && pieces[begin].text != "(" && pieces[begin].text != ")" {
		begin++
	}
	if begin == len(pieces) || pieces[begin].text != "{" {
		return // it is declared, or a type is named
	}
	var c class
	body := pieces[begin:min(matching(pieces, begin), len(pieces))]
	for i := range body {
		if body[i].text != "life_cycle" || i+1 == len(body) || body[i+1].text != "=" {
			continue
		}
		for ; i < len(body) && body[i].text != ";"; i++ {
			switch body[i].text {
			case "queued_release":
				c.isQueued = true
			case "drains_queue":
				c.drains = true
			case "child_of":
				c.parent = lastName(body[i+1 : closing(body, i+1)])
			}
		}
		break
	}
	d.said[pieces[at].text] = c
}

// tableOf is the variable of a handle_table, and the class in it; "" if it is none.
func tableOf(pieces []piece, at int) (name, object string) {
	end := closing(pieces, at+1)
	if end >= len(pieces) {
		return "", ""
	}
	object = lastName(pieces[at+1 : end])
	if end+1 < len(pieces) && isName(pieces[end+1].text) { // handle_table<feed> feeds
		return pieces[end+1].text, object
	}
	for i := at - 1; i > 0 && pieces[i].text != ";" && pieces[i].text != "}"; i-- { // feeds = *new handle_table<feed>
		if pieces[i].text == "=" {
			return pieces[i-1].text, object
		}
	}
	return "", ""
}

// closing is the > of the < at i; the end if there is none.
func closing(pieces []piece, i int) int {
	depth := 0
	for ; i < len(pieces); i++ {
		switch pieces[i].text {
		case "<":
			depth++
		case ">":
			if depth--; depth == 0 {
				return i
			}
		case ";":
			return len(pieces)
		}
		if depth == 0 {
			return len(pieces)
		}
	}
	return i
}

func lastName(pieces []piece) (name string) {
	for _, p := range pieces {
		if isName(p.text) {
			name = p.text
		}
	}
	return name
}

// isQueued says whether no call releases an object of a table: its class and all others of its tree, whose
// objects may wait for the turn of the call, say queued_release.
func (d *defined) isQueued(table string) bool {
	object, known := d.tables[table]
	if !known {
		return false
	}
	root := d.root(object)
	for name := range d.said {
		if d.root(name) == root && !d.said[name].isQueued {
			return false
		}
	}
	return d.said[object].isQueued && !d.said[object].drains
}

func (d *defined) root(name string) string {
	for range len(d.said) { // not for ever, where classes name each other
		parent := d.said[name].parent
		if parent == "" {
			break
		}
		name = parent
	}
	return name
}
