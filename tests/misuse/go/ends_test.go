// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

var wake = []misuse{
	{area: "wake", title: "a connection closed while a call of it blocks", want: "close: ok, call: the library's 9, woken 1 time, freed 1", run: func() string {
		beginLibrary()
		return woken(root(connection, 1), func(c node) node { return c })
	}},
	{area: "wake", title: "a connection closed while its query's call blocks, and then the query", want: "close: ok, call: the library's 9, woken 1 time, freed 21", run: func() string {
		c, q := pair(connection)
		return woken(c, func(node) node { return q })
	}},
	{area: "wake", title: "a connection closed by 8 goroutines while a call blocks", want: "1 closed it, woken 1 time, call: the library's 9", run: func() string {
		beginLibrary()
		c := root(connection, 1)
		var closed int32
		call := blocked(c, func() { closed = crowd(c.close) })
		return fmt.Sprintf("%d closed it, woken %d time, call: %s", closed, wakes(), tell(call))
	}},
	{area: "wake", title: "a connection closed while nobody is inside", want: "ok, woken 0 times", run: func() string {
		beginLibrary()
		err := root(connection, 1).close()
		return fmt.Sprintf("%s, woken %d times", tell(err), wakes())
	}},
	{area: "wake", title: "only the query closed while its call blocks", want: "close: ok, woken 0 times, call: ok", run: func() string {
		c, q := pair(connection)
		defer c.close()
		var closed error
		call := whileStays(q, func() { closed = q.close() })
		return fmt.Sprintf("close: %s, woken %d times, call: %s", tell(closed), wakes(), tell(call))
	}},
	{area: "wake", title: "stopped by what the library allows beside a running call", want: "beside: ok 1, call: ok", run: func() string {
		c := root(connection, 1)
		defer c.close()
		var err error
		var id int
		call := whileStays(c, func() { id, err = c.beside() })
		return fmt.Sprintf("beside: %s %d, call: %s", tell(err), id, tell(call))
	}},
	{area: "wake", title: "a connection stopped so while its query's call runs", want: "beside: ok 1, call: ok", run: func() string {
		c, q := pair(connection)
		defer closeAll(q, c)
		var err error
		var id int
		call := whileStays(q, func() { id, err = c.beside() })
		return fmt.Sprintf("beside: %s %d, call: %s", tell(err), id, tell(call))
	}},
	{area: "wake", title: "called beside after close, while a call is inside and after it", want: "while it is: ok, after it: closed", run: func() string {
		beginLibrary()
		database := root(waits, 1) // has nothing that wakes
		var err error
		whileStays(database, func() {
			database.close()
			_, err = database.beside()
		})
		_, late := database.beside()
		return fmt.Sprintf("while it is: %s, after it: %s", tell(err), tell(late))
	}},
	{area: "wake", title: "called beside with a forged handle", want: "refused", run: func() string {
		c := root(connection, 1)
		defer c.close()
		_, zero := node{connection, 0}.beside()
		_, other := node{connection, c.handle ^ 1<<20}.beside()
		if !refusals[say(zero)] || !refusals[say(other)] {
			return say(zero) + ", " + say(other)
		}
		return "refused"
	}},
}

// blocked is whileStays, but the call goes on until it is woken.
func blocked(n node, do func()) error {
	hold()
	defer letGo()
	left := make(chan error, 1)
	go func() { left <- n.stay() }()
	for inside() == 0 {
		time.Sleep(10 * time.Microsecond)
	}
	do()
	return <-left
}

// woken closes c while a call of another blocks, and then that.
func woken(c node, of func(c node) node) string {
	n := of(c)
	var closed error
	call := blocked(n, func() { closed = c.close() })
	if n != c {
		n.close()
	}
	return fmt.Sprintf("close: %s, call: %s, woken %d time, freed %d", tell(closed), tell(call), wakes(), freed())
}

// within is a context that ends soon.
func within(d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	context.AfterFunc(ctx, cancel)
	return ctx
}

