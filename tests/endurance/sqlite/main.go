// SPDX-License-Identifier: BSL-1.0

// The same work over examples/cgo/sqlite, over plain pointers (naive) and over mattn/go-sqlite3, all on the
// system's library: one after the other in each round, so that what disturbs one disturbs its neighbours.
// Prints medians, their ratios and the allocations of Go, and judges nothing; -bench writes every run as Go's
// benchmarks do, for benchstat. mattn is used below database/sql, which would add its own locks.
package main

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"dev.ffiguard/tests/sqlite/naive"
	"example.invalid/ffiguard/examples/cgo/sqlite"
	"github.com/mattn/go-sqlite3"
)

var (
	rows      = flag.Int("rows", 100_000, "rows of the table, and selects by key")
	rounds    = flag.Int("rounds", 10, "runs of each")
	scanned   = flag.Int("scan", 1_000_000, "rows to read in scans and row callbacks")
	bench     = flag.String("bench", "", "a file to add every run to")
	only      = flag.String("only", "", "the one step to measure beside insert")
	blobs     = flag.Int("blobs", 1000, "blobs of 64 KB")
	blob      = bytes.Repeat([]byte{7}, 64<<10)
	expectSum int64
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "sqlite:", err)
		os.Exit(1)
	}
}

func that(right bool, what string) {
	if !right {
		must(fmt.Errorf("%s: another result", what))
	}
}

// work is what all do.
type work interface {
	insert() // all rows in one transaction
	selectByKey()
	scan()
	function()
	close()
}

// blobWork is for those that have blobs, rowWork for those that have C call Go with each row.
type blobWork interface {
	writeBlobs()
	readBlobs()
}
type rowWork interface{ eachRow() }

// again does body until so many rows have been read.
func again(body func()) {
	for done := 0; done < *scanned; done += *rows {
		body()
	}
}

const (
	tables     = "create table t(id integer primary key, name text, age integer); create table b(id integer primary key, data blob)"
	insertRow  = "insert into t values(?, ?, ?)"
	selectRow  = "select name, age from t where id = ?"
	scanRows   = "select name, age from t"
	callForRow = "select sum(twice(age)) from t"
	insertBlob = "insert into b values(?, ?)"
	selectBlob = "select data from b where id = ?"
)

// ---- examples/cgo/sqlite

type ours struct{ db *sqlite.DB }

var background = context.Background()

func openOurs(path string) work {
	db, err := sqlite.Open(path)
	must(err)
	must(db.Exec(background, tables))
	must(db.CreateFunction("twice", 1, true, func(args []sqlite.Value) (any, error) {
		return 2 * args[0].Int(), nil
	}))
	return ours{db}
}

func (o ours) close() { must(o.db.CloseAll()) }

func (o ours) prepared(sql string, body func(*sqlite.Stmt)) {
	s, err := o.db.Prepare(sql)
	must(err)
	body(s)
	must(s.Close())
}

func (o ours) insert() {
	must(o.db.Exec(background, "begin"))
	o.prepared(insertRow, func(s *sqlite.Stmt) {
		for i := range *rows {
			must(s.Exec(background, int64(i), "somebody", int64(i%100)))
		}
	})
	must(o.db.Exec(background, "commit"))
}

func (o ours) selectByKey() {
	sum := int64(0)
	o.prepared(selectRow, func(s *sqlite.Stmt) {
		for i := range *rows {
			for row, err := range s.Query(background, int64(i)) {
				must(err)
				that(row.Text(0) == "somebody", "select")
				sum += row.Int(1)
			}
		}
	})
	that(sum == expectSum, "select")
}

func (o ours) scan() {
	sum := int64(0)
	o.prepared(scanRows, func(s *sqlite.Stmt) {
		again(func() {
			sum = 0
			for row, err := range s.Query(background) {
				must(err)
				that(len(row.Text(0)) == 8, "scan")
				sum += row.Int(1)
			}
			that(sum == expectSum, "scan")
		})
	})
}

func (o ours) function() {
	for row, err := range o.db.Query(background, callForRow) {
		must(err)
		that(row.Int(0) == 2*expectSum, "function")
	}
}

func (o ours) eachRow() {
	o.prepared(scanRows, func(s *sqlite.Stmt) {
		again(func() {
			sum := int64(0)
			must(s.Each(background, func(row sqlite.Row) error {
				that(len(row.Text(0)) == 8, "row")
				sum += row.Int(1)
				return nil
			}))
			that(sum == expectSum, "row")
		})
	})
}

func (o ours) writeBlobs() {
	must(o.db.Exec(background, "begin"))
	o.prepared(insertBlob, func(s *sqlite.Stmt) {
		for i := range *blobs {
			must(s.Exec(background, int64(i), blob))
		}
	})
	must(o.db.Exec(background, "commit"))
}

func (o ours) readBlobs() {
	o.prepared(selectBlob, func(s *sqlite.Stmt) {
		for i := range *blobs {
			for row, err := range s.Query(background, int64(i)) {
				must(err)
				that(len(row.Blob(0)) == len(blob), "blob")
			}
		}
	})
}

