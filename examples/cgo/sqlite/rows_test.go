// SPDX-License-Identifier: BSL-1.0

package sqlite

import (
	"context"
	"fmt"
	"math/rand"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// Go keeps up to 32 bytes in registers; a larger Value was copied through memory at each use.
func TestAValueFitsInRegisters(t *testing.T) {
	if size := reflect.TypeFor[Value]().Size(); size > 32 {
		t.Errorf("%d bytes", size)
	}
}

func TestALoopEndsWithItsContextBeforeTheNextRow(t *testing.T) {
	db := memory(t)
	s, err := db.Prepare(thousand)
	must(t, err)
	for _, last := range []int64{1, 2, 3, 7, 500, 990, 999} { // rows behind it have been fetched already
		ctx, cancel := context.WithCancel(background)
		var got error
		for row, err := range s.Query(ctx, 1) {
			if err != nil {
				got = err
				break
			}
			if row.Int(0) > last {
				t.Errorf("row %d after the context has ended in row %d", row.Int(0), last)
				break
			}
			if row.Int(0) == last {
				cancel()
			}
		}
		cancel()
		want(t, got, context.Canceled)
	}
	run(t, db, "create table other(n); drop table other") // no statement is running
}

func TestCloseWaitInARowOfEachDoesNotWaitForItself(t *testing.T) {
	db := memory(t)
	s, err := db.Prepare(thousand)
	must(t, err)
	turns := 0
	err = s.Each(background, func(Row) error {
		turns++
		ctx, cancel := context.WithTimeout(background, 20*time.Second)
		defer cancel()
		want(t, db.CloseWait(ctx), ffiguard.ErrInUse)
		return context.Canceled // any error
	}, 1)
	want(t, err, context.Canceled)
	if turns != 1 {
		t.Errorf("%d turns", turns)
	}
}

// One loop at a time: the outer one goes on with what there is then.
func TestALoopWithinALoopOfTheSameStatementIsNoPanic(t *testing.T) {
	for _, change := range []string{"alter table t add column d default 9", "alter table t drop column c"} {
		db := memory(t)
		run(t, db, "create table t(a, b, c)")
		for i := range 100 {
			must(t, db.Exec(background, "insert into t values (?, ?, ?)", i, "text", i))
		}
		s, err := db.Prepare("select * from t")
		must(t, err)
		turns := 0
		for row, err := range s.Query(background) {
			if err != nil {
				break
			}
			if turns++; turns == 2 {
				must(t, s.Exec(background))
				run(t, db, change)
			}
			if turns > 40 {
				if columns, _ := s.Columns(); row.Len() != len(columns) {
					t.Errorf("%d of %d columns", row.Len(), len(columns))
				}
				break
			}
		}
	}
}

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestManyTextsOfParametersAreCopiedOnce(t *testing.T) {
	db := memory(t)
	s, err := db.Prepare("select ?" + strings.Repeat(", ?", 1999))
	must(t, err)
	args := make([]any, 2000)
	for i := range args {
		args[i] = fmt.Sprintf("%0100d", i)
	}
	used := allocated(func() {
		for row, err := range s.Query(background, args...) {
			must(t, err)
			for i := range args {
				if row.Text(i) != args[i] {
					t.Fatal(i, row.Text(i))
				}
			}
		}
	})
	if used > 4<<20 { // of 200 KB
		t.Errorf("%d bytes were allocated", used)
	}
}

func heap() uint64 {
	var now runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&now)
	return now.HeapAlloc
}

func TestAFunctionDoesNotKeepItsLastArguments(t *testing.T) {
	db := memory(t)
	must(t, db.CreateFunction("f", 1, false, func(args []Value) (any, error) { return len(args[0].Text()), nil }))
	before := heap()
	if n := one(t, db, "select f(zeroblob(50000000))").Int(); n != 50000000 {
		t.Fatal(n)
	}
	if now := heap(); now > before+10<<20 {
		t.Errorf("%d bytes are kept", now-before)
	}
}

func TestAValueOfARowKeepsAboutItsOwnBytes(t *testing.T) {
	db := memory(t)
	var kept []Value
	before := heap()
	for range 50 {
		// Two rows in one large buffer, then one that could be given away with all of it.
		for _, sizes := range []string{"values (1), (100000), (100000), (100000)", "values (5000)"} {
			for row, err := range db.Query(background, "select zeroblob(column1) from ("+sizes+")") {
				must(t, err)
				if len(row.Text(0)) == 5000 {
					kept = append(kept, row.At(0))
				}
			}
		}
	}
	if now := heap(); now > before+2<<20 {
		t.Errorf("%d bytes are kept by %d values", now-before, len(kept))
	}
	runtime.KeepAlive(kept)
}

func TestRowsOfAllSizesComeInTheirOrder(t *testing.T) {
	db := memory(t)
	dice := rand.New(rand.NewSource(1))
	for range 30 {
		run(t, db, "drop table if exists t; create table t(id integer primary key, a, b)")
		type row struct{ a, b string }
		var rows []row
		run(t, db, "begin")
		for i := range 200 {
			size := func() int {
				switch dice.Intn(12) {
				case 0:
					return 3000 + dice.Intn(3000)
				case 1:
					return dice.Intn(100000)
				}
				return dice.Intn(60)
			}
			made := row{strings.Repeat(string(rune('a'+i%26)), size()), strings.Repeat(string(rune('A'+i%26)), size())}
			rows = append(rows, made)
			must(t, db.Exec(background, "insert into t values (?, ?, ?)", i, made.a, []byte(made.b)))
		}
		run(t, db, "commit")
		var kept [][2]Value
		for got, err := range db.Query(background, "select id, a, b from t where id >= ? order by id", 0) {
			must(t, err)
			if got.Int(0) != int64(len(kept)) {
				t.Fatalf("row %d after %d", got.Int(0), len(kept)-1)
			}
			kept = append(kept, [2]Value{got.At(1), got.At(2)})
		}
		if len(kept) != len(rows) {
			t.Fatalf("%d rows of %d", len(kept), len(rows))
		}
		for i, each := range kept { // after the loop: none of them was written over
			if each[0].Text() != rows[i].a || each[1].Text() != rows[i].b {
				t.Fatalf("row %d: %.20q %.20q", i, each[0].Text(), each[1].Text())
			}
		}
	}
}
