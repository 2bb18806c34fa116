// SPDX-License-Identifier: BSL-1.0

// Sqlite makes a database of many rows, indexes and queries it, copies it while it is read and written,
// and closes it in the middle of a query. It prints lines of key=value.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
	"example.invalid/ffiguard/examples/cgo/sqlite"
)

func main() {
	rows := flag.Int("rows", 100_000, "rows of the database")
	held := flag.String("held", "", "a file for the folded stacks of what is open when statements were abandoned")
	flag.Parse()
	directory, err := os.MkdirTemp("", "sqlite-*")
	if err == nil {
		var errHeld error
		err = run(directory, *rows, func(key string, value any) {
			fmt.Printf("%s=%v\n", strings.ReplaceAll(key, " ", "_"), value)
			if *held != "" && key == "abandoned statements" {
				errHeld = writeHeld(*held)
			}
		})
		err = cmp.Or(err, errHeld, os.RemoveAll(directory))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "sqlite:", err)
		os.Exit(1)
	}
}

// writeHeld is for examples/observe/flamegraph.py.
func writeHeld(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(ffiguard.Live.WriteTo(f, 2), f.Close())
}

var background = context.Background()

// run works in a directory, and fails where something is not as it should be.
func run(directory string, rows int, report func(key string, value any)) error {
	path := filepath.Join(directory, "people.db")
	db, err := sqlite.Open(path)
	if err != nil {
		return err
	}
	defer db.CloseAll()
	report("sqlite", sqlite.Version())
	if err := fill(db, rows); err != nil {
		return err
	}
	steps := []struct {
		name string
		do   func(*sqlite.DB, string, int) (any, error)
	}{
		{"rows made", made},
		{"found by index", found},
		{"sum by a Go aggregate", summed},
		{"copied while it is read", copied},
		{"close with a statement open", refused},
		{"closed in a query", closedInAQuery},
		{"query after the close", afterClose},
		{"abandoned statements", abandoned},
		{"live at the end", live},
	}
	for _, step := range steps {
		value, err := step.do(db, path, rows)
		if err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		report(step.name, value)
	}
	return nil
}

func fill(db *sqlite.DB, rows int) error {
	if err := db.Exec(background, "pragma journal_mode = wal; create table people(id integer primary key, name, age)"); err != nil {
		return err
	}
	insert, err := db.Prepare("insert into people(name, age) values(?, ?)")
	if err != nil {
		return err
	}
	defer insert.Close()
	if err := db.Exec(background, "begin"); err != nil {
		return err
	}
	for i := range rows {
		if err := insert.Exec(background, fmt.Sprint("person ", i), i%100); err != nil {
			return err
		}
	}
	return db.Exec(background, "commit; create index by_age on people(age)")
}

func made(db *sqlite.DB, path string, rows int) (any, error) {
	count, err := number(db, "select count(*) from people")
	file, errFile := os.Stat(path)
	if count != int64(rows) || errFile != nil || file.Size() == 0 {
		return nil, errors.Join(err, errFile, fmt.Errorf("%d rows", count))
	}
	return fmt.Sprint(count, " and an index"), err
}

func found(db *sqlite.DB, _ string, rows int) (any, error) {
	plan, found := "", 0
	for row, err := range db.Query(background, "explain query plan select name from people where age = 42") {
		if err != nil {
			return nil, err
		}
		plan = row.Text(3)
	}
	if !strings.Contains(plan, "USING INDEX by_age") {
		return nil, errors.New(plan)
	}
	for _, err := range db.Query(background, "select name from people where age = ?", 42) {
		if err != nil {
			return nil, err
		}
		found++
	}
	if found != rows/100 {
		return nil, fmt.Errorf("%d rows", found)
	}
	return found, nil
}

type total int64

func (t *total) Step(args []sqlite.Value) error { *t += total(args[0].Int()); return nil }
func (t *total) End() (any, error)              { return int64(*t), nil }

func summed(db *sqlite.DB, _ string, rows int) (any, error) {
	if err := db.CreateAggregate("go_total", 1, func() sqlite.Aggregate { return new(total) }); err != nil {
		return nil, err
	}
	ours, err := number(db, "select go_total(age) from people")
	theirs, errTheirs := number(db, "select sum(age) from people")
	if ours != theirs {
		return nil, fmt.Errorf("%d, and SQLite's own is %d", ours, theirs)
	}
	return ours, errors.Join(err, errTheirs)
}

