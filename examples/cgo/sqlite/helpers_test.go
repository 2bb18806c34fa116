// SPDX-License-Identifier: BSL-1.0

package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

var background = context.Background()

// memory opens a database in memory. Nothing of the test may live after it.
func memory(t *testing.T) *DB {
	t.Helper()
	return opened(t, ":memory:")
}

// file opens a database in a file that there is not yet.
func file(t *testing.T) (*DB, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	return opened(t, path), path
}

func opened(t *testing.T, path string) *DB {
	t.Helper()
	nothingLives(t)
	db, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.CloseAll() })
	return db
}

// nothingLives demands at the end of the test that what it has made is released.
func nothingLives(t *testing.T) {
	t.Helper()
	before := Live()
	t.Cleanup(func() {
		for end := time.Now().Add(20 * time.Second); Live() > before && time.Now().Before(end); {
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
		if now := Live(); now > before {
			t.Errorf("%d databases, statements, blobs or backups live", now-before)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, err error, one ...error) {
	t.Helper()
	for _, each := range one {
		if errors.Is(err, each) {
			return
		}
	}
	t.Errorf("%v, not one of %v", err, one)
}

// run is Exec without arguments and context.
func run(t *testing.T, db *DB, sql string) {
	t.Helper()
	must(t, db.Exec(background, sql))
}

// one is the first value of a query.
func one(t *testing.T, db *DB, sql string, args ...any) Value {
	t.Helper()
	v, err := first(db, sql, args...)
	must(t, err)
	return v
}

func first(db *DB, sql string, args ...any) (v Value, err error) {
	for row, err := range db.Query(background, sql, args...) {
		if err != nil {
			return Value{}, err
		}
		v = row.At(0)
	}
	return v, nil
}

// A query that does not end.
const endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