var waiting = []misuse{
	{area: "wait", title: "waits for the release in the callback of its own call", want: "inner: in use, outer: ok", run: func() string {
		c := root(connection, 1)
		defer c.close()
		return turns(c, func() error { return c.closeWait(60_000) })
	}},
	{area: "wait", title: "waits for a connection's release in the callback of its query's call", want: "inner: in use, outer: ok", run: func() string {
		c, q, other := connected()
		defer closeAll(q, other, c)
		return turns(q, func() error { return c.closeWait(60_000) })
	}},
	{area: "wait", title: "two calls wait for each other's object", want: "inner: in use, outer: ok", run: func() string {
		c, d := root(connection, 1), root(connection, 2)
		defer closeAll(c, d)
		return turns(c, func() error {
			var in error
			d.each(func() error { in = c.closeWait(60_000); return nil })
			return in
		})
	}},
	{area: "wait", title: "waits with a deadline for a call that stays", want: "Connection timed out, freed meanwhile 0, call: ok, freed 1", run: func() string {
		beginLibrary()
		database := root(waits, 1)
		var waited error
		meanwhile := 0
		call := whileStays(database, func() { waited = database.closeWait(10); meanwhile = freed() })
		return fmt.Sprintf("%s, freed meanwhile %d, call: %s, freed %d", waitedFor(waited), meanwhile, tell(call), freed())
	}},
	{area: "wait", title: "waits for a parent whose child another goroutine closes", want: "ok, freed 21", run: func() string {
		parent, child := pair(waits)
		go func() {
			for !naive && isOpen(parent) {
				time.Sleep(10 * time.Microsecond)
			}
			child.close()
		}()
		waited := parent.closeWait(60_000)
		return fmt.Sprintf("%s, freed %d", tell(waited), freed())
	}},
	{area: "wait", title: "waits on 8 goroutines at once", want: "each came back after the release, freed 1", run: func() string {
		beginLibrary()
		database := root(waits, 1)
		var early int32
		whileStays(database, func() {
			done := make(chan bool)
			go func() {
				early = crowd(func() error {
					if s := say(database.closeWait(60_000)); s != "ok" && s != "closed" || freed() == 0 {
						return nil
					}
					return ffiguard.ErrClosed
				})
				done <- true
			}()
			for !naive && isOpen(database) {
				time.Sleep(10 * time.Microsecond)
			}
			letGo()
			<-done
		})
		if early != 0 {
			return fmt.Sprintf("%d came back before", early)
		}
		return fmt.Sprintf("each came back after the release, freed %d", freed())
	}},
	{area: "wait", title: "waits for what was released before", want: "closed", run: func() string {
		n := root(waits, 1)
		n.close()
		return say(n.closeWait(60_000))
	}},
	{area: "wait", title: "waits in Go until a context ends", want: "context deadline exceeded, call: ok, freed 1", run: func() string {
		beginLibrary()
		database := root(waits, 1)
		var waited error
		call := whileStays(database, func() { waited = database.owner().CloseWait(within(10*time.Millisecond), database.stateOf) })
		return fmt.Sprintf("%v, call: %s, freed %d", waited, tell(call), freed())
	}},
	{area: "wait", title: "waits in Go in the callback of its own call", want: "context deadline exceeded, call: ok, freed 1", run: func() string {
		beginLibrary()
		database := root(waits, 1)
		var waited error
		call := database.each(func() error {
			waited = database.owner().CloseWait(within(10*time.Millisecond), database.stateOf)
			return nil
		})
		return fmt.Sprintf("%v, call: %s, freed %d", waited, tell(call), freed())
	}},
	{area: "wait", title: "waits in Go on 8 goroutines at once", want: "each was told ok, freed 1", run: func() string {
		for range 50 {
			beginLibrary()
			database := root(waits, 1)
			owner := database.owner()
			if n := crowd(func() error { return owner.CloseWait(context.Background(), database.stateOf) }); n != 8 {
				return fmt.Sprintf("%d were told ok", n)
			}
		}
		return fmt.Sprintf("each was told ok, freed %d", freed())
	}},
	{area: "wait", title: "waits in Go and asks for the state of another type", want: "wrong type, freed meanwhile 0", run: func() string {
		beginLibrary()
		database, other := root(waits, 1), node{refuses, 0}
		var waited error
		meanwhile := 0
		whileStays(database, func() {
			other.handle = database.handle
			waited = database.owner().CloseWait(context.Background(), other.stateOf)
			meanwhile = freed()
		})
		return fmt.Sprintf("%s, freed meanwhile %d", tell(waited), meanwhile)
	}},
	{area: "wait", title: "waits in Go while another goroutine is about to close", want: "waited: ok, closed: ok", run: func() string {
		database := root(waits, 1)
		begun, goOn := make(chan bool), make(chan bool)
		owner := ffiguard.NewHandle(ffiguard.Token(database.handle), func(ffiguard.Token) error {
			begun <- true
			<-goOn
			return database.close()
		})
		closed := make(chan error)
		go func() { closed <- owner.Close() }()
		<-begun
		waited := make(chan error)
		go func() { waited <- owner.CloseWait(context.Background(), database.stateOf) }()
		select {
		case early := <-waited: // it cannot be released yet
			goOn <- true
			return fmt.Sprintf("waited: %s, closed: %s", tell(early), tell(<-closed))
		case <-time.After(20 * time.Millisecond):
		}
		goOn <- true
		return fmt.Sprintf("waited: %s, closed: %s", tell(<-waited), tell(<-closed))
	}},
}