// ---- mattn/go-sqlite3

type theirs struct{ db *sqlite3.SQLiteConn }

func openTheirs(path string) work {
	conn, err := (&sqlite3.SQLiteDriver{}).Open("file:" + path + "?_mutex=no") // as ours
	must(err)
	db := conn.(*sqlite3.SQLiteConn)
	m := theirs{db}
	m.exec(tables)
	must(db.RegisterFunc("twice", func(n int64) int64 { return 2 * n }, true))
	return m
}

func (m theirs) close() { must(m.db.Close()) }

func (m theirs) exec(sql string) {
	_, err := m.db.Exec(sql, nil)
	must(err)
}

func (m theirs) prepared(sql string, body func(*sqlite3.SQLiteStmt)) {
	s, err := m.db.Prepare(sql)
	must(err)
	body(s.(*sqlite3.SQLiteStmt))
	must(s.Close())
}

// each gives the rows of a statement.
func (m theirs) each(s *sqlite3.SQLiteStmt, row []driver.Value, args []driver.Value, body func()) {
	found, err := s.Query(args)
	must(err)
	for {
		err := found.Next(row)
		if err == io.EOF {
			break
		}
		must(err)
		body()
	}
	must(found.Close())
}

func (m theirs) insert() {
	m.exec("begin")
	m.prepared(insertRow, func(s *sqlite3.SQLiteStmt) {
		for i := range *rows {
			_, err := s.Exec([]driver.Value{int64(i), "somebody", int64(i % 100)})
			must(err)
		}
	})
	m.exec("commit")
}

func (m theirs) selectByKey() {
	sum := int64(0)
	m.prepared(selectRow, func(s *sqlite3.SQLiteStmt) {
		row := make([]driver.Value, 2)
		for i := range *rows {
			m.each(s, row, []driver.Value{int64(i)}, func() {
				that(row[0].(string) == "somebody", "select")
				sum += row[1].(int64)
			})
		}
	})
	that(sum == expectSum, "select")
}

func (m theirs) scan() {
	sum := int64(0)
	m.prepared(scanRows, func(s *sqlite3.SQLiteStmt) {
		row := make([]driver.Value, 2)
		again(func() {
			sum = 0
			m.each(s, row, nil, func() {
				that(len(row[0].(string)) == 8, "scan")
				sum += row[1].(int64)
			})
			that(sum == expectSum, "scan")
		})
	})
}

func (m theirs) function() {
	m.prepared(callForRow, func(s *sqlite3.SQLiteStmt) {
		row := make([]driver.Value, 1)
		m.each(s, row, nil, func() { that(row[0].(int64) == 2*expectSum, "function") })
	})
}

func (m theirs) writeBlobs() {
	m.exec("begin")
	m.prepared(insertBlob, func(s *sqlite3.SQLiteStmt) {
		for i := range *blobs {
			_, err := s.Exec([]driver.Value{int64(i), blob})
			must(err)
		}
	})
	m.exec("commit")
}

func (m theirs) readBlobs() {
	m.prepared(selectBlob, func(s *sqlite3.SQLiteStmt) {
		row := make([]driver.Value, 1)
		for i := range *blobs {
			m.each(s, row, []driver.Value{int64(i)}, func() { that(len(row[0].([]byte)) == len(blob), "blob") })
		}
	})
}

// ---- plain pointers

type plain struct{ db naive.DB }

func openPlain(path string) work {
	db, err := naive.Open(path)
	must(err)
	must(db.Exec(tables))
	must(db.CreateFunction("twice", 1, func(args []naive.Value) int64 { return 2 * args[0].Int() }))
	return plain{db}
}

func (p plain) close() { must(p.db.Close()) }

func (p plain) prepared(sql string, body func(*naive.Stmt)) {
	s, err := p.db.Prepare(sql)
	must(err)
	body(s)
	must(s.Close())
}

func (p plain) insert() {
	must(p.db.Exec("begin"))
	p.prepared(insertRow, func(s *naive.Stmt) {
		for i := range *rows {
			_, err := s.Run(int64(i), "somebody", int64(i%100))
			must(err)
		}
	})
	must(p.db.Exec("commit"))
}

func (p plain) each(s *naive.Stmt, body func(), args ...any) {
	for found, err := s.Run(args...); ; found, err = s.Step() {
		must(err)
		if !found {
			return
		}
		body()
	}
}

func (p plain) selectByKey() {
	sum := int64(0)
	p.prepared(selectRow, func(s *naive.Stmt) {
		for i := range *rows {
			p.each(s, func() {
				that(s.Text(0) == "somebody", "select")
				sum += s.Int(1)
			}, int64(i))
		}
	})
	that(sum == expectSum, "select")
}

func (p plain) scan() {
	p.prepared(scanRows, func(s *naive.Stmt) {
		again(func() {
			sum := int64(0)
			p.each(s, func() {
				that(len(s.Text(0)) == 8, "scan")
				sum += s.Int(1)
			})
			that(sum == expectSum, "scan")
		})
	})
}

