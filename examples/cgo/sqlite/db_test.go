// SPDX-License-Identifier: BSL-1.0

package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func TestAValueOfEachTypeComesBackAsItWas(t *testing.T) {
	db := memory(t)
	for _, v := range []any{nil, int64(0), int64(math.MinInt64), int64(math.MaxInt64), 0.5, math.Inf(-1), "", "text",
		"\x00 inside", "gr\u00fc\u00df", []byte{}, []byte{0, 1, 255}, strings.Repeat("long ", 100_000)} {
		got := one(t, db, "select ?", v).Any()
		if fmt.Sprintf("%T %v", got, got) != fmt.Sprintf("%T %v", v, v) {
			t.Errorf("%T %.20v became %T %.20v", v, v, got, got)
		}
	}
	for given, expected := range map[any]any{1: int64(1), true: int64(1), false: int64(0), float32(0.5): 0.5,
		time.Unix(0, 0).UTC(): "1970-01-01T00:00:00Z", uint8(7): int64(7), Zeros(3): []byte{0, 0, 0}} {
		if got := one(t, db, "select ?", given).Any(); fmt.Sprint(got) != fmt.Sprint(expected) {
			t.Errorf("%v became %v", given, got)
		}
	}
	_, err := first(db, "select ?", struct{}{})
	want(t, err, ffiguard.ErrInvalidArgument)
}

func TestRowsHaveTheirColumns(t *testing.T) {
	db := memory(t)
	run(t, db, "create table t(a, b, c, d); insert into t values(1, 'one', 1.5, x'01'), (2, 'two', null, zeroblob(70000))")
	s, err := db.Prepare("select *, a, a, a, a, a, a from t order by a")
	must(t, err)
	defer s.Close()
	names, err := s.Columns()
	must(t, err)
	if !slices.Equal(names[:4], []string{"a", "b", "c", "d"}) || len(names) != 10 {
		t.Error(names)
	}
	for range 2 { // again, after the reset of itself
		var all []string
		for row, err := range s.Query(background) {
			must(t, err)
			var a int
			var b string
			var c float64
			var d []byte
			must(t, row.Scan(&a, &b, &c, &d))
			all = append(all, fmt.Sprintf("%d %s %g %d %t %d %d", a, b, c, len(d), row.IsNull(2), row.Len(), row.Int(9)))
		}
		if fmt.Sprint(all) != "[1 one 1.5 1 false 10 1 2 two 0 70000 true 10 2]" {
			t.Error(all)
		}
	}
}

func TestParametersByNumberAndName(t *testing.T) {
	db := memory(t)
	s, err := db.Prepare("select :a, ?2, $c")
	must(t, err)
	defer s.Close()
	must(t, s.BindNamed(":a", 1))
	must(t, s.BindAt(2, "b"))
	must(t, s.BindNamed("$c", 0.5))
	want(t, s.BindNamed(":d", 1), ffiguard.ErrNotFound)
	want(t, s.BindNamed(":a\x00", 1), ffiguard.ErrMalformed)
	if err := s.BindAt(4, 1); Code(err) != 25 { // SQLITE_RANGE
		t.Error(err)
	}
	for range 2 { // a query without arguments keeps them
		for row, err := range s.Query(background) {
			must(t, err)
			if row.Int(0) != 1 || row.Text(1) != "b" || row.Float(2) != 0.5 {
				t.Error(row)
			}
		}
	}
	for row, err := range s.Query(background, []byte("a\x00"), "", "c") {
		must(t, err)
		if row.Text(0) != "a\x00" || row.Text(1) != "" || row.IsNull(1) || row.Text(2) != "c" {
			t.Error(row)
		}
	}
	for row, err := range s.Query(background, 7) { // the others are NULL
		must(t, err)
		if row.Int(0) != 7 || !row.IsNull(1) || !row.IsNull(2) {
			t.Error(row)
		}
	}
	if err := s.Exec(background, 1, 2, 3, 4); Code(err) != 25 {
		t.Error(err)
	}
}

func TestChangesAndTheLastID(t *testing.T) {
	db := memory(t)
	run(t, db, "create table t(id integer primary key, n)")
	must(t, db.Exec(background, "insert into t(n) values(?), (?), (?)", 1, 2, 3))
	id, err := db.LastID()
	must(t, err)
	must(t, db.Exec(background, "update t set n = n + ? where n > 1", 1))
	n, err := db.Changes()
	must(t, err)
	if id != 3 || n != 2 {
		t.Error(id, n)
	}
	for _, sql := range []string{"begin", "commit"} {
		run(t, db, sql)
		open, err := db.InTransaction()
		must(t, err)
		if open != (sql == "begin") {
			t.Error(sql, open)
		}
	}
}

