// SPDX-License-Identifier: BSL-1.0

// Package bench measures what ffiguard adds to a call from Go.
package bench

// #cgo CPPFLAGS: -I${SRCDIR}/../../../include
// #cgo CXXFLAGS: -std=c++17 -fvisibility=hidden
// #cgo LDFLAGS: -lz
// #cgo noescape naive_open
// #cgo nocallback naive_open
// #cgo noescape naive_touch
// #cgo nocallback naive_touch
// #cgo noescape naive_close
// #cgo nocallback naive_close
// #cgo noescape guarded_open
// #cgo nocallback guarded_open
// #cgo noescape guarded_touch
// #cgo nocallback guarded_touch
// #cgo noescape guarded_close
// #cgo nocallback guarded_close
// #cgo noescape lasting_open
// #cgo nocallback lasting_open
// #cgo noescape lasting_touch
// #cgo nocallback lasting_touch
// #cgo noescape lasting_close
// #cgo nocallback lasting_close
// #cgo noescape naive_zpress_open
// #cgo nocallback naive_zpress_open
// #cgo noescape naive_zpress_write
// #cgo nocallback naive_zpress_write
// #cgo noescape naive_zpress_close
// #cgo nocallback naive_zpress_close
// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"io"
	"unsafe"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

type pointer C.uint64_t

func openPointer() pointer   { return pointer(C.naive_open()) }
func (p pointer) touch() int { return int(C.naive_touch(C.uint64_t(p))) }
func (p pointer) close()     { C.naive_close(C.uint64_t(p)) }

type token C.ffiguard_token

func openToken() token { return token(C.guarded_open()) }
func (t token) touch() ffiguard.Status {
	return ffiguard.Status(C.guarded_touch(C.ffiguard_token(t), nil))
}
func (t token) touchWithError() error {
	var e C.ffiguard_error
	return ffiguard.Check(C.guarded_touch(C.ffiguard_token(t), &e), &e)
}
func (t token) close() { C.guarded_close(C.ffiguard_token(t)) }

// The same through a Handle: without an error struct, with one on the stack, and by ffiguard.Call.
func touchBare(h *ffiguard.Handle) error {
	return h.Use(func(t ffiguard.Token) error {
		return ffiguard.Check(C.guarded_touch(C.ffiguard_token(t), nil), (*C.ffiguard_error)(nil))
	})
}
func touchChecked(h *ffiguard.Handle) error {
	return h.Use(func(t ffiguard.Token) error {
		var e C.ffiguard_error
		return ffiguard.Check(C.guarded_touch(C.ffiguard_token(t), &e), &e)
	})
}
func touchCalled(h *ffiguard.Handle) error {
	return ffiguard.Call(h, func(t ffiguard.Token, e *C.ffiguard_error) C.ffiguard_status {
		return C.guarded_touch(C.ffiguard_token(t), e)
	})
}

// lasting is the token of an object that is rarely closed.
type lasting C.ffiguard_token

func openLasting() lasting { return lasting(C.lasting_open()) }
func (t lasting) touch() ffiguard.Status {
	return ffiguard.Status(C.lasting_touch(C.ffiguard_token(t), nil))
}
func (t lasting) close() { C.lasting_close(C.ffiguard_token(t)) }

func openHandle() *ffiguard.Handle {
	return ffiguard.NewHandle(ffiguard.Token(openToken()), func(t ffiguard.Token) error {
		token(t).close()
		return nil
	})
}

// stream is zpress.Stream without ffiguard.
type stream C.uint64_t

func openStream(level int) stream { return stream(C.naive_zpress_open(C.int32_t(level))) }

func (s stream) compress(p []byte, to io.Writer) error {
	var out unsafe.Pointer
	var size C.size_t
	C.naive_zpress_write(C.uint64_t(s), (*C.uint8_t)(&p[0]), C.size_t(len(p)), &out, &size)
	if size == 0 {
		return nil
	}
	defer C.free(out)
	_, err := to.Write(unsafe.Slice((*byte)(out), size))
	return err
}

func (s stream) close() { C.naive_zpress_close(C.uint64_t(s)) }
