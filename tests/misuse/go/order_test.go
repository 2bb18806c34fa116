// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"time"
)

// family is a database with a statement that has a row: 1, 2 and 3.
func family(k kind) (database, statement, row node) {
	beginLibrary()
	database = root(k, 1)
	statement = database.below(2)
	return database, statement, statement.below(3)
}

// pair is a parent, 1, and a child of it, 2.
func pair(k kind) (parent, child node) {
	beginLibrary()
	parent = root(k, 1)
	return parent, parent.below(2)
}

// whileStays does something while a goroutine is in a call of n, and gives the call's answer.
func whileStays(n node, do func()) error {
	hold()
	defer letGo()
	left := make(chan error, 1)
	go func() { left <- n.stay() }()
	for inside() == 0 {
		if len(left) != 0 {
			break // it was not let in
		}
		time.Sleep(10 * time.Microsecond)
	}
	do()
	letGo()
	return <-left
}

// inItsCall closes the parent in the callback of its child's call, then the child.
func inItsCall(k kind) string {
	parent, child := pair(k)
	var closed error
	before := 0
	call := child.each(func() error { closed = parent.close(); before = freed(); return nil })
	first := freed()
	child.close()
	if closed != nil {
		parent.close()
	}
	return fmt.Sprintf("parent: %s, call: %s, freed in it %d, after it %d, at last %d", tell(closed), tell(call), before, first, freed())
}

// inItsConstructor closes the parent while its child is being made.
func inItsConstructor(k kind) string {
	beginLibrary()
	parent := root(k, 1)
	var closed error
	c := newCallback(func() error { closed = parent.close(); return nil })
	defer c.Delete()
	child, err := (k + 1).open(parent, 2, c)
	answer := fmt.Sprintf("parent: %s, child: %s, freed %d", tell(closed), tell(err), freed())
	if err == nil {
		child.close()
		parent.close()
	}
	return answer
}

// madeIn is the answer to a child of what parent gives, which is none.
func madeIn(k kind, parent func() node) string {
	child, err := (k + 1).open(parent(), 2, 0)
	if err == nil {
		child.close()
		return "made"
	}
	return say(err)
}

// everyOrder abandons a database, its statement and its row in each of the six orders.
func everyOrder(k kind, want int) string {
	for _, order := range [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		var all [3]node
		all[0], all[1], all[2] = family(k)
		for _, i := range order {
			n := all[i]
			collected := abandon(n.handle, func(handle) error { return n.close() })
			for !collected.Load() {
				runtime.GC()
			}
		}
		if freed() != want {
			return fmt.Sprintf("freed %d", freed())
		}
	}
	return fmt.Sprintf("each time freed %d", want)
}

// crowdOfChildren makes children of a parent on 8 goroutines while it is closed.
func crowdOfChildren(k kind) string {
	before := live()
	for range 50 {
		beginLibrary()
		parent := root(k, 1)
		var made atomic.Int32
		var wrong atomic.Value
		crowd(func() error {
			for range 20 {
				child, err := parent.try(2)
				if made.Add(1) == 60 {
					parent.close()
				}
				if err == nil {
					err = child.close()
				}
				// Where its place is another's by now, the parent's token is stale.
				if s := say(err); s != "ok" && s != "closed" && s != "stale" {
					wrong.Store(s)
				}
			}
			return nil
		})
		if s := wrong.Load(); s != nil {
			return s.(string)
		}
	}
	if live() != before {
		return fmt.Sprintf("%d are left", live()-before)
	}
	return "each child was made and closed, or refused"
}

