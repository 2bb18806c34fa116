// SPDX-License-Identifier: BSL-1.0

// Package zpress writes gzip data with the system's zlib, through a C++ shim.
//
// [Writer] is what a program uses. [Stream] and [Checksum] are the floor below it: the numbers that
// cross the boundary in place of pointers.
package zpress

// The shim never calls Go, and keeps no address that it is given: what it fills may lie on the stack of the
// goroutine. The lines noescape and nocallback are written by cmd/promises.

//go:generate go run ./cmd/promises
//promises:never-calls-back ffiguard_buffer_release each buffer of the shim is freed by C++

// #cgo CPPFLAGS: -I${SRCDIR}/../../include -I${SRCDIR}/../zpress
// #cgo CXXFLAGS: -std=c++17
// #cgo LDFLAGS: -ldl
// #cgo noescape ffiguard_buffer_release
// #cgo nocallback ffiguard_buffer_release
// #cgo noescape zpress_open
// #cgo nocallback zpress_open
// #cgo noescape zpress_write
// #cgo nocallback zpress_write
// #cgo noescape zpress_finish
// #cgo nocallback zpress_finish
// #cgo noescape zpress_close
// #cgo nocallback zpress_close
// #cgo noescape zpress_progress_drain
// #cgo nocallback zpress_progress_drain
// #cgo noescape zpress_progress_descriptor
// #cgo nocallback zpress_progress_descriptor
// #cgo noescape zpress_checksum_open
// #cgo nocallback zpress_checksum_open
// #cgo noescape zpress_checksum_add
// #cgo nocallback zpress_checksum_add
// #cgo noescape zpress_checksum_close
// #cgo nocallback zpress_checksum_close
// #cgo noescape zpress_file_checksum
// #cgo nocallback zpress_file_checksum
// #cgo noescape zpress_live
// #cgo nocallback zpress_live
// #cgo noescape zpress_opened
// #cgo nocallback zpress_opened
// #cgo noescape zpress_released
// #cgo nocallback zpress_released
// #include "zpress.h"
import "C"

