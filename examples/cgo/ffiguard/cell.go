// SPDX-License-Identifier: BSL-1.0

package ffiguard

// #include <ffiguard/ffiguard.h>
import "C"

import (
	"fmt"
	"reflect"
	"sync/atomic"
	"unsafe"
)

// Cell reads a value that a C++ process writes into shared memory: a versioned_cell of
// memory/versioned_cell.hpp. A reader never sees parts of two updates.
//
// It is a view: the memory must stay mapped as long as it is used. Any goroutine may read.
type Cell[T any] struct {
	version *uint64
	words   []uint64
}

// AttachCell finds the cell at offset bytes in memory, which syscall.Mmap mapped or C++ lends.
// Declare T as in C++: the same members, in the same order, of the same sizes; no pointers, strings
// or slices.
//
// Fails with ErrNull for no memory; ErrOverflow if the cell does not fit; ErrInvalidArgument if its
// address is not a multiple of 16, or T holds pointers; ErrNotFound if there is no cell yet;
// ErrWrongType if its value has another size than T.
func AttachCell[T any](memory []byte, offset int) (Cell[T], error) {
	size := int(unsafe.Sizeof(*new(T)))
	words := (size + 7) / 8
	const header = C.FFIGUARD_VERSIONED_CELL_VALUE
	var none Cell[T]
	switch {
	case len(memory) == 0:
		return none, &Error{Status: ErrNull}
	case offset < 0 || offset > len(memory) || header+8*words > len(memory)-offset:
		return none, &Error{Status: ErrOverflow, Text: "versioned cell: it does not fit in the memory"}
	case hasPointers(reflect.TypeFor[T]()):
		return none, &Error{Status: ErrInvalidArgument, Text: "versioned cell: the value holds pointers"}
	}
	cell := (*C.ffiguard_versioned_cell)(unsafe.Pointer(&memory[offset]))
	if uintptr(unsafe.Pointer(cell))%16 != 0 {
		return none, &Error{Status: ErrInvalidArgument, Text: "versioned cell: not at a multiple of 16"}
	}
	if atomic.LoadUint32((*uint32)(&cell.magic)) != C.FFIGUARD_VERSIONED_CELL_MAGIC {
		return none, &Error{Status: ErrNotFound, Text: "versioned cell: there is none (yet)"}
	}
	if there := atomic.LoadUint32((*uint32)(&cell.size)); int(there) != size {
		return none, &Error{Status: ErrWrongType,
			Text: fmt.Sprintf("versioned cell: its value has %d bytes, %v has %d", there, reflect.TypeFor[T](), size)}
	}
	var value *uint64
	if words != 0 {
		value = (*uint64)(unsafe.Pointer(&memory[offset+header]))
	}
	return Cell[T]{(*uint64)(&cell.version), unsafe.Slice(value, words)}, nil
}

// Read returns a copy of the value of one update. Fails with ErrInUse if each of 10000 attempts met
// an update: the writer was interrupted, or has died, during one.
func (c Cell[T]) Read() (T, error) {
	var value T
	to := unsafe.Slice((*byte)(unsafe.Pointer(&value)), unsafe.Sizeof(value))
	for range 10000 {
		before := atomic.LoadUint64(c.version)
		if before%2 != 0 {
			continue
		}
		for i := range c.words { // sync/atomic: not moved before the first load, nor behind the last
			word := atomic.LoadUint64(&c.words[i])
			copy(to[8*i:], (*[8]byte)(unsafe.Pointer(&word))[:])
		}
		if atomic.LoadUint64(c.version) == before {
			return value, nil
		}
	}
	return *new(T), &Error{Status: ErrInUse, Text: "versioned cell: it is being written"}
}

// Version increases by 2 with every update; equal versions mean an equal value.
func (c Cell[T]) Version() uint64 { return atomic.LoadUint64(c.version) }

func hasPointers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Array:
		return t.Len() != 0 && hasPointers(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if hasPointers(t.Field(i).Type) {
				return true
			}
		}
		return false
	default:
		return t.Kind() > reflect.Complex128
	}
}
