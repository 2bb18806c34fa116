// SPDX-License-Identifier: BSL-1.0

// Package sqlite is SQLite for Go through the C++ shim examples/sqlite: the system's own library, no
// database/sql.
//
//	db, err := sqlite.Open("file.db")
//	defer db.CloseAll()
//	for row, err := range db.Query(ctx, "select id, name from people where age > ?", 30) {
//		if err != nil { ... }
//		fmt.Println(row.Int(0), row.Text(1))
//	}
//
// A database is for one goroutine at a time, with all its statements, blobs and backups: the second
// waits up to a second for its turn, and then is told ffiguard.ErrInUse. So is, sooner, a function or a hook
// that comes back to the database that calls it.
// Interrupt and everything that closes may be called by any goroutine at any time.
package sqlite

// No nocallback: each call may be the last one to leave a closed database, which owns functions of Go's.
// No noescape: Go functions that C calls may move the goroutine's stack.

// #cgo CPPFLAGS: -I${SRCDIR}/../../../include -I${SRCDIR}/../../sqlite
// #cgo CXXFLAGS: -std=c++17
// #cgo LDFLAGS: -lsqlite3 -ldl -pthread
// #cgo noescape lite_state
// #cgo nocallback lite_state
// #cgo noescape lite_live
// #cgo nocallback lite_live
// #cgo noescape lite_library_version
// #cgo nocallback lite_library_version
// #include "lite.h"
import "C"

import (
	"context"
	"errors"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func init() {
	if err := ffiguard.MatchHeader(C.FFIGUARD_HEADER_VERSION, C.ffiguard_error{}, C.ffiguard_buffer{},
		C.ffiguard_view{}, C.ffiguard_callback{}); err != nil {
		panic(err)
	}
}

// Flags of Open, those of sqlite3_open_v2.
const (
	ReadOnly  = 0x01
	ReadWrite = 0x02
	Create    = 0x04
	URI       = 0x40
	Memory    = 0x80
)

// Some of SQLite's codes, for [Code].
const (
	Busy       = 5
	Locked     = 6
	Interrupt  = 9
	Constraint = 19
)

// Code is SQLite's extended code of an error, 0 where it is not SQLite's. Code(err)&0xff is the primary one.
func Code(err error) int {
	var e *ffiguard.Error
	if errors.As(err, &e) && e.Status == ffiguard.ErrForeign {
		return e.Detail
	}
	return 0
}

// DB is a connection to a database.
//
// Close it. An abandoned DB is closed when the garbage collector finds it, after its last statement.
type DB struct {
	handle   *ffiguard.Handle
	failures ffiguard.Failures // of functions and hooks
}

// Open opens a file, or makes it. ":memory:" is a database in memory.
func Open(path string) (*DB, error) { return OpenFlags(path, ReadWrite|Create) }

// OpenFlags opens with SQLite's own flags.
func OpenFlags(path string, flags int) (*DB, error) {
	token, err := open(func(token *C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_open(view(path), C.int32_t(flags), token, e)
	})
	if err != nil {
		return nil, err
	}
	return &DB{handle: ffiguard.NewHandle(token, closeDB(C.LITE_WAIT))}, nil
}

// Close closes the database, unless statements, blobs or backups of it are open: then it answers
// ffiguard.ErrInUse and how many there are, and everything stays open. A query that is running on
// another goroutine is interrupted, and the database is closed when it has ended.
func (db *DB) Close() error { return db.handle.CloseBy(closeDB(C.LITE_REFUSE)) }

// CloseAll closes the statements, blobs and backups, too.
func (db *DB) CloseAll() error { return db.handle.CloseBy(closeDB(C.LITE_CASCADE)) }

// CloseLater closes the database after its last statement, blob and backup. They answer
// ffiguard.ErrClosed from now on, and are still to be closed.
func (db *DB) CloseLater() error { return db.handle.CloseBy(closeDB(C.LITE_WAIT)) }

// CloseWait is CloseAll and returns when SQLite has closed its files, also where another goroutine has
// closed the database before. If ctx ends before, its error: the database is closed all the same, only
// later.
//
// In a function or hook of a database, or in f of [Stmt.Each], it does not wait, as that might be for itself: ffiguard.ErrInUse
// if the database is not released at once. It is when the function has returned.
func (db *DB) CloseWait(ctx context.Context) error {
	if err := db.CloseAll(); err != nil && !errors.Is(err, ffiguard.ErrClosed) {
		return err
	}
	if !ffiguard.InCallback() {
		return db.handle.CloseWait(ctx, state)
	}
	err := db.handle.CloseWait(alreadyOver, state)
	if errors.Is(err, context.Canceled) {
		return &ffiguard.Error{Status: ffiguard.ErrInUse, Text: "sqlite: CloseWait in a function of a database"}
	}
	return err
}

func state(t ffiguard.Token) ffiguard.Status {
	return ffiguard.Status(C.lite_state(C.ffiguard_token(t)))
}

var alreadyOver = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// Interrupt has the call that is running on another goroutine fail with the code Interrupt. None is
// fine. A call that begins at the same moment may miss it: a context does not.
func (db *DB) Interrupt() error {
	return use(db.handle, func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_interrupt(t, e)
	})
}

