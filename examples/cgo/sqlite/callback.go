// SPDX-License-Identifier: BSL-1.0

package sqlite

/*
#cgo noescape lite_copy
#cgo nocallback lite_copy
#include "lite.h"

extern void goLiteCall(uint64_t user, int32_t phase, uint64_t *group, lite_value *values,
                       int32_t count, lite_result *result);
extern void goLiteUpdated(uint64_t user, lite_change *change);
extern int32_t goLiteAsked(uint64_t user);
extern int32_t goLiteRow(uint64_t user, lite_value *values, int32_t count);
extern void goLiteLetGo(uint64_t user);
*/
import "C"

import (
	"context"
	"fmt"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// Function is a function of SQL. It runs on the thread that is inside the database, as hooks and
// the f of [Stmt.Each] do. Its error, or its panic as a *ffiguard.PanicError, is found by errors.Is and errors.As
// in that of the statement. For runtime.Goexit, which t.FailNow calls, see ffiguard.CatchGoexit.
// It gives nil, a number, a string, []byte, bool, time.Time or Value. args is
// good until it returns; the values in it may be kept.
type Function func(args []Value) (any, error)

// Aggregate is what one group of an aggregate function has. args is that of a [Function].
type Aggregate interface {
	Step(args []Value) error
	End() (any, error)
}

// CreateFunction makes f a function of SQL with so many arguments; -1 is any number. deterministic:
// SQLite may use a result again for the same arguments.
func (db *DB) CreateFunction(name string, arguments int, deterministic bool, f Function) error {
	kind := C.int32_t(0)
	if deterministic {
		kind = C.LITE_DETERMINISTIC
	}
	return db.create(name, arguments, kind, &inSQL{function: f}, f == nil)
}

// CreateAggregate makes an aggregate function of SQL: begin is called for each group.
func (db *DB) CreateAggregate(name string, arguments int, begin func() Aggregate) error {
	return db.create(name, arguments, C.LITE_AGGREGATE, &inSQL{begin: begin}, begin == nil)
}

// inSQL is a function, or what begins a group. A database has one user at a time, and so has args.
type inSQL struct {
	function Function
	begin    func() Aggregate
	args     []Value
}

func (db *DB) create(name string, arguments int, kind C.int32_t, f *inSQL, isNil bool) error {
	return db.give(f, isNil, C.ffiguard_function(C.goLiteCall), func(c C.ffiguard_callback, t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_create_function(t, view(name), C.int32_t(arguments), kind, c, letGo(), e)
	})
}

// Change is what an update hook is told.
type Change struct {
	What          ChangeKind
	Schema, Table string
	Row           int64
}

// ChangeKind is SQLite's number of what was done.
type ChangeKind int32

const (
	Insert ChangeKind = 18
	Update ChangeKind = 23
	Delete ChangeKind = 9
)

// OnUpdate has f called for each row that the database changes; nil ends that. SQLite cannot be told that f has
// panicked: the change stands, and the call that made it returns the error.
func (db *DB) OnUpdate(f func(Change)) error {
	return db.give(f, f == nil, C.ffiguard_function(C.goLiteUpdated), func(c C.ffiguard_callback, t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_on_update(t, c, letGo(), e)
	})
}

// OnCommit has f called before each commit, which becomes a rollback where f gives false or panics; nil
// ends that.
func (db *DB) OnCommit(f func() bool) error {
	return db.give(f, f == nil, C.ffiguard_function(C.goLiteAsked), func(c C.ffiguard_callback, t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_on_commit(t, c, letGo(), e)
	})
}

// OnProgress has f called about every so many instructions; the statement is interrupted where f
// gives false or panics; nil ends that.
func (db *DB) OnProgress(instructions int, f func() bool) error {
	return db.give(f, f == nil, C.ffiguard_function(C.goLiteAsked), func(c C.ffiguard_callback, t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_on_progress(t, C.int32_t(instructions), c, letGo(), e)
	})
}

// give lends f to C until C lets go of it.
func (db *DB) give(f any, isNil bool, with C.ffiguard_function, to func(C.ffiguard_callback, C.ffiguard_token, *C.ffiguard_error) C.ffiguard_status) error {
	var c C.ffiguard_callback
	if !isNil {
		c = C.ffiguard_callback{call: with, user: C.uint64_t(ffiguard.NewCallback(f, &db.failures))}
	}
	err := db.call(func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status { return to(c, t, e) })
	if err != nil {
		ffiguard.Callback(c.user).Release() // whether C has let go of it or never had it
	}
	return err
}

// eachRow is what a loop of [Stmt.Each] has.
type eachRow struct {
	ctx      context.Context
	f        func(Row) error
	values   []Value
	failures ffiguard.Failures
}

// Each binds, runs to the end and calls f with each row: what Query does, from within C, so that a row
// costs one call from C into Go. An error of f ends it and is returned, a panic of f as an error, too.
// The Row is good until f returns; the values in it may be kept.
//
// f must not use the database: ffiguard.ErrInUse.
func (s *Stmt) Each(ctx context.Context, f func(Row) error, args ...any) error {
	if len(args) != 0 {
		if err := s.Bind(args...); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	rows := &eachRow{ctx: ctx, f: f}
	c := ffiguard.NewCallback(rows, &rows.failures)
	defer c.Release()
	lent := C.ffiguard_callback{call: C.ffiguard_function(C.goLiteRow), user: C.uint64_t(c)}
	stop := s.db.until(ctx)
	return rows.failures.Join(stop(s.call(func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_each(t, lent, letGo(), e)
	})))
}

// lentValues are C's.
type lentValues struct {
	first *C.lite_value
	count C.int32_t
}

//export goLiteRow
func goLiteRow(user C.uint64_t, values *C.lite_value, count C.int32_t) C.int32_t {
	return noIfFailed(ffiguard.RunCallback(ffiguard.Callback(user), lentValues{values, count}, (*eachRow).row))
}

func (rows *eachRow) row(lent lentValues) (stops C.int32_t, err error) {
	if err := rows.ctx.Err(); err != nil {
		return 1, err
	}
	rows.values = lentInto(rows.values, lent)
	return 0, rows.f(Row{rows.values})
}

func noIfFailed(no C.int32_t, err error) C.int32_t {
	if err != nil {
		return 1
	}
	return no
}

func letGo() C.ffiguard_user_release { return C.ffiguard_user_release(C.goLiteLetGo) }

//export goLiteLetGo
func goLiteLetGo(user C.uint64_t) { ffiguard.Callback(user).Release() }

// lentCall is one of a function of SQL.
type lentCall struct {
	phase  C.int32_t
	group  *C.uint64_t
	values lentValues
}

//export goLiteCall
func goLiteCall(user C.uint64_t, phase C.int32_t, group *C.uint64_t, values *C.lite_value, count C.int32_t, result *C.lite_result) {
	answer, err := ffiguard.RunCallback(ffiguard.Callback(user), lentCall{phase, group, lentValues{values, count}}, (*inSQL).call)
	if err != nil {
		fill(result, C.LITE_ERROR, view(err.Error()))
		return
	}
	switch v := answer.(type) {
	case int64:
		result._type, result.integer = C.LITE_INTEGER, C.int64_t(v)
	case float64:
		result._type, result.real = C.LITE_FLOAT, C.double(v)
	case string:
		fill(result, C.LITE_TEXT, view(v))
	case []byte:
		if v != nil {
			fill(result, C.LITE_BLOB, viewOf(v))
		}
	}
}

func (f *inSQL) call(lent lentCall) (any, error) {
	f.args = lentInto(f.args, lent.values)
	answer, err := f.phase(lent)
	for i := range f.args { // not kept until the next call, unless it panicked
		f.args[i].bytes = ""
	}
	return answer, err
}

func (f *inSQL) phase(lent lentCall) (any, error) {
	if lent.phase == C.LITE_CALL {
		answer, err := f.function(f.args)
		if err != nil {
			return nil, err
		}
		return plain(answer)
	}
	of, err := member(f.begin, lent.group)
	if err != nil {
		return nil, err
	}
	if lent.phase == C.LITE_GROUP_STEP {
		return nil, of.Step(f.args)
	}
	ffiguard.Callback(*lent.group).Release()
	answer, err := of.End()
	if err != nil {
		return nil, err
	}
	return plain(answer)
}

// lentInto has the values of one call in the memory of the last one.
func lentInto(to []Value, lent lentValues) []Value {
	values := ffiguard.Lent(lent.first, lent.count)
	if len(values) > cap(to) {
		to = make([]Value, len(values))
	}
	to = to[:len(values)]
	for i := range values {
		to[i] = from(&values[i])
	}
	return to
}

// member is what the group has, made by its first call.
func member(begin func() Aggregate, group *C.uint64_t) (Aggregate, error) {
	if *group == 0 {
		of := begin()
		if of == nil {
			return nil, fmt.Errorf("sqlite: an aggregate without a group")
		}
		*group = C.uint64_t(ffiguard.NewCallback(of, nil))
		return of, nil
	}
	return ffiguard.Callback(*group).Value().(Aggregate), nil
}

func fill(result *C.lite_result, kind C.int32_t, bytes C.ffiguard_view) {
	result._type = kind
	if C.lite_copy(bytes, &result.bytes, nil) != C.FFIGUARD_OK {
		result._type = C.LITE_ERROR
	}
}

//export goLiteUpdated
func goLiteUpdated(user C.uint64_t, change *C.lite_change) {
	// SQLite has no way to be told.
	ffiguard.RunCallback(ffiguard.Callback(user), change, func(f func(Change), change *C.lite_change) (struct{}, error) {
		f(Change{ChangeKind(change.what), ffiguard.CopyText(change.schema), ffiguard.CopyText(change.table), int64(change.row)})
		return struct{}{}, nil
	})
}

//export goLiteAsked
func goLiteAsked(user C.uint64_t) (no C.int32_t) {
	return noIfFailed(ffiguard.RunCallback(ffiguard.Callback(user), struct{}{}, func(f func() bool, _ struct{}) (C.int32_t, error) {
		if f() {
			return 0, nil
		}
		return 1, nil
	}))
}
