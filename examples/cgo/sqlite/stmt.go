// SPDX-License-Identifier: BSL-1.0

package sqlite

/*
#include "lite.h"

// A lite_value of a row or an argument, and a view, as plain numbers: what cgo is given with a type that
// has pointers, it searches for pointers to Go memory, in each call.
typedef struct cell {
	int32_t kind, reserved;
	int64_t integer;
	double real;
	uint64_t no_data, size;
} cell;

static ffiguard_status run(ffiguard_token statement, const cell *parameters, size_t count,
                           const uint8_t *texts, uint64_t texts_size, cell *values, size_t room,
                           uint8_t *bytes, size_t size, lite_rows *rows, ffiguard_error *err) {
	const ffiguard_view lent = {texts, texts_size};
	return lite_run(statement, (const lite_value *)parameters, count, lent, (lite_value *)values, room,
	                bytes, size, rows, err);
}
static ffiguard_status step(ffiguard_token statement, int32_t limit, cell *values, size_t room,
                            uint8_t *bytes, size_t size, lite_rows *rows, ffiguard_error *err) {
	return lite_step(statement, limit, (lite_value *)values, room, bytes, size, rows, err);
}
*/
import "C"

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"sync"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// Stmt is a prepared statement. Close it, or leave it to the garbage collector.
type Stmt struct {
	db     *DB // not collected before the last of its statements
	handle *ffiguard.Handle
}

// Prepare makes a statement of one SQL statement.
func (db *DB) Prepare(sql string) (*Stmt, error) {
	defer runtime.KeepAlive(db.handle)
	token, err := open(func(token *C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_prepare(C.ffiguard_token(db.handle.Token()), view(sql), token, e)
	})
	if err != nil {
		return nil, err
	}
	return &Stmt{db, ffiguard.NewHandle(token, finalize)}, nil
}

func finalize(t ffiguard.Token) error {
	var e C.ffiguard_error
	return ffiguard.Check(C.lite_finalize(C.ffiguard_token(t), &e), &e)
}

// Close releases the statement: nil for one caller.
func (s *Stmt) Close() error { return s.handle.Close() }

func (s *Stmt) call(f called) error { return s.db.join(use(s.handle, f)) }

// Bind gives the parameters their values, from the first on; the others become NULL.
func (s *Stmt) Bind(args ...any) error {
	if err := s.call(func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_clear(t, e)
	}); err != nil {
		return err
	}
	for i, arg := range args {
		if err := s.BindAt(i+1, arg); err != nil {
			return err
		}
	}
	return nil
}

// BindNamed gives the parameter name (":id") a value.
func (s *Stmt) BindNamed(name string, arg any) error {
	var at C.int32_t
	if err := s.call(func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_parameter_named(t, view(name), &at, e)
	}); err != nil {
		return err
	}
	if at == 0 {
		return &ffiguard.Error{Status: ffiguard.ErrNotFound, Text: "sqlite: no parameter " + name}
	}
	return s.BindAt(int(at), arg)
}

// BindAt gives the parameter at, from 1, a value.
func (s *Stmt) BindAt(at int, arg any) error {
	value, err := plain(arg)
	if err != nil {
		return err
	}
	kind, integer, real, bytes := parts(value)
	return s.call(func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_bind(t, C.int32_t(at), kind, integer, real, view(bytes), e)
	})
}

// parts is a plain value as C takes it. bytes is for one call.
func parts(value any) (kind C.int32_t, integer C.int64_t, real C.double, bytes string) {
	switch v := value.(type) {
	case int64:
		return C.LITE_INTEGER, C.int64_t(v), 0, ""
	case float64:
		return C.LITE_FLOAT, 0, C.double(v), ""
	case string:
		return C.LITE_TEXT, 0, 0, v
	case []byte:
		if v != nil {
			return C.LITE_BLOB, 0, 0, ffiguard.TextOver(v)
		}
	case Zeros:
		return C.LITE_ZEROS, C.int64_t(v), 0, ""
	}
	return C.LITE_NULL, 0, 0, ""
}

// Columns are the names of the columns.
func (s *Stmt) Columns() ([]string, error) {
	var count C.int32_t
	err := s.call(func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_columns(t, &count, e)
	})
	names := make([]string, 0, count)
	for i := range count {
		name, err := ffiguard.Text(s.handle, func(t ffiguard.Token, to *C.uint8_t, room uint64, size *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
			return inTurn(func() C.ffiguard_status {
				return C.lite_column_name(C.ffiguard_token(t), i, to, C.size_t(room), size, e)
			})
		})
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, err
}

