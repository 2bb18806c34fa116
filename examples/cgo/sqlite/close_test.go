// SPDX-License-Identifier: BSL-1.0

package sqlite

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func TestCloseRefusesWhileStatementsAreOpen(t *testing.T) {
	db := memory(t)
	s, err := db.Prepare("select 1")
	must(t, err)
	other, err := db.Prepare("select 2")
	must(t, err)
	err = db.Close()
	want(t, err, ffiguard.ErrInUse)
	if err.Error() != "in use: 2 children are open" {
		t.Error(err)
	}
	must(t, s.Exec(background)) // nothing has changed
	must(t, s.Close())
	want(t, db.Close(), ffiguard.ErrInUse)
	must(t, other.Close())
	must(t, db.Close())
	want(t, db.Close(), ffiguard.ErrClosed)
}

func TestCloseLaterWaitsForTheStatements(t *testing.T) {
	db := memory(t)
	live := Live()
	s, err := db.Prepare("select 1")
	must(t, err)
	must(t, db.CloseLater())
	want(t, db.Exec(background, "select 1"), ffiguard.ErrClosed)
	want(t, s.Exec(background), ffiguard.ErrClosed)
	if Live() != live+1 {
		t.Error("released before its statement")
	}
	must(t, s.Close())
	if Live() != live-1 {
		t.Error("not released after its statement")
	}
}

func TestCloseAllClosesTheStatements(t *testing.T) {
	db := memory(t)
	live := Live() - 1
	run(t, db, "create table t(b); insert into t values(zeroblob(10))")
	s, err := db.Prepare("select 1")
	must(t, err)
	b, err := db.OpenBlob("t", "b", 1, true)
	must(t, err)
	must(t, db.CloseAll())
	if Live() != live {
		t.Error(Live()-live, "live")
	}
	want(t, s.Exec(background), ffiguard.ErrClosed)
	want(t, s.Close(), ffiguard.ErrClosed)
	want(t, b.Close(), ffiguard.ErrClosed)
	_, err = b.ReadAt(make([]byte, 1), 0)
	want(t, err, ffiguard.ErrClosed)
}

func TestEverythingAfterACloseIsAnError(t *testing.T) {
	db := memory(t)
	s, err := db.Prepare("select 1")
	must(t, err)
	must(t, db.CloseAll())
	_, changes := db.Changes()
	_, id := db.LastID()
	_, in := db.InTransaction()
	_, prepare := db.Prepare("select 1")
	_, backup := db.BackupTo("nowhere")
	_, blob := db.OpenBlob("t", "b", 1, false)
	_, columns := s.Columns()
	for _, err := range []error{changes, id, in, prepare, backup, blob, columns, db.Exec(background, "select 1"),
		db.Interrupt(), db.BusyTimeout(1), db.OnUpdate(func(Change) {}), db.OnCommit(nil), db.OnProgress(1, nil),
		db.CreateFunction("f", 0, false, func([]Value) (any, error) { return nil, nil }), s.Bind(1), s.BindAt(1, 1),
		s.Close(), db.Close(), db.CloseLater(), db.CloseAll()} {
		want(t, err, ffiguard.ErrClosed, ffiguard.ErrStale)
	}
	must(t, db.CloseWait(background)) // it is closed
	if ffiguard.Callbacks() != 0 {
		t.Error("a function that SQLite never had is kept")
	}
}

func TestOneOfManyClosersIsTold(t *testing.T) {
	for range 200 {
		db := memory(t)
		var s [3]*Stmt
		for i := range s {
			var err error
			s[i], err = db.Prepare("select 1")
			must(t, err)
		}
		var told atomic.Int32
		var all sync.WaitGroup
		for i := range 8 {
			all.Add(1)
			go func() {
				defer all.Done()
				if i%4 != 3 {
					s[i%4].Close()
				}
				if db.CloseAll() == nil {
					told.Add(1)
				}
			}()
		}
		all.Wait()
		if told.Load() != 1 {
			t.Fatal(told.Load(), "were told")
		}
	}
}

