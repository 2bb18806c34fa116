// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// must gives what must open.
func must(h handle, err error) handle {
	if err != nil {
		panic(err)
	}
	return h
}

func store() handle { return must(openStore()) }

// tree is a store, a cursor of it, and a mark of that.
func tree() (s, c, m handle) {
	s = store()
	c = must(s.openCursor())
	m = must(c.openMark())
	return
}

// whileRunning does something while a goroutine is inside of run, until it is woken or let go, and gives
// what run answered.
func whileRunning(run func() error, do func()) error {
	hold()
	left := make(chan error)
	go func() { left <- run() }()
	for inside() == 0 {
		runtime.Gosched()
	}
	do()
	return <-left
}

// letGoAfter has who runs let go by itself, in place of being woken.
func letGoAfter(do func()) func() {
	return func() {
		do()
		letGo()
	}
}

// back is what a call back into the tree answers, from a callback of each.
func back(each func(callback) error, call func() error) string {
	var answered error
	f := newCallback(func() error { answered = call(); return nil })
	defer f.Delete()
	if err := each(f); err != nil {
		return say(err)
	}
	return say(answered)
}

func closed(h handle) func() error { return func() error { return h.closeStore(cascade) } }

var trees = []misuse{
	{area: "trees", title: "a cursor used after its store was closed", want: "closed", run: func() string {
		s, c, _ := tree()
		defer c.closeCursor()
		s.closeStore(wait)
		return say(c.next())
	}},
	{area: "trees", title: "a mark used after the store of its cursor was closed", want: "closed", run: func() string {
		s, c, m := tree()
		defer c.closeCursor()
		s.closeStore(wait)
		return say(m.read())
	}},
	{area: "trees", title: "closed in the wrong order: store, cursor, mark", want: "ok, ok, ok", run: func() string {
		s, c, m := tree()
		return say(s.closeStore(wait)) + ", " + say(c.closeCursor()) + ", " + say(errOrClosed(m.closeMark()))
	}},
	{area: "trees", title: "closed in any order by the garbage collector", want: "all are released", run: func() string {
		before := live()
		for range 300 {
			s, c, m := tree()
			var all [3]*atomic.Bool
			all[1] = abandon(s, func(h handle) error { return h.closeStore(wait) })
			all[0] = abandon(c, handle.closeCursor)
			all[2] = abandon(m, handle.closeMark)
			for _, each := range all {
				for !each.Load() {
					runtime.GC()
				}
			}
		}
		if live() != before {
			return fmt.Sprint(live()-before, " are left")
		}
		return "all are released"
	}},
	{area: "trees", title: "a store closed with two cursors open, which its owner has forgotten", want: "in use: in use: 2 children are open", run: func() string {
		s := store()
		must(s.openCursor())
		must(s.openCursor())
		err := s.closeStore(refuse)
		if !naive {
			s.closeStore(cascade)
		}
		return text(err)
	}},
	{area: "trees", title: "a cursor used after a close that was refused", want: "ok", run: func() string {
		s, c, _ := tree()
		s.closeStore(refuse)
		defer s.closeStore(cascade)
		return say(c.next())
	}},
	{area: "trees", title: "a cursor closed again after its store has closed it", want: "closed", run: func() string {
		s, c, _ := tree()
		s.closeStore(cascade)
		return say(c.closeCursor())
	}},
	{area: "trees", title: "a mark read after the store has closed all below it", want: "closed", run: func() string {
		s, _, m := tree()
		s.closeStore(cascade)
		return say(m.read())
	}},
	{area: "trees", title: "a store closed twice while a cursor keeps it", want: "ok, closed", run: func() string {
		s, c, _ := tree()
		defer c.closeCursor()
		return say(s.closeStore(wait)) + ", " + say(s.closeStore(wait))
	}},
	{area: "trees", title: "a cursor opened in a closed store", want: "closed", run: func() string {
		s := store()
		s.closeStore(wait)
		c, err := s.openCursor()
		if err == nil {
			err = c.next()
		}
		return say(err)
	}},
	{area: "trees", title: "a mark opened in a cursor whose store was closed", want: "closed", run: func() string {
		s, c, _ := tree()
		defer c.closeCursor()
		s.closeStore(wait)
		m, err := c.openMark()
		if err == nil {
			err = m.read()
		}
		return say(err)
	}},
	{area: "trees", title: "a cursor opened in a cursor", want: "wrong type", run: func() string {
		s, c, _ := tree()
		defer s.closeStore(cascade)
		wrong, err := c.openCursor()
		if err == nil {
			err = wrong.next()
		}
		return say(err)
	}},
	{area: "trees", title: "a cursor opened in nothing: the handle 0", want: "null", run: func() string {
		c, err := handle(0).openCursor()
		if err == nil {
			err = c.next()
		}
		return say(err)
	}},
	{area: "trees", title: "a store used as a cursor", want: "wrong type", run: func() string {
		s := store()
		defer s.closeStore(cascade)
		return say(s.next())
	}},
	{area: "trees", title: "a cursor closed as a store", want: "wrong type", run: func() string {
		s, c, _ := tree()
		defer s.closeStore(cascade)
		return say(c.closeStore(cascade))
	}},
	{area: "trees", title: "a store closed by 8 goroutines at once, with cursors open", want: "1 closed it", run: func() string {
		for range 100 {
			s, _, _ := tree()
			if n := crowd(closed(s)); n != 1 {
				return fmt.Sprintf("%d closed it", n)
			}
		}
		return "1 closed it"
	}},
	{area: "trees", title: "cursors opened by 8 goroutines while the store is closed", want: "nothing is left", run: func() string {
		before := live()
		for range 100 {
			s := store()
			var turn atomic.Int32
			crowd(func() error {
				if turn.Add(1) == 4 {
					return s.closeStore(cascade)
				}
				_, err := s.openCursor()
				return err
			})
		}
		if live() != before {
			return fmt.Sprint(live()-before, " are left")
		}
		return "nothing is left"
	}},
	{area: "trees", title: "a cursor closed while its method is inside, and then its store", want: "close: ok, method: ok", run: func() string {
		s, c, _ := tree()
		var err error
		method := whileRunning(c.runCursor, letGoAfter(func() { err = c.closeCursor(); s.closeStore(refuse) }))
		s.closeStore(cascade)
		return fmt.Sprintf("close: %s, method: %s", say(err), say(method))
	}},
	{area: "trees", title: "a store closed while a method waits for something that does not come", want: "close: ok, method: foreign error", run: func() string {
		s := store()
		var err error
		method := whileRunning(s.runStore, func() { err = s.closeStore(cascade) })
		return fmt.Sprintf("close: %s, method: %s", say(err), say(method))
	}},
	{area: "trees", title: "the same through a cursor", want: "close: ok, method: foreign error", run: func() string {
		s, c, _ := tree()
		var err error
		method := whileRunning(c.runCursor, func() { err = s.closeStore(cascade) })
		return fmt.Sprintf("close: %s, method: %s", say(err), say(method))
	}},
	{area: "trees", title: "woken after it was closed", want: "closed", run: func() string {
		s := store()
		s.closeStore(cascade)
		return say(s.wake())
	}},
	{area: "trees", title: "woken by 8 goroutines while it is closed", want: "each was done or refused", run: func() string {
		for range 100 {
			s := store()
			var turn, wrong atomic.Int32
			crowd(func() error {
				if turn.Add(1) == 4 {
					return s.closeStore(cascade)
				}
				err := s.wake()
				if w := say(err); w != "ok" && w != "closed" && w != "in use" {
					wrong.Add(1)
				}
				return err
			})
			if wrong.Load() != 0 {
				return "another answer"
			}
		}
		return "each was done or refused"
	}},
	{area: "trees", title: "a second goroutine in a store for one", want: "in use", run: func() string {
		s := store()
		defer s.closeStore(cascade)
		var second error
		whileRunning(s.runStore, letGoAfter(func() { second = s.put() }))
		return say(second)
	}},
	{area: "trees", title: "a second goroutine in a cursor of the same store", want: "in use", run: func() string {
		s, c, _ := tree()
		defer s.closeStore(cascade)
		other := must(s.openCursor())
		var second error
		whileRunning(c.runCursor, letGoAfter(func() { second = other.next() }))
		return say(second)
	}},
	{area: "trees", title: "8 goroutines put into a store for one", want: "each was done or refused, and none is lost", run: func() string {
		s, c, _ := tree()
		defer s.closeStore(cascade)
		var all sync.WaitGroup
		var done atomic.Int64
		for range 8 {
			all.Add(1)
			go func() {
				defer all.Done()
				for range 5000 {
					if s.put() == nil {
						done.Add(1)
					}
				}
			}()
		}
		all.Wait()
		value, err := c.nextValue()
		if lost := 100 + done.Load() + 1 - value; err != nil || lost != 0 {
			return fmt.Sprint(say(err), ", some are lost")
		}
		return "each was done or refused, and none is lost"
	}},
	{area: "trees", title: "a cursor closed while another one is inside of the store", want: "close: ok, method: ok", run: func() string {
		s, c, _ := tree()
		defer s.closeStore(cascade)
		other := must(s.openCursor())
		var err error
		method := whileRunning(c.runCursor, letGoAfter(func() { err = other.closeCursor() }))
		return fmt.Sprintf("close: %s, method: %s", say(err), say(method))
	}},
	{area: "trees", title: "a callback of a store comes back to it", want: "in use", run: func() string {
		s := store()
		defer s.closeStore(cascade)
		return back(s.eachOfStore, s.put)
	}},
	{area: "trees", title: "a callback of a cursor comes back to its store", want: "in use", run: func() string {
		s, c, _ := tree()
		defer s.closeStore(cascade)
		return back(c.eachOfCursor, s.put)
	}},
	{area: "trees", title: "a callback of a cursor closes the cursor", want: "ok", run: func() string {
		s, c, _ := tree()
		defer s.closeStore(cascade)
		return back(c.eachOfCursor, c.closeCursor)
	}},
	{area: "trees", title: "a callback of a cursor closes the store", want: "ok", run: func() string {
		s, c, _ := tree()
		return back(c.eachOfCursor, closed(s))
	}},
	{area: "trees", title: "the library says not now, and nobody reads it", want: "foreign error, then ok", run: func() string {
		s := store()
		s.beBusy(1)
		first := s.closeStore(cascade)
		s.beBusy(0)
		if naive {
			return say(first)
		}
		return say(first) + ", then " + say(s.closeStore(cascade))
	}},
	{area: "trees", title: "exit() while a tree is open", want: "exit status 0", alone: true, run: func() string {
		s, c, _ := tree()
		hold()
		go c.runCursor()
		for inside() == 0 {
			runtime.Gosched()
		}
		s.closeStore(wait)
		announce("exit status 0")
		exitC()
		return "it came back"
	}},
}

// errOrClosed takes the answer of what the parent has closed already for its own.
func errOrClosed(err error) error {
	if say(err) == "closed" {
		return nil
	}
	return err
}