import (
	"context"
	"io"
	"math"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func init() {
	if err := ffiguard.MatchHeader(C.FFIGUARD_HEADER_VERSION, C.ffiguard_error{}, C.ffiguard_buffer{}); err != nil {
		panic(err)
	}
}

// Stream is the token of a compression stream on the C++ side.
//
// It may be copied, kept, and used from any goroutine, also after it was closed: a number that is
// no open stream is answered with an error, never with undefined behaviour.
type Stream uint64

// Open opens a stream. level: 1 (fast) to 9 (small), otherwise ffiguard.ErrInvalidArgument.
// ffiguard.ErrNotFound where the system has no zlib.
func Open(level int) (Stream, error) {
	var token C.ffiguard_token
	var e C.ffiguard_error
	// Saturated: a plain conversion would make a good level of 1<<32 + 6.
	in32 := C.int32_t(min(max(level, math.MinInt32), math.MaxInt32))
	err := ffiguard.Check(C.zpress_open(in32, &token, &e), &e)
	return Stream(token), err
}

// Compress takes p in and writes what zlib has ready, maybe nothing, to to. Errors are those of the
// token, of zlib and of to.
func (s Stream) Compress(p []byte, to io.Writer) error {
	var out C.ffiguard_buffer
	var e C.ffiguard_error
	status := C.zpress_write(C.ffiguard_token(s), ffiguard.Data[C.uint8_t](p), C.size_t(len(p)), &out, &e)
	if err := ffiguard.Check(status, &e); err != nil {
		return err
	}
	return send(&out, to)
}

// Finish writes the rest of the gzip data to to. The stream takes no more data, and is still open.
func (s Stream) Finish(to io.Writer) error {
	var out C.ffiguard_buffer
	var e C.ffiguard_error
	if err := ffiguard.Check(C.zpress_finish(C.ffiguard_token(s), &out, &e), &e); err != nil {
		return err
	}
	return send(&out, to)
}

// Progress is how far a stream is.
type Progress struct {
	Taken, Given uint64 // bytes that zlib has taken in, and given, since the stream was opened
}

// Progress calls tell with how far the stream is while other goroutines compress, for each 64 KB that are
// ready, and at the end of each Compress and Finish. The oldest are left out where tell is late, and those
// that were not told when the stream is closed. It returns nil then, or the error of ctx.
func (s Stream) Progress(ctx context.Context, tell func(Progress)) error {
	var descriptor C.int32_t
	var e C.ffiguard_error
	if err := ffiguard.Check(C.zpress_progress_descriptor(C.ffiguard_token(s), &descriptor, &e), &e); err != nil {
		return err
	}
	events, err := ffiguard.NewEvents(int(descriptor), C.sizeof_zpress_progress,
		func(into []C.zpress_progress, count, lost *uint64) C.ffiguard_status {
			return C.zpress_progress_drain(C.ffiguard_token(s), &into[0], C.uint64_t(len(into)),
				(*C.uint64_t)(count), (*C.uint64_t)(lost), nil)
		})
	if err != nil {
		return err
	}
	defer events.Close()
	for event := range events.All(ctx) {
		tell(Progress{uint64(event.taken), uint64(event.given)})
	}
	return events.Err()
}

// Close releases the stream: nil for exactly one caller, ffiguard.ErrClosed or ErrStale for others. A
// Compress that is running on another goroutine finishes first.
func (s Stream) Close() error {
	var e C.ffiguard_error
	return ffiguard.Check(C.zpress_close(C.ffiguard_token(s), &e), &e)
}

// Checksum is the token of a running CRC-32 on the C++ side.
type Checksum uint64

// OpenChecksum opens a checksum of no data.
func OpenChecksum() (Checksum, error) {
	var token C.ffiguard_token
	var e C.ffiguard_error
	err := ffiguard.Check(C.zpress_checksum_open(&token, &e), &e)
	return Checksum(token), err
}

// Add takes p in and gives the checksum of all data so far.
func (c Checksum) Add(p []byte) (uint32, error) {
	var crc C.uint32_t
	var e C.ffiguard_error
	status := C.zpress_checksum_add(C.ffiguard_token(c), ffiguard.Data[C.uint8_t](p), C.size_t(len(p)), &crc, &e)
	return uint32(crc), ffiguard.Check(status, &e)
}

// Close releases the checksum: nil for exactly one caller.
func (c Checksum) Close() error {
	var e C.ffiguard_error
	return ffiguard.Check(C.zpress_checksum_close(C.ffiguard_token(c), &e), &e)
}

// FileChecksum is the CRC-32 of a file. ffiguard.ErrMalformed where name has a NUL inside, as os.Open
// has syscall.EINVAL: C.CString would hand such a name to C, which reads the part before the NUL.
func FileChecksum(name string) (uint32, error) {
	var crc C.uint32_t
	var e C.ffiguard_error
	err := ffiguard.Check(C.zpress_file_checksum(ffiguard.TextData[C.uint8_t](name), C.size_t(len(name)), &crc, &e), &e)
	return uint32(crc), err
}

// Live is the number of streams and checksums that are not released yet.
func Live() uint64 { return uint64(C.zpress_live()) }

// Opened is the number of streams and checksums opened since the program was started.
func Opened() uint64 { return uint64(C.zpress_opened()) }

// Released is the number of streams and checksums released since the program was started.
func Released() uint64 { return uint64(C.zpress_released()) }

// send writes to to straight from C memory, which io.Writer may not keep, and releases it: whether
// to takes it, fails or panics.
func send(out *C.ffiguard_buffer, to io.Writer) error {
	return ffiguard.UseBuffer(out, func(p []byte) error {
		if len(p) == 0 {
			return nil
		}
		n, err := to.Write(p)
		if err == nil && n != len(p) {
			err = io.ErrShortWrite
		}
		return err
	})
}
