// SPDX-License-Identifier: BSL-1.0

package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func TestAFunctionTakesAndGivesEachType(t *testing.T) {
	db := memory(t)
	var got []Value
	must(t, db.CreateFunction("same", -1, true, func(args []Value) (any, error) {
		got = append(got, args...)
		return args[0], nil
	}))
	for _, v := range []any{nil, int64(math.MinInt64), 0.25, "", "te\x00xt", []byte{}, []byte{0}, strings.Repeat("x", 1<<20)} {
		if answer := one(t, db, "select same(?)", v).Any(); fmt.Sprintf("%T%v", answer, answer) != fmt.Sprintf("%T%v", v, v) {
			t.Errorf("%.20v became %.20v", v, answer)
		}
	}
	if len(got) != 8 || got[4].Text() != "te\x00xt" || got[1].Int() != math.MinInt64 {
		t.Error("what was kept has changed")
	}
	if one(t, db, "select same("+strings.Repeat("1,", 99)+"1)").Int() != 1 {
		t.Error("100 arguments")
	}
	_, err := first(db, "select same(1) + unknown(2)")
	if err == nil || err.Error() != "no such function: unknown" {
		t.Error(err)
	}
}

type sum struct {
	total int64
	begun *int
}

func (s *sum) Step(args []Value) error {
	if args[0].Kind() == Text {
		return errors.New("sum of a text")
	}
	s.total += args[0].Int()
	return nil
}
func (s *sum) End() (any, error) { return s.total, nil }