func TestAnErrorHasSQLitesTextAndExtendedCode(t *testing.T) {
	db := memory(t)
	run(t, db, "create table t(id integer primary key, n unique not null); insert into t values(1, 1)")
	for sql, expected := range map[string]string{
		"insert into t values(1, 2)":    "1555 UNIQUE constraint failed: t.id",
		"insert into t values(2, 1)":    "2067 UNIQUE constraint failed: t.n",
		"insert into t values(2, null)": "1299 NOT NULL constraint failed: t.n",
		"selec":                         "1 near \"selec\": syntax error",
		"select * from nowhere":         "1 no such table: nowhere",
	} {
		err := db.Exec(background, sql)
		if got := fmt.Sprint(Code(err), " ", err); got != expected {
			t.Errorf("%s: %s", sql, got)
		}
		want(t, err, ffiguard.ErrForeign)
		for _, err := range db.Query(background, sql) {
			if got := fmt.Sprint(Code(err), " ", err); got != expected {
				t.Errorf("%s, prepared: %s", sql, got)
			}
		}
	}
	_, err := Open(filepath.Join(t.TempDir(), "no", "directory"))
	if Code(err)&0xff != 14 || !strings.Contains(err.Error(), "unable to open database file") {
		t.Error(Code(err), err)
	}
	_, err = Open("/etc/passwd\x00.db")
	want(t, err, ffiguard.ErrMalformed)
}

func TestALongTextOfAnErrorComesWhole(t *testing.T) {
	nothingLives(t)
	var all sync.WaitGroup
	for worker := range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			db, err := Open(":memory:")
			if err != nil {
				t.Error(err)
				return
			}
			defer db.CloseAll()
			for _, size := range []int{1, 216, 217, 232, 233, 240, 300, 5000, 60000} {
				for range 3 { // the latest 256 texts are kept for who is slow to fetch them
					name := strings.Repeat(string(rune('a'+worker)), size) + "ä"
					if err := db.Exec(background, "select * from "+name); err == nil || err.Error() != "no such table: "+name {
						t.Errorf("%d: %.300v", size, err)
					}
				}
			}
		}()
	}
	all.Wait()
}

func TestAPreparedTextIsOneStatement(t *testing.T) {
	db := memory(t)
	for sql, expected := range map[string]error{
		"select 1": nil, "select 1; \n": nil, "": ffiguard.ErrInvalidArgument, "-- nothing": ffiguard.ErrInvalidArgument,
		"select 1; select 2": ffiguard.ErrInvalidArgument, "select 1\x00 drop": ffiguard.ErrInvalidArgument} {
		s, err := db.Prepare(sql)
		if err == nil {
			must(t, s.Close())
		}
		if !errors.Is(err, expected) {
			t.Errorf("%q: %v", sql, err)
		}
	}
}

func TestALoopMayBeLeft(t *testing.T) {
	db := memory(t)
	run(t, db, "create table t(n); insert into t values(1), (2), (3)")
	s, err := db.Prepare("select n from t")
	must(t, err)
	defer s.Close()
	for range 3 {
		for row, err := range s.Query(background) {
			must(t, err)
			if row.Int(0) != 1 {
				t.Error("not from the start:", row.Int(0))
			}
			break
		}
		run(t, db, "drop table if exists other; create table other(n)") // no statement is running
	}
	func() {
		defer func() { recover() }()
		for range s.Query(background) {
			panic("in the loop")
		}
	}()
	done := make(chan bool)
	go func() {
		defer close(done)
		for range s.Query(background) {
			runtime.Goexit() // as t.FailNow does
		}
	}()
	<-done
	run(t, db, "drop table t")
}

func TestAFileOutlivesItsDatabase(t *testing.T) {
	db, path := file(t)
	run(t, db, "create table t(n); insert into t values(42)")
	must(t, db.Close())
	db = opened(t, path)
	if one(t, db, "select n from t").Int() != 42 {
		t.Error("another value")
	}
	readOnly, err := OpenFlags(path, ReadOnly)
	must(t, err)
	defer readOnly.Close()
	if err := readOnly.Exec(background, "delete from t"); Code(err)&0xff != 8 {
		t.Error(err)
	}
}