// copied backs up while another connection reads on, and this one writes.
func copied(db *sqlite.DB, path string, rows int) (any, error) {
	reader, err := sqlite.OpenFlags(path, sqlite.ReadOnly)
	if err != nil {
		return nil, err
	}
	defer reader.CloseAll()
	stop, read := make(chan bool), make(chan error)
	go func() {
		for {
			select {
			case <-stop:
				read <- nil
				return
			default:
			}
			if n, err := number(reader, "select count(*) from people"); err != nil || n < int64(rows) {
				read <- errors.Join(err, fmt.Errorf("the reader has seen %d rows", n))
				return
			}
		}
	}()
	to := filepath.Join(filepath.Dir(path), "copy.db")
	backup, err := db.BackupTo(to)
	if err != nil {
		return nil, err
	}
	steps := 0
	var late error
	err = backup.Run(background, max(rows/2000, 1), func(remaining, total int) {
		steps++
		if steps == 2 {
			late = db.Exec(background, "insert into people(name, age) values('late', 7)")
		}
	})
	err = errors.Join(err, late, backup.Close())
	close(stop)
	err = errors.Join(err, <-read)
	copy, errCopy := sqlite.OpenFlags(to, sqlite.ReadOnly)
	if errCopy != nil || err != nil {
		return nil, errors.Join(err, errCopy)
	}
	defer copy.Close()
	count, err := number(copy, "select count(*) from people")
	if count != int64(rows)+1 {
		return nil, errors.Join(err, fmt.Errorf("the copy has %d rows", count))
	}
	return fmt.Sprintf("%d rows, one of them written meanwhile", count), err
}

func refused(db *sqlite.DB, _ string, _ int) (any, error) {
	s, err := db.Prepare("select 1")
	if err != nil {
		return nil, err
	}
	defer s.Close()
	err = db.Close()
	if !errors.Is(err, ffiguard.ErrInUse) {
		return nil, fmt.Errorf("answered %v", err)
	}
	return err.Error(), nil
}

// closedInAQuery has another goroutine close the database while SQLite works.
func closedInAQuery(db *sqlite.DB, path string, _ int) (any, error) {
	running := make(chan bool, 1)
	if err := db.OnProgress(1000, func() bool {
		select {
		case running <- true:
		default:
		}
		return true
	}); err != nil {
		return nil, err
	}
	closed := make(chan error)
	go func() {
		<-running
		ctx, cancel := context.WithTimeout(background, time.Minute)
		defer cancel()
		closed <- db.CloseWait(ctx)
	}()
	_, err := number(db, "select count(*) from people a, people b, people c where a.age + b.age = c.age")
	if sqlite.Code(err) != sqlite.Interrupt {
		return nil, fmt.Errorf("the query was answered %v", err)
	}
	if err := <-closed; err != nil {
		return nil, err
	}
	if _, there := os.Stat(path + "-wal"); there == nil {
		return nil, errors.New("SQLite has not closed its files")
	}
	return err.Error(), nil
}

func afterClose(db *sqlite.DB, _ string, _ int) (any, error) {
	_, err := number(db, "select 1")
	if !errors.Is(err, ffiguard.ErrClosed) {
		return nil, fmt.Errorf("answered %v", err)
	}
	return err.Error(), nil
}

func abandoned(_ *sqlite.DB, path string, _ int) (any, error) {
	db, err := sqlite.Open(path)
	if err != nil {
		return nil, err
	}
	for range 1000 {
		if _, err := db.Prepare("select 1"); err != nil {
			return nil, err
		}
	}
	return "1000 of an abandoned database", nil
}

func live(_ *sqlite.DB, _ string, _ int) (any, error) {
	for end := time.Now().Add(time.Minute); sqlite.Live() != 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			return nil, fmt.Errorf("%d live", sqlite.Live())
		}
		runtime.GC()
	}
	return sqlite.Live(), nil
}

func number(db *sqlite.DB, sql string) (n int64, err error) {
	for row, err := range db.Query(background, sql) {
		if err != nil {
			return 0, err
		}
		n = row.Int(0)
	}
	return n, nil
}