func TestAnAggregateHasAGroup(t *testing.T) {
	db := memory(t)
	before := ffiguard.Callbacks()
	begun := 0
	must(t, db.CreateAggregate("total_of", 1, func() Aggregate { begun++; return &sum{begun: &begun} }))
	run(t, db, "create table t(g, n); insert into t values(1, 10), (2, 20), (1, 1), (2, 2)")
	var all []int64
	for row, err := range db.Query(background, "select total_of(n) from t group by g order by g") {
		must(t, err)
		all = append(all, row.Int(0))
	}
	if !slices.Equal(all, []int64{11, 22}) || begun != 2 {
		t.Error(all, begun)
	}
	if one(t, db, "select total_of(n) from t where n > 99").Int() != 0 || begun != 3 {
		t.Error("a group of no rows")
	}
	_, err := first(db, "select total_of(n) from (select 1 n union all select 'x')")
	if err == nil || err.Error() != "sum of a text" {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(background, 5*time.Millisecond)
	defer cancel()
	for _, err := range db.Query(ctx, strings.Replace(endless, "count(*)", "total_of(i)", 1)) {
		want(t, err, context.DeadlineExceeded)
	}
	if n := ffiguard.Callbacks() - before; n != 1 {
		t.Error(n, "values are lent: a group was not ended")
	}
	must(t, db.Close())
	if n := ffiguard.Callbacks() - before; n != 0 {
		t.Error(n, "values are lent after the close")
	}
}

func TestAPanicOfAFunctionIsAnError(t *testing.T) {
	db := memory(t)
	for name, f := range map[string]Function{
		"panics":  func([]Value) (any, error) { panic("at the disco") },
		"derefs":  func(args []Value) (any, error) { var p *int; return *p, nil },
		"fails":   func([]Value) (any, error) { return nil, errors.New("no luck") },
		"strange": func([]Value) (any, error) { return make(chan int), nil },
	} {
		must(t, db.CreateFunction(name, 0, false, f))
	}
	for name, expected := range map[string]string{"panics": "panic: at the disco",
		"derefs": "panic: runtime error: invalid memory address", "fails": "no luck", "strange": "no value of SQLite's: chan int"} {
		if _, err := first(db, "select "+name+"()"); err == nil || !strings.Contains(err.Error(), expected) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, db.CreateAggregate("none", 0, func() Aggregate { return nil }))
	if _, err := first(db, "select none()"); err == nil {
		t.Error("an aggregate without a group")
	}
	if one(t, db, "select 7").Int() != 7 {
		t.Error("the database does not work any more")
	}
}

func TestAFunctionThatIsReplacedIsLetGo(t *testing.T) {
	db := memory(t)
	before := ffiguard.Callbacks()
	for i := range 100 {
		must(t, db.CreateFunction("f", 0, false, func([]Value) (any, error) { return i, nil }))
		must(t, db.OnUpdate(func(Change) {}))
		must(t, db.OnCommit(func() bool { return true }))
		must(t, db.OnProgress(1000, func() bool { return true }))
	}
	if one(t, db, "select f()").Int() != 99 || ffiguard.Callbacks()-before != 4 {
		t.Error(ffiguard.Callbacks()-before, "are lent")
	}
	if err := db.CreateFunction(strings.Repeat("long", 100), 0, false, func([]Value) (any, error) { return 1, nil }); Code(err) != 21 {
		t.Error(err)
	}
	want(t, db.CreateFunction("f\x00", 0, false, func([]Value) (any, error) { return 1, nil }), ffiguard.ErrMalformed)
	must(t, db.OnUpdate(nil))
	must(t, db.OnCommit(nil))
	must(t, db.OnProgress(0, nil))
	if ffiguard.Callbacks()-before != 1 {
		t.Error(ffiguard.Callbacks()-before, "are lent")
	}
}

func TestHooksAreCalled(t *testing.T) {
	db := memory(t)
	run(t, db, "create table t(n)")
	var changes []Change
	must(t, db.OnUpdate(func(c Change) { changes = append(changes, c) }))
	allowed := true
	must(t, db.OnCommit(func() bool { return allowed }))
	run(t, db, "insert into t values(1); update t set n = 2; delete from t where n = 2")
	if fmt.Sprint(changes) != "[{18 main t 1} {23 main t 1} {9 main t 1}]" {
		t.Error(changes)
	}
	allowed = false
	if err := db.Exec(background, "insert into t values(3)"); Code(err)&0xff != Constraint {
		t.Error(err)
	}
	must(t, db.OnCommit(func() bool { panic("no") }))
	if err := db.Exec(background, "insert into t values(3)"); Code(err)&0xff != Constraint {
		t.Error(err)
	}
	must(t, db.OnCommit(nil))
	must(t, db.OnUpdate(func(Change) { panic("SQLite is not told") }))
	if err := db.Exec(background, "insert into t values(4)"); err == nil || err.Error() != "panic: SQLite is not told" {
		t.Error(err)
	}
	if one(t, db, "select n from t").Int() != 4 {
		t.Error("what was refused is there")
	}
	must(t, db.OnProgress(100, func() bool { return false }))
	if err := db.Exec(background, endless); Code(err)&0xff != Interrupt {
		t.Error(err)
	}
}

func TestClosingInACallbackIsLate(t *testing.T) {
	for _, close := range []func(*DB) error{(*DB).CloseAll, (*DB).CloseLater} {
		db := memory(t)
		live := Live() - 1
		must(t, db.CreateFunction("close", 0, false, func([]Value) (any, error) {
			if err := close(db); err != nil {
				t.Error(err)
			}
			if Live() == live {
				t.Error("released under the function's feet")
			}
			return 1, db.Exec(background, "select 1")
		}))
		_, err := first(db, "select close()")
		if err == nil {
			t.Error("the call in the closed database was answered")
		}
		if Live() != live {
			t.Error(Live()-live, "live")
		}
	}
	for _, in := range []func(*DB, func()) error{
		func(db *DB, f func()) error {
			must(t, db.CreateFunction("wait", 0, false, func([]Value) (any, error) { f(); return nil, nil }))
			_, err := first(db, "select wait()")
			return err
		},
		func(db *DB, f func()) error {
			must(t, db.OnCommit(func() bool { f(); return true }))
			return db.Exec(background, "create table t(n)")
		},
		func(db *DB, f func()) error {
			run(t, db, "create table t(n)")
			must(t, db.OnUpdate(func(Change) { f() }))
			return db.Exec(background, "insert into t values(1)")
		},
	} {
		db := memory(t)
		other := memory(t)
		calls := 0
		in(db, func() {
			calls++
			want(t, db.CloseWait(background), ffiguard.ErrInUse) // at once: it would wait for itself
			must(t, other.CloseWait(background))
		})
		if calls != 1 {
			t.Error(calls)
		}
		must(t, db.CloseWait(background))
	}
}

func TestACallbackClosesTheStatementThatCallsIt(t *testing.T) {
	db := memory(t)
	var s *Stmt
	must(t, db.CreateFunction("finalize", 0, false, func([]Value) (any, error) { return 5, s.Close() }))
	s, err := db.Prepare("select finalize()")
	must(t, err)
	if err := s.Exec(background); err != nil {
		want(t, err, ffiguard.ErrClosed)
	}
	want(t, s.Exec(background), ffiguard.ErrClosed)
	must(t, db.Close())
}

func TestACallbackThatComesBackIsToldInUse(t *testing.T) {
	db := memory(t)
	var back error
	must(t, db.CreateFunction("back", 0, false, func([]Value) (any, error) {
		back = db.Exec(background, "select 1")
		return nil, nil
	}))
	run(t, db, "select back()")
	want(t, back, ffiguard.ErrInUse)
	back = nil
	one(t, db, "select back()") // through a statement
	want(t, back, ffiguard.ErrInUse)
}

// A statement that is inside of SQLite has the turn of its database.
func TestTheSecondGoroutineIsToldInUse(t *testing.T) {
	db := memory(t)
	inside, goOn := make(chan bool), make(chan bool)
	must(t, db.CreateFunction("stay", 0, false, func([]Value) (any, error) {
		close(inside)
		<-goOn
		return 3, nil
	}))
	other, err := db.Prepare("select 1")
	must(t, err)
	abandoned, err := db.Prepare("select 1")
	must(t, err)
	done := make(chan error)
	go func() {
		v, err := first(db, "select stay()")
		if v.Int() != 3 {
			t.Error(v)
		}
		done <- err
	}()
	<-inside
	want(t, db.Exec(background, "select 1"), ffiguard.ErrInUse)
	want(t, other.Exec(background), ffiguard.ErrInUse)
	_, err = db.Prepare("select 1")
	want(t, err, ffiguard.ErrInUse)
	must(t, abandoned.Close()) // waits for its turn by itself
	close(goOn)
	must(t, <-done)
	must(t, other.Exec(background))
	must(t, other.Close())
	must(t, db.Close())
}

// What a callback fails with reaches who has called into the database: the error itself, a panic with its
// value, and t.Fatal in it fails the test and no more. ffiguard.CatchGoexit is on in a test.
func TestWhatACallbackFailsWithComesHome(t *testing.T) {
	mine := errors.New("mine")
	value := &struct{ n int }{7}
	for name, fail := range map[string]func() error{
		"error":  func() error { return mine },
		"panic":  func() error { panic(value) },
		"goexit": func() error { runtime.Goexit(); return nil },
	} {
		check := func(where string, err error) {
			t.Helper()
			var panicked *ffiguard.PanicError
			switch {
			case name == "error" && errors.Is(err, mine):
			case name == "panic" && errors.As(err, &panicked) && panicked.Value == any(value):
			case name == "goexit" && errors.Is(err, ffiguard.ErrGoexit):
			default:
				t.Errorf("%s of %s: %v", name, where, err)
			}
		}
		db := memory(t)
		db.failures.Stacks = true
		before := ffiguard.Callbacks()
		run(t, db, "create table t(n); insert into t values(1), (2), (3)")
		must(t, db.CreateFunction("f", 1, false, func(args []Value) (any, error) {
			if args[0].Int() == 3 {
				return nil, fail()
			}
			return args[0], nil
		}))
		must(t, db.CreateAggregate("g", 1, func() Aggregate { return failing(fail) }))
		rows := 0
		var err error
		for _, each := range db.Query(background, "select f(n) from t") {
			if err = each; err == nil {
				rows++
			}
		}
		check("a function in a loop", err)
		if rows != 2 || Code(err)&0xff != 1 {
			t.Error(rows, "rows before it,", err)
		}
		check("a function", db.Exec(background, "select f(3)"))
		check("an aggregate", db.Exec(background, "select g(n) from t"))
		_, err = first(db, "select g(n) from t")
		check("an aggregate in a loop", err)
		s, err := db.Prepare("select n from t")
		must(t, err)
		check("a row", s.Each(background, func(Row) error { return fail() }))
		must(t, s.Each(background, func(Row) error { return nil })) // it is told once
		must(t, s.Close())
		if name != "error" {
			must(t, db.OnUpdate(func(Change) { fail() }))
			check("an update hook", db.Exec(background, "insert into t values(10)"))
			_, err = first(db, "insert into t values(11) returning n")
			check("an update hook in a loop", err)
			if one(t, db, "select count(*) from t where n >= 10").Int() != 2 {
				t.Error("the change does not stand")
			}
			for range db.Query(background, "insert into t values(12), (13) returning n") {
				break
			}
			run(t, db, "select 1") // and not by another call
			must(t, db.OnUpdate(nil))
			must(t, db.OnCommit(func() bool { fail(); return true }))
			err = db.Exec(background, "insert into t values(14)")
			check("a commit hook", err)
			if Code(err)&0xff != Constraint {
				t.Error(err)
			}
			must(t, db.OnCommit(nil))
			must(t, db.OnProgress(1, func() bool { fail(); return true }))
			check("a progress hook", db.Exec(background, "select count(*) from t, t, t"))
			must(t, db.OnProgress(0, nil))
		}
		run(t, db, "select 1")
		must(t, db.CloseWait(background)) // nothing is in use
		if n := ffiguard.Callbacks() - before; n != 0 {
			t.Error(n, "callbacks are left")
		}
	}
}

// Goroutines that take turns in one database: each hears of its own failure, and the call of one whose hook
// does not fail of none. SQLite is not told of them, so the calls succeed.
func TestEachCallHearsOfItsOwnFailure(t *testing.T) {
	db := memory(t)
	run(t, db, "create table t(n)")
	must(t, db.OnUpdate(func(c Change) {
		if c.Row%5 != 0 {
			panic(c.Row)
		}
	}))
	var all sync.WaitGroup
	for i := range int64(8) {
		all.Add(1)
		go func() {
			defer all.Done()
			for j := range int64(500) {
				row := 1000*i + j
				err := db.Exec(background, fmt.Sprintf("insert into t(rowid) values(%d)", row))
				for errors.Is(err, ffiguard.ErrInUse) {
					err = db.Exec(background, fmt.Sprintf("insert into t(rowid) values(%d)", row))
				}
				var panicked *ffiguard.PanicError
				if row%5 == 0 {
					if err != nil {
						t.Errorf("%d has not failed: %v", row, err)
					}
				} else if !errors.As(err, &panicked) || panicked.Value != row {
					t.Errorf("%d: %v", row, err)
				}
			}
		}()
	}
	all.Wait()
}

// A call in a callback leaves the failures of the outer call alone.
func TestACallInACallbackDoesNotTakeTheFailureOfTheOuterCall(t *testing.T) {
	db := memory(t)
	run(t, db, "create table t(n)")
	first := true
	must(t, db.OnUpdate(func(Change) {
		if first {
			first = false
			panic("first")
		}
		if err := db.Exec(background, "select 1"); err == nil || err.Error() != "in use" {
			t.Error(err)
		}
		if err := db.failures.Join(nil); err != nil {
			t.Error(err)
		}
	}))
	if err := db.Exec(background, "insert into t values(1), (2)"); err == nil || err.Error() != "panic: first" {
		t.Error(err)
	}
}

type failing func() error

func (f failing) Step([]Value) error { return f() }
func (f failing) End() (any, error)  { return 1, nil }

// A process of its own: its test fails.
func TestFatalInACallbackFailsTheTestAndHangsNothing(t *testing.T) {
	if os.Getenv("SQLITE_FATAL") != "" {
		t.Run("fails", func(t *testing.T) {
			db := memory(t)
			must(t, db.CreateFunction("f", 0, false, func([]Value) (any, error) { t.Fatal("in the function"); return 1, nil }))
			must(t, db.Exec(background, "select f()"))
		})
		t.Run("goes on", func(t *testing.T) {
			db := memory(t) // and nothing lives of the other
			must(t, db.CreateFunction("f", 0, false, func([]Value) (any, error) { t.Skip("in the function"); return 1, nil }))
			must(t, db.Exec(background, "select f()"))
		})
		return
	}
	command := exec.Command(os.Args[0], "-test.v", "-test.run=^"+t.Name()+"$")
	command.Env = append(os.Environ(), "SQLITE_FATAL=1")
	output, err := command.CombinedOutput()
	if command.ProcessState.ExitCode() != 1 || strings.Count(string(output), "in the function") != 2 ||
		!strings.Contains(string(output), "--- FAIL: "+t.Name()+"/fails") || strings.Contains(string(output), "live\n") ||
		!strings.Contains(string(output), "runtime.Goexit in a callback") {
		t.Errorf("%v\n%s", err, output)
	}
}

const thousand = "with recursive n(i) as (select ? union all select i + 1 from n where i < 1000) select i, 'text ' || i, null from n"

func TestEachRowIsGivenByC(t *testing.T) {
	db := memory(t)
	s, err := db.Prepare(thousand)
	must(t, err)
	before := ffiguard.Callbacks()
	var kept []Value
	sum := int64(0)
	count := func(row Row) error {
		sum += row.Int(0)
		if row.Len() != 3 || row.Text(1) != fmt.Sprint("text ", row.Int(0)) || !row.IsNull(2) {
			t.Errorf("row %d is %v", row.Int(0), row)
		}
		kept = append(kept, row.At(1))
		return nil
	}
	must(t, s.Each(context.Background(), count, 1))
	must(t, s.Each(context.Background(), count)) // the parameter stays
	if sum != 2*500500 || len(kept) != 2000 || kept[0].Text() != "text 1" || kept[1999].Text() != "text 1000" {
		t.Error(sum, len(kept))
	}
	if ffiguard.Callbacks() != before {
		t.Errorf("%d Go values are still lent", ffiguard.Callbacks()-before)
	}
}

func TestEachRowMayEndTheLoop(t *testing.T) {
	db := memory(t)
	s, err := db.Prepare(thousand)
	must(t, err)
	before := ffiguard.Callbacks()
	enough := errors.New("enough")
	for _, each := range []struct {
		what string
		f    func(Row) error
		want string
	}{
		{"an error", func(row Row) error {
			if row.Int(0) == 3 {
				return enough
			}
			return nil
		}, "enough"},
		{"a panic", func(Row) error { panic("no more") }, "panic: no more"},
		{"the database, used within", func(Row) error { return db.Exec(context.Background(), "select 1") }, "in use"},
		{"the statement, used within", func(Row) error { return s.Bind(1) }, "in use"},
	} {
		err := s.Each(context.Background(), each.f, 1)
		if err == nil || !strings.HasPrefix(err.Error(), each.want) {
			t.Errorf("%s: %v", each.what, err)
		}
	}
	sum := 0
	must(t, s.Each(context.Background(), func(Row) error { sum++; return nil }, 1))
	if sum != 1000 || ffiguard.Callbacks() != before {
		t.Error(sum, ffiguard.Callbacks()-before)
	}
}

func TestEachRowIsInterruptedByAContext(t *testing.T) {
	db := memory(t)
	s, err := db.Prepare(strings.Replace(thousand, "1000", "1000000000", 1))
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	if err := s.Each(ctx, func(Row) error { cancel(); return nil }, 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := s.Each(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestADatabaseIsClosedByARow(t *testing.T) {
	db := memory(t)
	s, err := db.Prepare(strings.Replace(thousand, "1000", "1000000000", 1))
	must(t, err)
	rows := 0
	err = s.Each(context.Background(), func(Row) error {
		if rows++; rows == 3 {
			return db.CloseAll()
		}
		return nil
	}, 1)
	if rows == 0 || Code(err)&0xff != Interrupt && !errors.Is(err, ffiguard.ErrClosed) {
		t.Error(rows, err)
	}
	if live := Live(); live != 0 {
		t.Errorf("%d are live", live)
	}
}