// waitedFor tells ETIMEDOUT as the C library does.
func waitedFor(err error) string {
	if errors.Is(err, ffiguard.ErrSystem) {
		return "Connection timed out"
	}
	return tell(err)
}

// withEngine gives use an engine that says busy so often.
func withEngine(times int, use func(e node) string) string {
	beginLibrary()
	e := root(engine, 1)
	e.busy(times)
	return use(e)
}

// patient is owner with a release that tells "busy" as Go's Handle takes it: nothing is closed.
func (n node) patient() *ffiguard.Handle {
	return ffiguard.NewHandle(ffiguard.Token(n.handle), func(ffiguard.Token) error {
		err := n.close()
		if errors.Is(err, ffiguard.ErrForeign) {
			return ffiguard.ErrInUse
		}
		return err
	})
}

var refusal = []misuse{
	{area: "refusal", title: "the library says busy once", want: "the library's 5, used: ok, closed: ok, freed 1", run: func() string {
		return withEngine(1, func(e node) string {
			first, used := e.close(), e.use()
			return fmt.Sprintf("%s, used: %s, closed: %s, freed %d", tell(first), tell(used), tell(e.close()), freed())
		})
	}},
	{area: "refusal", title: "the library says busy twice", want: "the library's 5, the library's 5, ok, closed, freed 1", run: func() string {
		return withEngine(2, func(e node) string {
			first, second, third, fourth := e.close(), e.close(), e.close(), e.close()
			return fmt.Sprintf("%s, %s, %s, %s, freed %d", tell(first), tell(second), tell(third), tell(fourth), freed())
		})
	}},
	{area: "refusal", title: "the library says busy for ever", want: "100 times the library's 5, used: ok", run: func() string {
		return withEngine(-1, func(e node) string {
			for range 100 {
				if s := tell(e.close()); s != "the library's 5" {
					return s
				}
			}
			used := e.use()
			e.busy(0)
			e.close()
			return "100 times the library's 5, used: " + tell(used)
		})
	}},
	{area: "refusal", title: "closed while a call is inside, and then the library says busy", want: "close: ok, used: ok, closed again: ok, freed 1", run: func() string {
		return withEngine(1, func(e node) string {
			var closed error
			whileStays(e, func() { closed = e.close() })
			used := e.use()
			return fmt.Sprintf("close: %s, used: %s, closed again: %s, freed %d", tell(closed), tell(used), tell(e.close()), freed())
		})
	}},
	{area: "refusal", title: "waits for the release, and the library says busy", want: "at once: the library's 5, after a call: in use, at last: ok", run: func() string {
		return withEngine(2, func(e node) string {
			first := e.closeWait(60_000)
			var second error
			whileStays(e, func() { second = e.closeWait(60_000) }) // which wakes the call
			return fmt.Sprintf("at once: %s, after a call: %s, at last: %s", tell(first), tell(second), tell(e.closeWait(60_000)))
		})
	}},
	{area: "refusal", title: "8 goroutines close while the library says busy 3 times", want: "refused 3 times, freed once", run: func() string {
		for range 50 {
			withEngine(3, func(e node) string { crowd(e.close); e.close(); e.close(); e.close(); return "" })
			if freed() != 1 {
				return fmt.Sprintf("freed %d", freed())
			}
		}
		return "refused 3 times, freed once"
	}},
	{area: "refusal", title: "the parent is closed, and its child says busy", want: "parent: ok, freed 0, child: closed, child closed: ok, freed 21", run: func() string {
		beginLibrary()
		parent := root(closes, 1)
		child := made(job.open(parent, 2, 0))
		child.busy(1)
		p, f, used := parent.close(), freed(), child.use()
		c := child.close()
		return fmt.Sprintf("parent: %s, freed %d, child: %s, child closed: %s, freed %d", tell(p), f, tell(used), tell(c), freed())
	}},
	{area: "refusal", title: "a Handle abandoned after its parent refused to close", want: "Close: in use by 1, and released by the collector", run: func() string {
		before := live()
		parent, child := pair(refuses)
		refused := parent.owner().Close()
		child.close()
		if !naive {
			collect(before)
		}
		if live() != before {
			return "left"
		}
		return fmt.Sprintf("Close: %s, and released by the collector", tell(refused))
	}},
	{area: "refusal", title: "a Handle whose library says busy, which its release tells as in use", want: "Close: in use, again: ok, freed 1", run: func() string {
		return withEngine(1, func(e node) string {
			owner := e.patient()
			first, second := owner.Close(), owner.Close()
			return fmt.Sprintf("Close: %s, again: %s, freed %d", say(first), say(second), freed())
		})
	}},
	{area: "refusal", title: "such a Handle abandoned after the library said busy", want: "Close: in use, and released by the collector", run: func() string {
		before := live()
		return withEngine(1, func(e node) string {
			refused := e.patient().Close()
			if !naive {
				collect(before)
			}
			if live() != before {
				return "left"
			}
			return fmt.Sprintf("Close: %s, and released by the collector", say(refused))
		})
	}},
	{area: "refusal", title: "a Handle whose release tells busy as another failure", want: "Close: the library's 5, again: ok, and closed by its token: closed", run: func() string {
		return withEngine(1, func(e node) string {
			owner := e.owner()
			first, second := owner.Close(), owner.Close()
			return fmt.Sprintf("Close: %s, again: %s, and closed by its token: %s", tell(first), tell(second), tell(e.close()))
		})
	}},
	{area: "refusal", title: "a Handle closed in its call, and then the library says busy", want: "Close: ok, CloseWait: in use, and then: ok, freed 1", run: func() string {
		return withEngine(1, func(e node) string {
			owner := e.owner()
			var closed error
			e.each(func() error { closed = owner.Close(); return nil })
			waited := owner.CloseWait(context.Background(), e.stateOf)
			again := owner.CloseWait(context.Background(), e.stateOf)
			answer := fmt.Sprintf("Close: %s, CloseWait: %s, and then: %s, freed %d", tell(closed), tell(waited), tell(again), freed())
			e.close()
			return answer
		})
	}},
}