func TestACloseOnAnotherGoroutineEndsAQuery(t *testing.T) {
	for _, close := range []func(*DB) error{(*DB).CloseAll, (*DB).CloseLater,
		func(db *DB) error { return db.CloseWait(background) }} {
		db, path := file(t)
		run(t, db, "pragma journal_mode=wal; create table t(n)")
		var closed error
		running := make(chan bool)
		must(t, db.OnProgress(1000, func() bool { // it is inside of SQLite now
			select {
			case running <- true:
			default:
			}
			return true
		}))
		var all sync.WaitGroup
		all.Add(1)
		go func() {
			defer all.Done()
			<-running
			closed = close(db)
		}()
		_, err := first(db, endless)
		if Code(err)&0xff != Interrupt {
			t.Error(err)
		}
		all.Wait()
		must(t, closed)
		must(t, db.CloseWait(background))
		must(t, os.Remove(path))
		if err := os.Remove(path + "-wal"); err == nil {
			t.Error("the interrupt has met the close")
		}
	}
}

// SQLite forgets an interrupt that comes before a query begins.
func TestACloseJustBeforeAQueryBeginsEndsItToo(t *testing.T) {
	for round := range 2000 {
		db := memory(t)
		s, err := db.Prepare(endless)
		must(t, err)
		ready, ended := make(chan bool), make(chan error, 1)
		go func() {
			<-ready
			for _, err := range s.Query(background) {
				ended <- err
				return
			}
		}()
		ready <- true
		for range round % 50 {
			runtime.Gosched()
		}
		must(t, db.CloseAll())
		select {
		case err := <-ended:
			if Code(err)&0xff != Interrupt && !errors.Is(err, ffiguard.ErrClosed) {
				t.Fatal(err)
			}
		case <-time.After(10 * time.Second):
			db.Interrupt()
			t.Fatalf("round %d: the query goes on", round)
		}
		s.Close()
	}
}

func TestCloseWaitReturnsWhenItIsReleased(t *testing.T) {
	db := memory(t)
	live := Live() - 1
	inside, goOn := make(chan bool), make(chan bool)
	must(t, db.CreateFunction("stay", 0, false, func([]Value) (any, error) {
		close(inside)
		<-goOn
		return nil, nil
	}))
	query := make(chan error)
	go func() {
		_, err := first(db, "select stay()")
		query <- err
	}()
	<-inside
	ctx, cancel := context.WithTimeout(background, 10*time.Millisecond)
	defer cancel()
	want(t, db.CloseWait(ctx), context.DeadlineExceeded)
	if Live() == live {
		t.Error("released while a function is inside")
	}
	waited := make(chan error)
	go func() { waited <- db.CloseWait(background) }()
	select {
	case err := <-waited:
		t.Error("did not wait:", err)
	case <-time.After(5 * time.Millisecond):
	}
	close(goOn)
	<-query
	must(t, <-waited)
	if Live() != live {
		t.Error(Live()-live, "live")
	}
}

func TestCloseWaitHoldsNoThread(t *testing.T) {
	db := memory(t)
	inside, goOn := make(chan bool), make(chan bool)
	must(t, db.CreateFunction("stay", 0, false, func([]Value) (any, error) {
		close(inside)
		<-goOn
		return nil, nil
	}))
	go first(db, "select stay()")
	<-inside
	threads := threadCount(t)
	var all sync.WaitGroup
	for range 500 {
		all.Add(1)
		go func() {
			defer all.Done()
			if err := db.CloseWait(background); err != nil {
				t.Error(err)
			}
		}()
	}
	time.Sleep(50 * time.Millisecond)
	if more := threadCount(t) - threads; more > 100 {
		t.Error(more, "threads more")
	}
	close(goOn)
	all.Wait()
}

func threadCount(t *testing.T) int {
	all, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Skip("skipped: threads are counted:", err)
	}
	return len(all)
}

