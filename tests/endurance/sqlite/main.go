// SPDX-License-Identifier: BSL-1.0

// The same work over examples/cgo/sqlite and over mattn/go-sqlite3, both on the system's library: one
// after the other in each round, so that what disturbs one disturbs its neighbour. Prints medians and
// their ratios, and judges nothing. mattn is used below database/sql, which would add its own locks.
package main

import (
	"bytes"
	"context"
	"database/sql/driver"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"example.invalid/ffiguard/examples/cgo/sqlite"
	"github.com/mattn/go-sqlite3"
)

var (
	rows      = flag.Int("rows", 100_000, "rows of the table, and selects by key")
	rounds    = flag.Int("rounds", 5, "runs of each")
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

// work is what both do.
type work interface {
	insert() // all rows in one transaction
	selectByKey()
	scan()
	function()
	writeBlobs()
	readBlobs()
	close()
}

const (
	tables     = "create table t(id integer primary key, name text, age integer); create table b(id integer primary key, data blob)"
	insertRow  = "insert into t values(?, ?, ?)"
	selectRow  = "select name, age from t where id = ?"
	scanRows   = "select id, name, age from t"
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
		for row, err := range s.Query(background) {
			must(err)
			that(len(row.Text(1)) == 8, "scan")
			sum += row.Int(2)
		}
	})
	that(sum == expectSum, "scan")
}

func (o ours) function() {
	for row, err := range o.db.Query(background, callForRow) {
		must(err)
		that(row.Int(0) == 2*expectSum, "function")
	}
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
		row := make([]driver.Value, 3)
		m.each(s, row, nil, func() {
			that(len(row[1].(string)) == 8, "scan")
			sum += row[2].(int64)
		})
	})
	that(sum == expectSum, "scan")
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

// ---- both

var steps = []struct {
	name string
	do   func(work)
}{
	{"insert", work.insert},
	{"select by key", work.selectByKey},
	{"scan", work.scan},
	{"Go function", work.function},
	{"write blobs", work.writeBlobs},
	{"read blobs", work.readBlobs},
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
	fmt.Printf("SQLite %s, %d rows, %d blobs of 64 KB, %d rounds\n", version, *rows, *blobs, *rounds)

	open := []func(string) work{openOurs, openTheirs}
	times := make([][2][]time.Duration, len(steps))
	for round := range *rounds {
		var both [2]work
		for who := range both {
			both[who] = open[who](filepath.Join(directory, fmt.Sprintf("%d-%d.db", round, who)))
		}
		for i, step := range steps {
			for k := range both {
				who := (k + round) % 2 // each is the first as often
				runtime.GC()
				begin := time.Now()
				step.do(both[who])
				times[i][who] = append(times[i][who], time.Since(begin))
			}
		}
		for _, each := range both {
			each.close()
		}
	}
	for i, step := range steps {
		var median [2]time.Duration
		for who := range median {
			slices.Sort(times[i][who])
			median[who] = times[i][who][(*rounds-1)/2]
		}
		fmt.Printf("%-14s %9.1f ms ffiguard  %9.1f ms mattn  ratio %.2f\n", step.name,
			float64(median[0].Microseconds())/1000, float64(median[1].Microseconds())/1000,
			float64(median[0])/float64(median[1]))
	}
}