var take = []misuse{
	{area: "take", title: "used and closed after the library took it", want: "use: closed, close: closed", run: func() string {
		n := root(engine, 1)
		free, err := n.take()
		if err != nil {
			return tell(err)
		}
		free()
		return fmt.Sprintf("use: %s, close: %s", tell(n.use()), tell(n.close()))
	}},
	{area: "take", title: "given to the library twice", want: "ok, closed", run: func() string {
		n := root(engine, 1)
		free, first := n.take()
		again, second := n.take()
		free()
		if second == nil {
			again()
		}
		return fmt.Sprintf("%s, %s", tell(first), tell(second))
	}},
	{area: "take", title: "given to the library while a call is inside", want: "take: in use, call: ok, then: ok", run: func() string {
		n := root(engine, 1)
		var err error
		call := whileStays(n, func() {
			var free func()
			if free, err = n.take(); err == nil {
				free()
			}
		})
		free, then := n.take()
		free()
		return fmt.Sprintf("take: %s, call: %s, then: %s", tell(err), tell(call), tell(then))
	}},
	{area: "take", title: "given to the library in its own call", want: "inner: in use, outer: ok", run: func() string {
		n := root(engine, 1)
		answer := turns(n, func() error {
			free, err := n.take()
			if err == nil {
				free()
			}
			return err
		})
		n.close()
		return answer
	}},
	{area: "take", title: "a parent given to the library while a child is open", want: "take: in use by 1, child used: ok", run: func() string {
		parent, child := pair(waits)
		free, err := parent.take()
		if err == nil {
			free()
		}
		used := child.use()
		child.close()
		parent.close()
		return fmt.Sprintf("take: %s, child used: %s", tell(err), tell(used))
	}},
	{area: "take", title: "a child given to the library, and its parent closed", want: "take: ok, freed 2, parent: ok, child's handle: closed", run: func() string {
		parent, child := pair(refuses)
		free, err := child.take()
		if err == nil {
			free()
		}
		f, p := freed(), parent.close()
		return fmt.Sprintf("take: %s, freed %d, parent: %s, child's handle: %s", tell(err), f, tell(p), tell(child.close()))
	}},
	{area: "take", title: "taken and closed by 8 goroutines at once", want: "each had one owner", run: func() string {
		for range 200 {
			beginLibrary()
			n := root(engine, 1)
			if owners := crowd(func() error {
				free, err := n.take()
				if err == nil {
					free()
					return nil
				}
				return n.close()
			}); owners != 1 || freed() != 1 {
				return fmt.Sprintf("%d owners, freed %d", owners, freed())
			}
		}
		return "each had one owner"
	}},
}