func TestAnAbandonedDatabaseIsClosedAfterItsStatements(t *testing.T) {
	nothingLives(t)
	func() {
		for range 100 {
			db, err := Open(":memory:")
			must(t, err)
			_, err = db.Prepare("select 1")
			must(t, err)
		}
	}()
}

func Test10000AbandonedStatementsAreReleased(t *testing.T) {
	db := memory(t)
	live := Live()
	for i := range 10_000 {
		s, err := db.Prepare("select ?")
		must(t, err)
		if i%100 == 0 {
			must(t, s.Exec(background, i)) // while others are being released
		}
	}
	for end := time.Now().Add(60 * time.Second); Live() > live && time.Now().Before(end); time.Sleep(time.Millisecond) {
		runtime.GC()
	}
	if Live() != live {
		t.Error(Live()-live, "statements live")
	}
	must(t, db.Close()) // it does not refuse
}

func TestAStatementKeepsItsDatabase(t *testing.T) {
	nothingLives(t)
	s := func() *Stmt {
		db, err := Open(":memory:")
		must(t, err)
		s, err := db.Prepare("select 1")
		must(t, err)
		return s
	}()
	for range 3 {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	must(t, s.Exec(background))
}

// 32 goroutines on one connection: each call is answered, or refused because of another.
func TestManyGoroutinesOnOneDatabase(t *testing.T) {
	db := memory(t)
	run(t, db, "create table t(n)")
	var done atomic.Int64
	var all sync.WaitGroup
	for i := range 32 {
		all.Add(1)
		go func() {
			defer all.Done()
			for range 50 {
				err := db.Exec(background, "insert into t values(?)", i)
				if err == nil {
					done.Add(1)
				} else if !errors.Is(err, ffiguard.ErrInUse) {
					t.Error(err)
					return
				}
			}
		}()
	}
	all.Wait()
	if n := one(t, db, "select count(*) from t").Int(); n != done.Load() || n == 0 {
		t.Error(n, "rows of", done.Load())
	}
}

// 32 goroutines with a connection each to one file, and one that closes them meanwhile.
func TestManyGoroutinesWithDatabasesThatAreClosed(t *testing.T) {
	db, path := file(t)
	run(t, db, "create table t(n, filler); "+rowsOf(1000))
	var all sync.WaitGroup
	for range 32 {
		each := opened(t, path)
		all.Add(2)
		go func() {
			defer all.Done()
			for {
				n, err := first(each, "select sum(length(filler)) from t")
				if err != nil {
					if Code(err)&0xff != Interrupt {
						want(t, err, ffiguard.ErrClosed, ffiguard.ErrStale)
					}
					return
				}
				if n.Int() != 100_000 {
					t.Error(n.Int())
				}
			}
		}()
		go func() {
			defer all.Done()
			time.Sleep(20 * time.Millisecond)
			if err := each.CloseWait(background); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
}

func TestNoTokenIsTakenForAnother(t *testing.T) {
	db := memory(t)
	s, err := db.Prepare("select 1")
	must(t, err)
	stolen := &Stmt{db, ffiguard.NewHandle(db.handle.Token(), func(ffiguard.Token) error { return nil })}
	want(t, stolen.Exec(background), ffiguard.ErrWrongType)
	asDB := &DB{handle: ffiguard.NewHandle(s.handle.Token(), func(ffiguard.Token) error { return nil })}
	want(t, asDB.Interrupt(), ffiguard.ErrWrongType)
	want(t, asDB.Close(), ffiguard.ErrWrongType)
	_, err = (&DB{handle: ffiguard.NewHandle(1, func(ffiguard.Token) error { return nil })}).Prepare("select 1")
	want(t, err, ffiguard.ErrWrongTable, ffiguard.ErrWrongType)
	if _, err := first(db, strings.Repeat("(", 10)); err == nil {
		t.Error("no SQL")
	}
}