func (p plain) function() {
	p.prepared(callForRow, func(s *naive.Stmt) {
		p.each(s, func() { that(s.Int(0) == 2*expectSum, "function") })
	})
}

func (p plain) eachRow() {
	p.prepared(scanRows, func(s *naive.Stmt) {
		again(func() {
			sum := int64(0)
			must(s.Each(func(row []naive.Value) bool {
				that(len(row[0].Text()) == 8, "row")
				sum += row[1].Int()
				return true
			}))
			that(sum == expectSum, "row")
		})
	})
}

// ---- all

var steps = []struct {
	name  string
	calls func() int // into C, and for a callback out of it
	do    func(work) bool
}{
	{"insert", func() int { return *rows }, func(w work) bool { w.insert(); return true }},
	{"point select", func() int { return *rows }, func(w work) bool { w.selectByKey(); return true }},
	{"scan", func() int { return *scanned }, func(w work) bool { w.scan(); return true }},
	{"Go function", func() int { return *rows }, func(w work) bool { w.function(); return true }},
	{"row callback", func() int { return *scanned }, func(w work) bool {
		has, ok := w.(rowWork)
		if ok {
			has.eachRow()
		}
		return ok
	}},
	{"write blobs", func() int { return *blobs }, func(w work) bool {
		has, ok := w.(blobWork)
		if ok {
			has.writeBlobs()
		}
		return ok
	}},
	{"read blobs", func() int { return *blobs }, func(w work) bool {
		has, ok := w.(blobWork)
		if ok {
			has.readBlobs()
		}
		return ok
	}},
}

var shims = [...]struct {
	name string
	open func(string) work
}{{"ffiguard", openOurs}, {"naive", openPlain}, {"mattn", openTheirs}}

type measured struct {
	times       []time.Duration
	allocations []uint64
}

func (m *measured) take(step func() bool) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	begin := time.Now()
	done := step()
	took := time.Since(begin)
	runtime.ReadMemStats(&after)
	if done {
		m.times = append(m.times, took)
		m.allocations = append(m.allocations, after.Mallocs-before.Mallocs)
	}
}

func main() {
	flag.Parse()
	for i := range *rows {
		expectSum += int64(i % 100)
	}
	directory, err := os.MkdirTemp("", "sqlite-*")
	must(err)
	defer os.RemoveAll(directory)
	version, number, _ := sqlite3.Version()
	that(number == sqlite.Version(), "version of the library")
	fmt.Printf("SQLite %s, %d rows, %d read in scans, %d blobs of 64 KB, medians of %d rounds\n",
		version, *rows, *scanned, *blobs, *rounds)

	all := make([][len(shims)]measured, len(steps))
	for round := range *rounds {
		var each [len(shims)]work
		for who, shim := range shims {
			each[who] = shim.open(filepath.Join(directory, fmt.Sprintf("%d-%d.db", round, who)))
		}
		for i, step := range steps {
			if *only != "" && i != 0 && step.name != *only {
				continue
			}
			for k := range each {
				who := (k + round) % len(each) // each is the first as often
				all[i][who].take(func() bool { return step.do(each[who]) })
			}
		}
		for _, one := range each {
			one.close()
		}
	}

	if *bench != "" {
		must(writeBenchmarks(*bench, all))
	}
	fmt.Printf("%-13s", "")
	for _, shim := range shims {
		fmt.Printf(" %9s ns %5s", shim.name, "alloc")
	}
	fmt.Printf("  %9s %9s\n", "to naive", "to mattn")
	for i, step := range steps {
		fmt.Printf("%-13s", step.name)
		var median [len(shims)]float64
		for who := range shims {
			one := &all[i][who]
			if len(one.times) == 0 {
				fmt.Printf(" %12s %5s", "-", "-")
				continue
			}
			slices.Sort(one.times)
			calls := float64(step.calls())
			median[who] = float64(one.times[(len(one.times)-1)/2].Nanoseconds()) / calls
			fmt.Printf(" %12.0f %5.1f", median[who], float64(one.allocations[len(one.allocations)-1])/calls)
		}
		for _, beside := range []float64{median[1], median[2]} {
			if beside == 0 {
				fmt.Printf(" %9s", "-")
			} else {
				fmt.Printf(" %9.2f", median[0]/beside)
			}
		}
		fmt.Println()
	}
}

// writeBenchmarks adds a line for each run, "BenchmarkPointSelect/shim=naive 100000 4252 ns/op 1 allocs/op".
func writeBenchmarks(name string, all [][len(shims)]measured) error {
	var text strings.Builder
	for i, step := range steps {
		words := strings.Fields(step.name)
		for k, word := range words {
			words[k] = strings.ToUpper(word[:1]) + word[1:]
		}
		for who, shim := range shims {
			for k, took := range all[i][who].times {
				calls := step.calls()
				fmt.Fprintf(&text, "Benchmark%s/shim=%s %d %.2f ns/op %.2f allocs/op\n", strings.Join(words, ""), shim.name, calls,
					float64(took.Nanoseconds())/float64(calls), float64(all[i][who].allocations[k])/float64(calls))
			}
		}
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text.String())
	return errors.Join(err, file.Close())
}
