// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"fmt"
	"runtime"
	"sync/atomic"
)

// connected is a connection, 1, with two queries, 2 and 3.
func connected() (c, first, second node) {
	c, first = pair(connection)
	return c, first, c.below(3)
}

// closeAll closes what is open yet.
func closeAll(nodes ...node) {
	for _, n := range nodes {
		n.close()
	}
}

// turns does something in the callback of a call of one, and gives both answers.
func turns(of node, inner func() error) string {
	var in error
	out := of.each(func() error { in = inner(); return nil })
	return fmt.Sprintf("inner: %s, outer: %s", tell(in), tell(out))
}

// inConstructor does something with a connection while a query of it is being made.
func inConstructor(do func(node) error) string {
	before := live()
	c := root(connection, 1)
	var inner error
	f := newCallback(func() error { inner = do(c); return nil })
	defer f.Delete()
	q, err := query.open(c, 2, f)
	if err == nil {
		q.close()
	}
	if inner != nil || naive {
		c.close()
	}
	if live() != before {
		return "left"
	}
	return fmt.Sprintf("inner: %s, query: %s", tell(inner), tell(err))
}

var turn = []misuse{
	{area: "turn", title: "a connection used in the callback of its own call", want: "inner: in use, outer: ok", run: func() string {
		c := root(connection, 1)
		defer c.close()
		return turns(c, c.use)
	}},
	{area: "turn", title: "a connection used on two threads", want: "one: ok, other: in use", run: func() string {
		c := root(connection, 1)
		defer c.close()
		var other error
		one := whileStays(c, func() { other = c.use() })
		return fmt.Sprintf("one: %s, other: %s", tell(one), tell(other))
	}},
	{area: "turn", title: "a query used while its connection is", want: "inner: in use, outer: ok", run: func() string {
		c, q, other := connected()
		defer closeAll(q, other, c)
		return turns(c, q.use)
	}},
	{area: "turn", title: "a connection used while its query is", want: "inner: in use, outer: ok", run: func() string {
		c, q, other := connected()
		defer closeAll(q, other, c)
		return turns(q, c.use)
	}},
	{area: "turn", title: "two queries of one connection used on two threads", want: "one: ok, other: in use", run: func() string {
		c, q, second := connected()
		defer closeAll(q, second, c)
		var other error
		one := whileStays(q, func() { other = second.use() })
		return fmt.Sprintf("one: %s, other: %s", tell(one), tell(other))
	}},
	{area: "turn", title: "queries of two connections, each used in the other's callback", want: "inner: ok, outer: ok", run: func() string {
		c, q, other := connected()
		d, r, another := connected()
		defer closeAll(q, other, c, r, another, d)
		return turns(q, r.use)
	}},
	{area: "turn", title: "a query made in the callback of its connection's call", want: "inner: in use, outer: ok", run: func() string {
		c := root(connection, 1)
		defer c.close()
		return turns(c, func() error { _, err := c.try(2); return err })
	}},
	{area: "turn", title: "a connection used in the constructor of its query", want: "inner: in use, query: ok", run: func() string {
		return inConstructor(node.use)
	}},
	{area: "turn", title: "a connection closed in the constructor of its query", want: "inner: ok, query: closed", run: func() string {
		return inConstructor(node.close)
	}},
	{area: "turn", title: "a callback waits for a goroutine that uses the same connection", want: "inner: in use, outer: ok", run: func() string {
		c, q, other := connected()
		defer closeAll(q, other, c)
		return turns(q, func() error {
			there := make(chan error)
			go func() { there <- other.use() }()
			return <-there
		})
	}},
	{area: "turn", title: "a query closed while another has the turn", want: "close: ok, freed meanwhile 0, call: ok, freed 3", run: func() string {
		c, q, second := connected()
		defer closeAll(q, c)
		var closed error
		meanwhile := 0
		call := whileStays(q, func() { closed = second.close(); meanwhile = freed() })
		return fmt.Sprintf("close: %s, freed meanwhile %d, call: %s, freed %d", tell(closed), meanwhile, tell(call), freed())
	}},
	{area: "turn", title: "a query collected while another has the turn", want: "freed meanwhile 0, call: ok, freed 3", run: func() string {
		c, q, second := connected()
		defer closeAll(q, c)
		meanwhile := 0
		call := whileStays(q, func() {
			collected := abandon(second.handle, func(handle) error { return second.close() })
			for !collected.Load() {
				runtime.GC()
			}
			meanwhile = freed()
		})
		return fmt.Sprintf("freed meanwhile %d, call: %s, freed %d", meanwhile, tell(call), freed())
	}},
	{area: "turn", title: "a query closed in its own call", want: "inner: ok, outer: ok", run: func() string {
		c, q, other := connected()
		defer closeAll(other, c)
		return turns(q, q.close)
	}},
	{area: "turn", title: "a connection closed in its query's call, and then both queries", want: "inner: ok, outer: ok, freed 231", run: func() string {
		c, q, other := connected()
		var closed error
		answer := turns(q, func() error { closed = c.close(); q.close(); return closed })
		other.close()
		return fmt.Sprintf("%s, freed %d", answer, freed())
	}},
	{area: "turn", title: "8 queries of one connection on 8 goroutines", want: "each call was done alone, or refused", run: func() string {
		c := root(connection, 1)
		defer c.close()
		var next atomic.Int32
		queries := make([]node, 8)
		for i := range queries {
			queries[i] = c.below(i)
			defer queries[i].close()
		}
		var wrong atomic.Value
		crowd(func() error {
			q := queries[next.Add(1)-1]
			for range 200 {
				err := q.each(func() error { runtime.Gosched(); return nil })
				if s := tell(err); s != "ok" && s != "in use" {
					wrong.Store(s)
				}
			}
			return nil
		})
		if s := wrong.Load(); s != nil {
			return s.(string)
		}
		return "each call was done alone, or refused"
	}},
	{area: "turn", title: "queries closed on 8 goroutines, used on 8 others, and the connection closed meanwhile", want: "all are freed, the connection last", run: func() string {
		for range 50 {
			before := live()
			beginLibrary()
			c := root(connection, 1)
			queries := make([]node, 8)
			for i := range queries {
				queries[i] = c.below(2)
			}
			var next atomic.Int32
			crowd(func() error {
				i := int(next.Add(1) - 1)
				queries[(i+1)%8].use()
				if i == 4 {
					c.close()
				}
				return queries[i].close()
			})
			if n := live() - before; n != 0 || freed() != 222222221 {
				return fmt.Sprintf("%d are left, freed %d", n, freed())
			}
		}
		return "all are freed, the connection last"
	}},
}
