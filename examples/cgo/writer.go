// SPDX-License-Identifier: BSL-1.0

package zpress

import (
	"cmp"
	"errors"
	"io"
	"sync"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// Writer compresses what is written to it, as gzip, into another writer.
//
// It owns a stream on the C++ side until Close. Close it: an abandoned Writer gives its stream back
// when the garbage collector finds it, which may be late, for it sees a few bytes of Go memory and
// not the 300 KB of zlib, or never, when the program ends first; and its gzip data has no end.
//
// Any goroutine may call any method at any time; calls wait for each other, and for the other
// writer, which must not call back.
type Writer struct {
	mu     sync.Mutex
	to     io.Writer
	handle *ffiguard.Handle
	closed bool
	failed error // what Write and Close answer once data was lost
}

var errPanicked = errors.New("zpress: the underlying writer panicked")

// NewWriter opens a stream that writes to to. Errors are those of [Open].
func NewWriter(to io.Writer, level int) (*Writer, error) {
	stream, err := Open(level)
	if err != nil {
		return nil, err
	}
	return &Writer{to: to, handle: ffiguard.NewHandleOf("zpress.Writer", ffiguard.Token(stream), closeStream)}, nil
}

// Write takes all of p in, or fails: then data was lost, and every later call answers the same
// error. ffiguard.ErrClosed after Close.
func (z *Writer) Write(p []byte) (int, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.closed {
		return 0, &ffiguard.Error{Status: ffiguard.ErrClosed, Text: "the writer is closed"}
	}
	if z.failed != nil {
		return 0, z.failed
	}
	z.failed = errPanicked // stays if the next line does not return
	z.failed = z.handle.Use(func(t ffiguard.Token) error { return Stream(t).Compress(p, z.to) })
	if z.failed != nil {
		return 0, z.failed
	}
	return len(p), nil
}

// Close writes the end of the gzip data, after any Write that is running, and releases the stream,
// even if that fails. A second Close does nothing and answers nil. The other writer stays open.
func (z *Writer) Close() (err error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.closed {
		return nil
	}
	z.closed = true
	defer func() { err = cmp.Or(err, z.handle.Close()) }() // also if the other writer panics
	if z.failed != nil {
		return z.failed
	}
	return z.handle.Use(func(t ffiguard.Token) error { return Stream(t).Finish(z.to) })
}

func closeStream(t ffiguard.Token) error { return Stream(t).Close() }