// atHome gives use a window of this thread, which drains what others close.
func atHome(use func(w node) string) string {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	beginLibrary()
	if err := beginHome(); err != nil {
		return say(err)
	}
	defer endHome()
	return use(root(window, 1))
}

// drained is what a drain found, and whether all of it was freed here.
func drained(drain func() (int, error)) string {
	n, err := drain()
	if err != nil {
		return say(err)
	}
	return fmt.Sprintf("drained %d, freed %d, astray %d", n, freed(), astray())
}

var place = []misuse{
	{area: "place", title: "a window closed on another thread", want: "close: ok, freed 0; drained 1, freed 1, astray 0", run: func() string {
		return atHome(func(w node) string {
			var closed error
			elsewhere(func() { closed = w.close() })
			return fmt.Sprintf("close: %s, freed %d; %s", tell(closed), freed(), drained(drainHome))
		})
	}},
	{area: "place", title: "a window closed on another thread, and again at home before it is drained", want: "ok, closed; drained 1, freed 1, astray 0", run: func() string {
		return atHome(func(w node) string {
			var first error
			elsewhere(func() { first = w.close() })
			return fmt.Sprintf("%s, %s; %s", tell(first), tell(w.close()), drained(drainHome))
		})
	}},
	{area: "place", title: "a window collected", want: "drained 1, freed 1, astray 0", run: func() string {
		return atHome(func(w node) string {
			collected := abandon(w.handle, func(handle) error { return w.close() })
			for !collected.Load() {
				runtime.GC()
			}
			return drained(drainHome)
		})
	}},
	{area: "place", title: "a window closed at home while another thread is inside", want: "close: ok, call: ok; drained 1, freed 1, astray 0", run: func() string {
		return atHome(func(w node) string {
			var closed error
			call := whileStays(w, func() { closed = w.close() })
			return fmt.Sprintf("close: %s, call: %s; %s", tell(closed), tell(call), drained(drainHome))
		})
	}},
	{area: "place", title: "a window drained on another thread", want: "elsewhere: wrong thread; drained 1, freed 1, astray 0", run: func() string {
		return atHome(func(w node) string {
			var there error
			elsewhere(func() { w.close(); _, there = drainHome() })
			return fmt.Sprintf("elsewhere: %s; %s", tell(there), drained(drainHome))
		})
	}},
	{area: "place", title: "a window closed on another thread and never drained", want: "freed at the end of its home 1, astray 0", run: func() string {
		atHome(func(w node) string { elsewhere(func() { w.close() }); return "" })
		return fmt.Sprintf("freed at the end of its home %d, astray %d", freed(), astray())
	}},
	{area: "place", title: "a window closed after its thread has ended its home", want: "close: ok, used: closed, freed 0, astray 0, and a leak", alone: true, run: func() string {
		var w node
		atHome(func(n node) string { w = n; return "" })
		var closed error
		elsewhere(func() { closed = w.close() })
		return fmt.Sprintf("close: %s, used: %s, freed %d, astray %d", tell(closed), tell(w.use()), freed(), astray())
	}},
	{area: "place", title: "a window opened on a thread with no home, and closed", want: "close: ok, freed 0, and a leak", alone: true, run: func() string {
		beginLibrary()
		closed := root(window, 1).close()
		return fmt.Sprintf("close: %s, freed %d", tell(closed), freed())
	}},
	{area: "place", title: "a window waited for on another thread while its home does not drain", want: "Connection timed out; drained 1, freed 1, astray 0", run: func() string {
		return atHome(func(w node) string {
			var waited error
			elsewhere(func() { waited = w.closeWait(10) })
			return fmt.Sprintf("%s; %s", waitedFor(waited), drained(drainHome))
		})
	}},
	{area: "place", title: "a feed closed by a call that must not release it", want: "close: ok, used: closed, freed 0; drained 1, freed 1, astray 0", run: func() string {
		beginLibrary()
		f := root(feed, 1)
		closed, used := f.closeLater(), f.use()
		return fmt.Sprintf("close: %s, used: %s, freed %d; %s", tell(closed), tell(used), freed(), drained(drainQueue))
	}},
	{area: "place", title: "a feed closed by such a call while another is inside", want: "close: ok, freed by the call 1; drained 0, freed 1, astray 0", run: func() string {
		beginLibrary()
		f := root(feed, 1)
		var closed error
		whileStays(f, func() { closed = f.closeLater() })
		return fmt.Sprintf("close: %s, freed by the call %d; %s", tell(closed), freed(), drained(drainQueue))
	}},
	{area: "place", title: "a queue drained twice, and on 8 goroutines at once", want: "each was freed once", run: func() string {
		for range 50 {
			beginLibrary()
			before := live()
			for range 8 {
				root(feed, 1).closeLater()
			}
			crowd(func() error { _, err := drainQueue(); return err })
			if n, err := drainQueue(); n != 0 || err != nil || freed() != 11111111 || live() != before {
				return fmt.Sprintf("drained %d, %v, freed %d", n, err, freed())
			}
		}
		return "each was freed once"
	}},
	{area: "place", title: "a feed closed by such a call and never drained", want: "close: ok, freed 0, and a leak", alone: true, run: func() string {
		beginLibrary()
		closed := root(feed, 1).closeLater()
		return fmt.Sprintf("close: %s, freed %d", tell(closed), freed())
	}},
}
