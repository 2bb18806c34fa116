// SPDX-License-Identifier: BSL-1.0

package sqlite

// #include "lite.h"
import "C"

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// Kind is one of SQLite's types, by its own numbers.
type Kind int32

const (
	Integer Kind = C.LITE_INTEGER
	Float   Kind = C.LITE_FLOAT
	Text    Kind = C.LITE_TEXT
	Blob    Kind = C.LITE_BLOB
	Null    Kind = C.LITE_NULL
)

// Value is a copy of a value of SQLite's; it may be kept. One of a row of a loop keeps all texts and blobs of
// the row, which are one allocation: strings.Clone what is small and stays.
type Value struct {
	// Of 32 bytes: what is larger Go does not keep in registers.
	kind   Kind
	number int64 // of a float its bits
	bytes  string
}

func valueOf(kind Kind, integer int64, float float64, bytes string) Value {
	if kind == Float {
		integer = int64(math.Float64bits(float))
	}
	return Value{kind, integer, bytes}
}

func (v Value) float() float64 { return math.Float64frombits(uint64(v.number)) }

// Kind is the type that SQLite has stored it by.
func (v Value) Kind() Kind { return v.kind }

// Int is the integer; of a float its whole part, otherwise 0.
func (v Value) Int() int64 {
	if v.kind == Float {
		return int64(v.float())
	}
	return v.number
}

// Float is the number, otherwise 0.
func (v Value) Float() float64 {
	if v.kind == Integer {
		return float64(v.number)
	}
	return v.float()
}

// Text is the text, the bytes of a blob, a number in words, "" for NULL.
func (v Value) Text() string {
	switch v.kind {
	case Integer:
		return strconv.FormatInt(v.number, 10)
	case Float:
		return strconv.FormatFloat(v.float(), 'g', -1, 64)
	}
	return v.bytes
}

// Blob is a copy of the bytes of a blob or a text; nil for all else.
func (v Value) Blob() []byte {
	if v.kind != Text && v.kind != Blob {
		return nil
	}
	return []byte(v.bytes)
}

// Any is an int64, float64, string, []byte or nil.
func (v Value) Any() any {
	switch v.kind {
	case Integer:
		return v.number
	case Float:
		return v.float()
	case Text:
		return v.bytes
	case Blob:
		return []byte(v.bytes)
	}
	return nil
}

// from copies a value that C lends.
func from(v *C.lite_value) Value {
	return valueOf(Kind(v._type), int64(v.integer), float64(v.real), ffiguard.CopyText(v.bytes))
}

// plain makes one of the five types of SQLite's of what a Go program gives: nil, an int64, float64,
// string or []byte.
func plain(from any) (any, error) {
	switch v := from.(type) {
	case nil, int64, float64, string, []byte:
		return v, nil
	case int:
		return int64(v), nil
	case int32:
		return int64(v), nil
	case uint32:
		return int64(v), nil
	case uint8:
		return int64(v), nil
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case float32:
		return float64(v), nil
	case time.Time:
		return v.Format(time.RFC3339Nano), nil
	case Value:
		return v.Any(), nil
	case Zeros:
		return v, nil
	}
	return nil, &ffiguard.Error{Status: ffiguard.ErrInvalidArgument,
		Text: fmt.Sprintf("sqlite: no value of SQLite's: %T", from)}
}

// Zeros is an argument: a blob of so many zeros, to be written by [DB.OpenBlob].
type Zeros uint64
