// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"runtime"
	"sync"
	"unsafe"
)

// Pinned is Go memory that the C++ side may read and write after the call that it was given to, until
// Unpin. Without a pin the address is good during that call only.
//
// Forgotten, it ends the program ("runtime.Pinner: found leaking pinned pointer"): nobody knows
// whether C++ still has the address. Any goroutine may call any method; what C++ writes is not
// ordered with what Go reads, unless by a call.
type Pinned struct {
	once   sync.Once
	pinner runtime.Pinner
	data   []byte
}

// Pin pins p, which must be memory of Go's. Nothing is pinned for no bytes.
func Pin(p []byte) *Pinned {
	pinned := &Pinned{data: p}
	if len(p) != 0 {
		pinned.pinner.Pin(unsafe.SliceData(p))
	}
	return pinned
}

// Pointer is what C++ gets, nil for no bytes. Give it to C as a typed pointer, (*C.uint8_t)(p.Pointer()):
// from an unsafe.Pointer cgo would refuse bytes that lie beside a Go pointer.
func (p *Pinned) Pointer() unsafe.Pointer {
	if len(p.data) == 0 {
		return nil
	}
	return unsafe.Pointer(unsafe.SliceData(p.data))
}

// Bytes are those that were pinned.
func (p *Pinned) Bytes() []byte { return p.data }

// Unpin comes after the C++ side has let go of the address. A second one does nothing.
func (p *Pinned) Unpin() { p.once.Do(p.pinner.Unpin) }
