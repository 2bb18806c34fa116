// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"runtime"
	"sync"
	"unsafe"
)

// Pinned is Go memory that the C++ side may read and write after the call it was passed to, until
// Unpin. Without a pin the address is valid only during that call.
//
// If you forget Unpin, the program ends ("runtime.Pinner: found leaking pinned pointer"), because
// C++ may still have the address. Safe for concurrent use; writes of C++ are not ordered with reads
// of Go, unless by a call.
type Pinned struct {
	once   sync.Once
	pinner runtime.Pinner
	data   []byte
}

// Pin pins p, which must be Go memory. If p is empty, nothing is pinned.
func Pin(p []byte) *Pinned {
	pinned := &Pinned{data: p}
	if len(p) != 0 {
		pinned.pinner.Pin(unsafe.SliceData(p))
	}
	return pinned
}

// Pointer is the address for C++, nil for no bytes. Pass it to C as a typed pointer,
// (*C.uint8_t)(p.Pointer()): with an unsafe.Pointer cgo would refuse bytes beside a Go pointer.
func (p *Pinned) Pointer() unsafe.Pointer {
	if len(p.data) == 0 {
		return nil
	}
	return unsafe.Pointer(unsafe.SliceData(p.data))
}

// Bytes returns the pinned bytes.
func (p *Pinned) Bytes() []byte { return p.data }

// Unpin ends the pin. Call it when the C++ side no longer uses the address. A second call does
// nothing.
func (p *Pinned) Unpin() { p.once.Do(p.pinner.Unpin) }