// Exec binds, runs to the end, and drops what rows there are.
func (s *Stmt) Exec(ctx context.Context, args ...any) error {
	for _, err := range s.Query(ctx, args...) {
		if err != nil {
			return err
		}
	}
	return nil
}

// Query prepares, binds and gives the rows; the last may be an error, with no row. A loop that is left
// by break is fine. When ctx ends, the query is interrupted and its error is that of ctx.
func (db *DB) Query(ctx context.Context, sql string, args ...any) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		s, err := db.Prepare(sql)
		if err != nil {
			yield(Row{}, err)
			return
		}
		defer s.Close()
		s.Query(ctx, args...)(yield)
	}
}

// Query binds and gives the rows, as [DB.Query]; without arguments the parameters have the values that
// Bind and the like have given them, or the last Query. The statement is reset at the end of the loop, so
// one loop at a time.
func (s *Stmt) Query(ctx context.Context, args ...any) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		defer runtime.KeepAlive(s)
		r := newRows(s)
		defer r.end()
		err := ctx.Err()
		if err == nil {
			err = r.take(args)
		}
		if err != nil {
			yield(Row{}, err)
			return
		}
		stop := s.db.until(ctx)
		stopped := false
		end := func(err error) error {
			if stopped {
				return err
			}
			stopped = true
			return stop(err)
		}
		// For a break, a panic or a Goexit in the loop, too.
		defer func() {
			if !stopped {
				end(nil)
				s.reset()
				s.db.failures.Drop() // nobody is left to be told
			}
		}()
		for row, err := r.begin(len(args) != 0); ; row, err = r.step() {
			if err == nil && row.values != nil {
				err = ctx.Err() // no interrupt meets rows that have been fetched before
			}
			if err != nil {
				if err = end(err); Code(err) == 0 { // else the shim has reset it
					s.reset()
				}
				yield(Row{}, s.db.join(err))
				return
			}
			if row.values == nil {
				end(nil)
				if err := s.db.join(nil); err != nil {
					yield(Row{}, err)
				}
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func (s *Stmt) reset() error {
	return use(s.handle, func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_reset(t, e)
	})
}

// rows is what a loop has, on the heap, because C fills it. The next loop uses it again.
type rows struct {
	token  C.ffiguard_token
	args   []C.cell
	texts  string // of the arguments
	joined []byte // texts, if they are of more than one
	values []C.cell
	bytes  []byte
	got    C.lite_rows
	given  int // of got.rows, and of their values and bytes
	at     uint64
	limit  C.int32_t
	e      C.ffiguard_error
	out    []Value
}

var _ = [1]struct{}{}[C.sizeof_cell-C.sizeof_lite_value] // of one size

var unusedRows = sync.Pool{New: func() any {
	return &rows{values: make([]C.cell, 128), bytes: make([]byte, 2<<10)}
}}

const (
	mostRows  = 32        // in one call of C
	largeRow  = 4 << 10   // bytes of texts: such a row is not copied, but given away with its buffer
	keptBytes = 256 << 10 // larger ones are the garbage collector's
)

func newRows(s *Stmt) *rows {
	r := unusedRows.Get().(*rows)
	r.token = C.ffiguard_token(s.handle.Token())
	r.got = C.lite_rows{}
	r.given, r.limit = 0, 1
	return r
}

func (r *rows) end() {
	r.out, r.texts = nil, "" // a Row may still have it
	if len(r.bytes) <= keptBytes && cap(r.joined) <= keptBytes {
		unusedRows.Put(r)
	}
}

// take makes of the arguments what C takes: their texts in one piece. One alone is lent as it is.
func (r *rows) take(args []any) error {
	r.args, r.joined = r.args[:0], r.joined[:0]
	for _, arg := range args {
		value, err := plain(arg)
		if err != nil {
			return err
		}
		kind, integer, real, bytes := parts(value)
		r.args = append(r.args, C.cell{kind: kind, integer: integer, real: real, size: C.uint64_t(len(bytes))})
		switch {
		case r.texts == "":
			r.texts = bytes
			continue
		case len(r.joined) == 0:
			r.joined = append(r.joined, r.texts...)
		}
		r.joined = append(r.joined, bytes...)
	}
	if len(r.joined) != 0 {
		r.texts = ffiguard.TextOver(r.joined)
	}
	return nil
}

// begin gives the first row.
func (r *rows) begin(binds bool) (Row, error) {
	if binds {
		return r.run()
	}
	return r.step()
}

// run binds, and gives the first row.
func (r *rows) run() (Row, error) {
	err := r.call(func(v *C.cell, room C.size_t, b *C.uint8_t, size C.size_t) C.ffiguard_status {
		return C.run(r.token, ffiguard.First(r.args), C.size_t(len(r.args)),
			ffiguard.TextData[C.uint8_t](r.texts), C.uint64_t(len(r.texts)), v, room, b, size, &r.got, &r.e)
	})
	if err != nil {
		return Row{}, err
	}
	return r.next()
}

// step gives the next row. It fetches more of them from call to call, since a loop that has had some is
// likely to want the others.
func (r *rows) step() (Row, error) {
	if r.given < int(r.got.rows) || r.got.done != 0 {
		return r.next()
	}
	return r.fetch()
}

func (r *rows) fetch() (Row, error) {
	err := r.call(func(v *C.cell, room C.size_t, b *C.uint8_t, size C.size_t) C.ffiguard_status {
		return C.step(r.token, r.limit, v, room, b, size, &r.got, &r.e)
	})
	if err != nil {
		return Row{}, err
	}
	r.limit = min(2*r.limit, mostRows)
	if int64(r.got.size) >= largeRow*int64(max(r.got.rows, 1)) {
		r.limit = 1
	}
	return r.next()
}

// next gives the next of the rows that were fetched.
func (r *rows) next() (Row, error) {
	columns := int(r.got.columns)
	if r.given == int(r.got.rows) {
		if r.got.done != 0 {
			return Row{}, nil
		}
		// The first row has found no room.
		r.values = make([]C.cell, max(columns, len(r.values)))
		r.bytes = make([]byte, max(2*uint64(r.got.size), uint64(len(r.bytes))))
		return r.fetch()
	}
	values := r.values[r.given*columns:][:columns]
	if r.given++; r.given == 1 {
		r.at = 0
	}
	text := r.text(values)
	if len(r.out) != columns { // the first, or another loop of the statement has met another schema
		r.out = make([]Value, columns)
	}
	for i := range r.out {
		v := &values[i]
		r.out[i] = valueOf(Kind(v.kind), int64(v.integer), float64(v.real), text[:v.size])
		text = text[v.size:]
	}
	return Row{r.out}, nil
}

// text is what the values of a row have, in one allocation.
func (r *rows) text(values []C.cell) string {
	begin := r.at
	for i := range values {
		r.at += uint64(values[i].size)
	}
	size := int(r.at - begin)
	if size < largeRow || r.got.rows != 1 || 2*size < len(r.bytes) {
		return string(r.bytes[begin:r.at])
	}
	given := r.bytes
	r.bytes = make([]byte, size) // the next is likely to have as much
	return ffiguard.TextOver(given[:size])
}

func (r *rows) call(f func(*C.cell, C.size_t, *C.uint8_t, C.size_t) C.ffiguard_status) error {
	r.given = 0
	return ffiguard.Check(inTurn(func() C.ffiguard_status {
		return f(ffiguard.First(r.values), C.size_t(len(r.values)),
			ffiguard.Data[C.uint8_t](r.bytes), C.size_t(len(r.bytes)))
	}), &r.e)
}

// Row is good until the next turn of its loop; the values in it may be kept.
type Row struct {
	values []Value
}

// Len is the number of columns.
func (r Row) Len() int { return len(r.values) }

// At is the value of a column, from 0.
func (r Row) At(column int) Value { return r.values[column] }

func (r Row) Int(column int) int64     { return r.values[column].Int() }
func (r Row) Float(column int) float64 { return r.values[column].Float() }
func (r Row) Text(column int) string   { return r.values[column].Text() }
func (r Row) Blob(column int) []byte   { return r.values[column].Blob() }
func (r Row) IsNull(column int) bool   { return r.values[column].kind == Null }

// Scan copies the first columns: into *int64, *int, *float64, *string, *[]byte, *bool and *any.
func (r Row) Scan(to ...any) error {
	for i, p := range to {
		if i >= len(r.values) {
			return fmt.Errorf("sqlite: the row has %d columns", len(r.values))
		}
		v := r.values[i]
		switch p := p.(type) {
		case *int64:
			*p = v.Int()
		case *int:
			*p = int(v.Int())
		case *float64:
			*p = v.Float()
		case *string:
			*p = v.Text()
		case *[]byte:
			*p = v.Blob()
		case *bool:
			*p = v.Int() != 0
		case *any:
			*p = v.Any()
		default:
			return fmt.Errorf("sqlite: nothing is copied into a %T", p)
		}
	}
	return nil
}