func TestABlobIsReadAndWrittenInPlace(t *testing.T) {
	db := memory(t)
	run(t, db, "create table t(b)")
	must(t, db.Exec(background, "insert into t values(?), (?)", Zeros(1<<20), []byte("second")))
	b, err := db.OpenBlob("t", "b", 1, true)
	must(t, err)
	if b.Size() != 1<<20 {
		t.Error(b.Size())
	}
	_, err = b.WriteAt([]byte("here"), 1<<20-4)
	must(t, err)
	if _, err := b.WriteAt([]byte("here"), 1<<20-3); err != io.ErrShortWrite {
		t.Error(err)
	}
	all, err := io.ReadAll(io.NewSectionReader(b, 0, math.MaxInt64))
	must(t, err)
	if len(all) != 1<<20 || !bytes.HasSuffix(all, []byte("\x00here")) {
		t.Errorf("%d bytes", len(all))
	}
	must(t, b.Move(2))
	p := make([]byte, 10)
	if n, err := b.ReadAt(p, 0); err != io.EOF || string(p[:n]) != "second" {
		t.Errorf("%q %v", p[:n], err)
	}
	run(t, db, "update t set b = 'changed'")
	if _, err := b.ReadAt(p, 0); Code(err)&0xff != 4 { // SQLITE_ABORT
		t.Error(err)
	}
	b.Close()
	want(t, b.Close(), ffiguard.ErrClosed)
	if _, err := db.OpenBlob("t", "b", 99, false); err == nil || !strings.Contains(err.Error(), "no such rowid: 99") {
		t.Error(err)
	}
}

func TestABackupGoesOnWhileTheDatabaseIsWritten(t *testing.T) {
	db, _ := file(t)
	run(t, db, "create table t(n, filler); "+rowsOf(2000))
	path := filepath.Join(t.TempDir(), "copy.db")
	backup, err := db.BackupTo(path)
	must(t, err)
	last := math.MaxInt
	must(t, backup.Run(background, 10, func(remaining, total int) {
		if remaining-5 > last || remaining > total {
			t.Error(remaining, "of", total)
		}
		last = remaining
		if remaining == total-10 {
			run(t, db, "insert into t values(-1, '')")
		}
	}))
	must(t, backup.Close())
	copied := opened(t, path)
	if n := one(t, copied, "select count(*) from t").Int(); n != 2001 {
		t.Error(n)
	}
	if _, err := db.BackupTo(filepath.Join(t.TempDir(), "no", "directory")); Code(err)&0xff != 14 {
		t.Error(err)
	}
	unfinished, err := db.BackupTo(filepath.Join(t.TempDir(), "other.db"))
	must(t, err)
	_, _, _, err = unfinished.Step(1)
	must(t, err)
	want(t, db.Close(), ffiguard.ErrInUse)
	must(t, unfinished.Close())
	must(t, db.Close())
}

// rowsOf is SQL that puts so many rows into a table t of two columns.
func rowsOf(rows int) string {
	return fmt.Sprintf("with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) "+
		"insert into t select i, hex(randomblob(50)) from n", rows)
}

func TestABusyTimeoutWaitsForTheOther(t *testing.T) {
	db, path := file(t)
	run(t, db, "create table t(n)")
	other := opened(t, path)
	run(t, other, "begin immediate")
	if err := db.Exec(background, "insert into t values(1)"); Code(err)&0xff != Busy {
		t.Error(err)
	}
	must(t, db.BusyTimeout(20*time.Second))
	wrote := make(chan error)
	go func() { wrote <- db.Exec(background, "insert into t values(1)") }()
	run(t, other, "commit")
	must(t, <-wrote)
}

func TestAContextInterrupts(t *testing.T) {
	db := memory(t)
	for _, query := range []func(context.Context) error{
		func(ctx context.Context) error { return db.Exec(ctx, endless) },
		func(ctx context.Context) error { return db.Exec(ctx, endless+" where i > ?", 1) },
		func(ctx context.Context) error {
			for _, err := range db.Query(ctx, endless) {
				return err
			}
			return nil
		},
	} {
		ctx, cancel := context.WithTimeout(background, 5*time.Millisecond)
		want(t, query(ctx), context.DeadlineExceeded)
		want(t, query(ctx), context.DeadlineExceeded) // nothing begins
		cancel()
		ctx, cancel = context.WithCancel(background)
		go cancel() // wherever it has come to: no interrupt is lost
		want(t, query(ctx), context.Canceled)
		if one(t, db, "select 7").Int() != 7 {
			t.Error("the next statement met the interrupt")
		}
	}
	// A context that ends after the query interrupts nothing else.
	ctx, cancel := context.WithCancel(background)
	must(t, db.Exec(ctx, "select 1"))
	cancel()
	if one(t, db, "select 8").Int() != 8 {
		t.Error("interrupted afterwards")
	}
}

func TestNoErrnoIsLeft(t *testing.T) {
	db, _ := file(t)
	run(t, db, "create table t(n)")
	if _, err := os.Stat(filepath.Join(t.TempDir(), "no")); !errors.Is(err, syscall.ENOENT) {
		t.Error(err)
	}
	if Version() < 3037000 {
		t.Log("an old SQLite:", Version())
	}
}