// wake interrupts again and again, until stop or until there is no database.
func (db *DB) wake(stop <-chan struct{}) {
	for pause := 20 * time.Microsecond; ; pause = min(2*pause, 20*time.Millisecond) {
		if err := db.Interrupt(); err != nil && !errors.Is(err, ffiguard.ErrInUse) {
			return
		}
		select {
		case <-stop:
			return
		case <-time.After(pause):
		}
	}
}

// until has what SQLite does be interrupted when ctx ends, until stop is called. stop gives the
// error of ctx in place of an interruption.
func (db *DB) until(ctx context.Context) (stop func(error) error) {
	if ctx.Done() == nil {
		return func(err error) error { return err }
	}
	over, ended := make(chan struct{}), make(chan struct{})
	cancelled := context.AfterFunc(ctx, func() {
		defer close(ended)
		db.wake(over)
	})
	return func(err error) error {
		if !cancelled() { // it has begun, and must not meet the next statement
			close(over)
			<-ended
		}
		if err != nil && ctx.Err() != nil && Code(err)&0xff == Interrupt {
			return ctx.Err()
		}
		return err
	}
}

// Exec runs SQL without results: several statements, or one with arguments. When ctx ends, it is
// interrupted and answers the error of ctx.
func (db *DB) Exec(ctx context.Context, sql string, args ...any) (err error) {
	if len(args) != 0 {
		s, err := db.Prepare(sql)
		if err != nil {
			return err
		}
		defer s.Close()
		return s.Exec(ctx, args...)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	stop := db.until(ctx)
	defer func() { err = stop(err) }()
	return db.call(func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_exec(t, view(sql), e)
	})
}

// Changes is the number of rows that the last insert, update or delete has changed.
func (db *DB) Changes() (int64, error) {
	var n C.int64_t
	err := db.call(func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_changes(t, &n, e)
	})
	return int64(n), err
}

// LastID is the row that was inserted last.
func (db *DB) LastID() (int64, error) {
	var id C.int64_t
	err := db.call(func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_last_id(t, &id, e)
	})
	return int64(id), err
}

// InTransaction says whether a transaction is open.
func (db *DB) InTransaction() (bool, error) {
	var yes C.int32_t
	err := db.call(func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_autocommit(t, &yes, e)
	})
	return err == nil && yes == 0, err
}

// BusyTimeout is how long a call waits for the lock of another connection, instead of failing with Busy.
// It holds an OS thread meanwhile, and no interrupt ends it.
func (db *DB) BusyTimeout(d time.Duration) error {
	return db.call(func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_busy_timeout(t, C.int32_t(min(d.Milliseconds(), 1<<31-1)), e)
	})
}

// Live is the number of databases, statements, blobs and backups that are not released yet.
func Live() uint64 { return uint64(C.lite_live()) }

// Version is that of the system's SQLite: 3040001.
func Version() int { return int(C.lite_library_version()) }

func closeDB(children C.int32_t) func(ffiguard.Token) error {
	return func(t ffiguard.Token) error {
		var e C.ffiguard_error
		return ffiguard.Check(C.lite_close(C.ffiguard_token(t), children, &e), &e)
	}
}

type called func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status

func (db *DB) call(f called) error { return db.join(use(db.handle, f)) }

// join adds what a function or hook has failed with within a call of this goroutine.
func (db *DB) join(err error) error { return db.failures.Join(err) }

// use keeps h during the call.
func use(h *ffiguard.Handle, f called) error {
	return ffiguard.Call(h, func(t ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return inTurn(func() C.ffiguard_status { return f(C.ffiguard_token(t), e) })
	})
}

func open(f func(*C.ffiguard_token, *C.ffiguard_error) C.ffiguard_status) (ffiguard.Token, error) {
	var token C.ffiguard_token
	err := ffiguard.Try(func(e *C.ffiguard_error) C.ffiguard_status {
		return inTurn(func() C.ffiguard_status { return f(&token, e) })
	})
	return ffiguard.Token(token), err
}

// inTurn tries again for a while where another has the turn: the garbage collector releases a statement
// in its turn, too, and a program with one goroutine is not to hear of that, not even where the thread that
// releases gets no processor for a while: in a container with a limit for 0.1 s at a time.
func inTurn(f func() C.ffiguard_status) C.ffiguard_status {
	status := f()
	if status != C.FFIGUARD_IN_USE {
		return status
	}
	longest := 512 * time.Millisecond
	if ffiguard.InCallback() { // it may be its own database that has the turn
		longest = 64 * time.Millisecond
	}
	for pause := 10 * time.Microsecond; status == C.FFIGUARD_IN_USE && pause < longest; pause *= 2 {
		time.Sleep(pause) // the goroutine alone
		status = f()
	}
	return status
}

func view(text string) C.ffiguard_view { return ffiguard.LendText[C.ffiguard_view](text) }
func viewOf(p []byte) C.ffiguard_view  { return ffiguard.LendBytes[C.ffiguard_view](p) }