var order = []misuse{
	{area: "order", title: "a parent that waits for its children, closed before its child", want: "parent: ok, child used: closed, child: ok, freed 21", run: func() string {
		parent, child := pair(waits)
		p, used, c := parent.close(), child.use(), child.close()
		return fmt.Sprintf("parent: %s, child used: %s, child: %s, freed %d", tell(p), tell(used), tell(c), freed())
	}},
	{area: "order", title: "a parent that refuses, closed before its two children", want: "parent: in use by 2, child used: ok, children: ok, ok, parent: ok", run: func() string {
		parent, child := pair(refuses)
		second := parent.below(3)
		p, used := parent.close(), child.use()
		return fmt.Sprintf("parent: %s, child used: %s, children: %s, %s, parent: %s", tell(p), tell(used), tell(child.close()), tell(second.close()), tell(parent.close()))
	}},
	{area: "order", title: "a parent that closes its children, closed before three of them", want: "parent: ok, freed 4321, children: closed, closed, closed", run: func() string {
		parent, child := pair(closes)
		second, third := parent.below(3), parent.below(4)
		p, f := parent.close(), freed()
		return fmt.Sprintf("parent: %s, freed %d, children: %s, %s, %s", tell(p), f, tell(child.close()), tell(second.close()), tell(third.close()))
	}},
	{area: "order", title: "a family that waits, closed from the top", want: "ok, ok, ok, freed 321", run: func() string {
		database, statement, row := family(waits)
		d, s, r := database.close(), statement.close(), row.close()
		return fmt.Sprintf("%s, %s, %s, freed %d", tell(d), tell(s), tell(r), freed())
	}},
	{area: "order", title: "a family that refuses, closed from the top", want: "in use by 1, in use by 1, then from below: ok, ok, ok, freed 321", run: func() string {
		database, statement, row := family(refuses)
		d, s := database.close(), statement.close()
		r, s2, d2 := row.close(), statement.close(), database.close()
		return fmt.Sprintf("%s, %s, then from below: %s, %s, %s, freed %d", tell(d), tell(s), tell(r), tell(s2), tell(d2), freed())
	}},
	{area: "order", title: "a family that is closed with its parent, closed from the top", want: "ok, closed, closed, freed 321", run: func() string {
		database, statement, row := family(closes)
		d, s, r := database.close(), statement.close(), row.close()
		return fmt.Sprintf("%s, %s, %s, freed %d", tell(d), tell(s), tell(r), freed())
	}},
	{area: "order", title: "a row used after its statement's database was closed", want: "closed", run: func() string {
		database, statement, row := family(waits)
		database.close()
		used := row.use()
		statement.close()
		row.close()
		return say(used)
	}},
	{area: "order", title: "only the statement between a database and a row is closed", want: "row: closed, freed 0, then 32, database: ok", run: func() string {
		database, statement, row := family(waits)
		statement.close()
		used, first := row.use(), freed()
		row.close()
		second, d := freed(), database.use()
		database.close()
		return fmt.Sprintf("row: %s, freed %d, then %d, database: %s", tell(used), first, second, tell(d))
	}},
	{area: "order", title: "a parent closed twice while its child is open", want: "ok, closed, freed 21", run: func() string {
		parent, child := pair(waits)
		first, second := parent.close(), parent.close()
		child.close()
		return fmt.Sprintf("%s, %s, freed %d", tell(first), tell(second), freed())
	}},
	{area: "order", title: "a child closed twice while its parent waits for another", want: "ok, closed, freed 2, then 231", run: func() string {
		parent, child := pair(waits)
		other := parent.below(3)
		parent.close()
		first, second, f := child.close(), child.close(), freed()
		other.close()
		return fmt.Sprintf("%s, %s, freed %d, then %d", tell(first), tell(second), f, freed())
	}},
	{area: "order", title: "a child made in a closed parent", want: "closed", run: func() string {
		return madeIn(waits, func() node { n := root(waits, 1); n.close(); return n })
	}},
	{area: "order", title: "a child made in a closed parent whose place is another's by now", want: "refused, the other has no child", run: func() string {
		parent := root(refuses, 1)
		parent.close()
		others := make([]node, 100)
		for i := range others {
			others[i] = root(refuses, 1)
		}
		answer := madeIn(refuses, func() node { return parent })
		for _, other := range others {
			if err := other.close(); err != nil {
				return "the other: " + tell(err)
			}
		}
		if !refusals[answer] {
			return answer
		}
		return "refused, the other has no child"
	}},
	{area: "order", title: "a child made in a parent that was closed while a call is inside", want: "child: closed, call: ok", run: func() string {
		parent := root(waits, 1)
		var answer string
		call := whileStays(parent, func() {
			parent.close()
			answer = madeIn(waits, func() node { return parent })
		})
		return fmt.Sprintf("child: %s, call: %s", answer, tell(call))
	}},
	{area: "order", title: "a child made in no parent: the handle 0", want: "null", run: func() string {
		child, err := (waits + 1).open(node{}, 2, 0)
		if err == nil {
			child.close()
		}
		return say(err)
	}},
	{area: "order", title: "a child made in a forged parent, 1,000 random numbers", want: "refused", run: func() string {
		for range 1000 {
			if s := madeIn(waits, func() node { return node{waits, handle(rand.Uint64())} }); !refusals[s] {
				return s
			}
		}
		return "refused"
	}},
	{area: "order", title: "a child made in its sister", want: "wrong type", run: func() string {
		parent, child := pair(refuses)
		answer := madeIn(refuses, func() node { return child })
		child.close()
		parent.close()
		return answer
	}},
	{area: "order", title: "a child made in a parent of another type", want: "wrong type", run: func() string {
		parent := root(closes, 1)
		defer parent.close()
		return madeIn(waits, func() node { return parent })
	}},
	{area: "order", title: "a parent's handle used as its child's", want: "use: wrong type, close: wrong type, parent: ok", run: func() string {
		parent, child := pair(refuses)
		wrong := node{child.kind, parent.handle}
		used, closed := wrong.use(), wrong.close()
		child.close()
		return fmt.Sprintf("use: %s, close: %s, parent: %s", tell(used), tell(closed), tell(parent.close()))
	}},
	{area: "order", title: "the constructor of a child fails", want: "child: C++ exception, freed 2, parent: ok", run: func() string {
		beginLibrary()
		parent := root(refuses, 1)
		c := newCallback(func() error { return fmt.Errorf("no") })
		defer c.Delete()
		_, err := (refuses + 1).open(parent, 2, c)
		f := freed()
		return fmt.Sprintf("child: %s, freed %d, parent: %s", tell(err), f, tell(parent.close()))
	}},
	{area: "order", title: "the constructor of a child closes its parent, which waits", want: "parent: ok, child: closed, freed 21", run: func() string { return inItsConstructor(waits) }},
	{area: "order", title: "the constructor of a child closes its parent, which refuses", want: "parent: in use by 1, child: ok, freed 0", run: func() string { return inItsConstructor(refuses) }},
	{area: "order", title: "the constructor of a child closes its parent, which closes its children", want: "parent: ok, child: closed, freed 21", run: func() string { return inItsConstructor(closes) }},
	{area: "order", title: "a parent that waits, closed in its child's call", want: "parent: ok, call: ok, freed in it 0, after it 0, at last 21", run: func() string { return inItsCall(waits) }},
	{area: "order", title: "a parent that refuses, closed in its child's call", want: "parent: in use by 1, call: ok, freed in it 0, after it 0, at last 21", run: func() string { return inItsCall(refuses) }},
	{area: "order", title: "a parent that closes its children, closed in its child's call", want: "parent: ok, call: ok, freed in it 0, after it 21, at last 21", run: func() string { return inItsCall(closes) }},
	{area: "order", title: "a parent closed while a call of its child is on another thread", want: "parent: ok, freed meanwhile 0, call: ok, freed 21", run: func() string {
		parent, child := pair(closes)
		var closed error
		meanwhile := 0
		call := whileStays(child, func() { closed = parent.close(); meanwhile = freed() })
		return fmt.Sprintf("parent: %s, freed meanwhile %d, call: %s, freed %d", tell(closed), meanwhile, tell(call), freed())
	}},
	{area: "order", title: "a child closed in its own call after its parent", want: "parent: ok, child: ok, call: ok, freed 21", run: func() string {
		parent, child := pair(waits)
		var p, c error
		call := child.each(func() error { p, c = parent.close(), child.close(); return nil })
		return fmt.Sprintf("parent: %s, child: %s, call: %s, freed %d", tell(p), tell(c), tell(call), freed())
	}},
	{area: "order", title: "a family that waits, collected in each order", want: "each time freed 321", run: func() string { return everyOrder(waits, 321) }},
	{area: "order", title: "a family that is closed with its parent, collected in each order", want: "each time freed 321", run: func() string { return everyOrder(closes, 321) }},
	{area: "order", title: "a parent that refuses, collected before its child", want: "parent: in use by 1, it is open, and closed by hand: ok", run: func() string {
		parent, child := pair(refuses)
		var closed error
		collected := abandon(parent.handle, func(handle) error { closed = parent.close(); return closed })
		for !collected.Load() {
			runtime.GC()
		}
		child.close()
		return fmt.Sprintf("parent: %s, it is open, and closed by hand: %s", tell(closed), tell(parent.close()))
	}},
	{area: "order", title: "children made on 8 goroutines while their parent, which waits, is closed", want: "each child was made and closed, or refused", run: func() string { return crowdOfChildren(waits) }},
	{area: "order", title: "children made on 8 goroutines while their parent, which closes them, is closed", want: "each child was made and closed, or refused", run: func() string { return crowdOfChildren(closes) }},
	{area: "order", title: "a family closed by 8 goroutines at once", want: "each was freed once", run: func() string {
		for _, k := range []kind{waits, refuses, closes} {
			for range 100 {
				before := live()
				database, statement, row := family(k)
				crowd(func() error { database.close(); row.close(); return statement.close() })
				statement.close()
				database.close()
				if freed() != 321 || live() != before {
					return fmt.Sprintf("freed %d, %d are left", freed(), live()-before)
				}
			}
		}
		return "each was freed once"
	}},
	{area: "order", title: "10,000 children left open, and the parent closed", want: "all are freed", run: func() string {
		before := live()
		parent := root(closes, 1)
		for range 10_000 {
			parent.below(2)
		}
		parent.close()
		if n := live() - before; n != 0 {
			return fmt.Sprintf("%d are left", n)
		}
		return "all are freed"
	}},
}
