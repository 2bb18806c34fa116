// SPDX-License-Identifier: BSL-1.0

// Package naive is SQLite as a Go program has it that calls C by plain pointers: what examples/cgo/sqlite
// does, in as few calls, without anything that keeps a mistake from becoming a crash.
package naive

/*
#cgo LDFLAGS: -lsqlite3
#include "naive.h"
#include <stdlib.h>
*/
import "C"

import (
	"fmt"
	"runtime/cgo"
	"unsafe"
)

type DB struct{ p *C.sqlite3 }

func Open(path string) (DB, error) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	var db DB
	return db, check(C.sqlite3_open_v2(name, &db.p, C.SQLITE_OPEN_READWRITE|C.SQLITE_OPEN_CREATE|C.SQLITE_OPEN_NOMUTEX, nil))
}

func check(answer C.int) error {
	if answer != C.SQLITE_OK {
		return fmt.Errorf("sqlite: %d", int(answer))
	}
	return nil
}

func (db DB) Close() error { return check(C.sqlite3_close(db.p)) }

func (db DB) Exec(sql string) error {
	text := C.CString(sql)
	defer C.free(unsafe.Pointer(text))
	return check(C.sqlite3_exec(db.p, text, nil, nil, nil))
}

// Stmt is a statement, and the room for a row of it.
type Stmt struct {
	p      *C.sqlite3_stmt
	args   []C.naive_cell
	values [16]C.naive_cell
	bytes  [4096]byte
	row    C.naive_row
}

func (db DB) Prepare(sql string) (*Stmt, error) {
	text := C.CString(sql)
	defer C.free(unsafe.Pointer(text))
	s := new(Stmt)
	return s, check(C.sqlite3_prepare_v2(db.p, text, -1, &s.p, nil))
}

func (s *Stmt) Close() error { return check(C.sqlite3_finalize(s.p)) }

// Run binds integers and texts, and steps. It says whether there is a row.
func (s *Stmt) Run(args ...any) (bool, error) {
	s.args = s.args[:0]
	texts := ""
	for _, arg := range args {
		switch v := arg.(type) {
		case int64:
			s.args = append(s.args, C.naive_cell{_type: C.SQLITE_INTEGER, integer: C.int64_t(v)})
		case string:
			s.args = append(s.args, C.naive_cell{_type: C.SQLITE_TEXT, size: C.uint64_t(len(v))})
			if texts == "" {
				texts = v
			} else {
				texts += v
			}
		default:
			panic(fmt.Sprintf("%T", arg))
		}
	}
	err := check(C.naive_run(s.p, unsafe.SliceData(s.args), C.size_t(len(s.args)),
		(*C.char)(unsafe.Pointer(unsafe.StringData(texts))),
		&s.values[0], C.size_t(len(s.values)), (*C.uchar)(&s.bytes[0]), C.size_t(len(s.bytes)), &s.row))
	return s.row.columns != 0, err
}

func (s *Stmt) Step() (bool, error) {
	err := check(C.naive_step(s.p, &s.values[0], C.size_t(len(s.values)), (*C.uchar)(&s.bytes[0]), C.size_t(len(s.bytes)), &s.row))
	return s.row.columns != 0, err
}

func (s *Stmt) Int(column int) int64 { return int64(s.values[column].integer) }

func (s *Stmt) Text(column int) string {
	at := C.uint64_t(0)
	for i := range column {
		at += s.values[i].size
	}
	return string(s.bytes[at : at+s.values[column].size])
}

// Value is a value that SQLite lends to a function or a row.
type Value C.naive_value

func (v *Value) Int() int64   { return int64(v.cell.integer) }
func (v *Value) Text() string { return string(unsafe.Slice((*byte)(v.text), v.cell.size)) }

// Each steps to the end and calls f with each row.
func (s *Stmt) Each(f func([]Value) bool) error {
	user := cgo.NewHandle(f)
	defer user.Delete()
	return check(C.naive_each(s.p, C.uint64_t(user)))
}

// CreateFunction makes f a function of SQL. It is never let go.
func (db DB) CreateFunction(name string, arguments int, f func([]Value) int64) error {
	text := C.CString(name)
	defer C.free(unsafe.Pointer(text))
	return check(C.naive_create_function(db.p, text, C.int(arguments), C.uint64_t(cgo.NewHandle(f))))
}

//export goNaiveRow
func goNaiveRow(user C.uint64_t, values *C.naive_value, count C.int) C.int {
	if cgo.Handle(user).Value().(func([]Value) bool)(unsafe.Slice((*Value)(values), count)) {
		return 0
	}
	return 1
}

//export goNaiveCall
func goNaiveCall(user C.uint64_t, args *C.naive_value, count C.int, answer *C.naive_value) {
	f := cgo.Handle(user).Value().(func([]Value) int64)
	answer.cell._type, answer.cell.integer = C.SQLITE_INTEGER, C.int64_t(f(unsafe.Slice((*Value)(args), count)))
}
