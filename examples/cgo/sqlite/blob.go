// SPDX-License-Identifier: BSL-1.0

package sqlite

// #include "lite.h"
import "C"

import (
	"context"
	"io"
	"runtime"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// BlobIO reads and writes a blob in place. It is an io.ReaderAt and an io.WriterAt; its size is fixed.
type BlobIO struct {
	db     *DB
	handle *ffiguard.Handle
	size   int
}

// OpenBlob opens the value of a column in one row, in the main database.
func (db *DB) OpenBlob(table, column string, row int64, writable bool) (*BlobIO, error) {
	defer runtime.KeepAlive(db.handle)
	var write C.int32_t
	if writable {
		write = 1
	}
	token, err := open(func(token *C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_blob_open(C.ffiguard_token(db.handle.Token()), view("main"), view(table),
			view(column), C.int64_t(row), write, token, e)
	})
	if err != nil {
		return nil, err
	}
	b := &BlobIO{db: db, handle: ffiguard.NewHandle(token, closeBlob)}
	return b, b.measure()
}

func closeBlob(t ffiguard.Token) error {
	var e C.ffiguard_error
	return ffiguard.Check(C.lite_blob_close(C.ffiguard_token(t), &e), &e)
}

func (b *BlobIO) measure() error {
	var size C.int32_t
	err := use(b.handle, func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_blob_size(t, &size, e)
	})
	b.size = int(size)
	return err
}

// Size in bytes.
func (b *BlobIO) Size() int { return b.size }

// ReadAt gives io.EOF at the end.
func (b *BlobIO) ReadAt(p []byte, at int64) (int, error) {
	if at < 0 || at > int64(b.size) {
		return 0, io.EOF
	}
	n := min(len(p), b.size-int(at))
	err := use(b.handle, func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_blob_read(t, C.int32_t(at), ffiguard.Data[C.uint8_t](p), C.size_t(n), e)
	})
	if err != nil {
		return 0, err
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// WriteAt fails with io.ErrShortWrite behind the end, and writes nothing.
func (b *BlobIO) WriteAt(p []byte, at int64) (int, error) {
	if at < 0 || at+int64(len(p)) > int64(b.size) {
		return 0, io.ErrShortWrite
	}
	err := use(b.handle, func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_blob_write(t, C.int32_t(at), viewOf(p), e)
	})
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// Move goes on with the same column of another row.
func (b *BlobIO) Move(row int64) error {
	if err := use(b.handle, func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_blob_move(t, C.int64_t(row), e)
	}); err != nil {
		return err
	}
	return b.measure()
}

// Close commits what was written, outside of a transaction, and may fail then.
func (b *BlobIO) Close() error { return b.handle.Close() }

// Backup copies the main database into a file, some pages at a time.
type Backup struct {
	db     *DB
	handle *ffiguard.Handle
}

// BackupTo begins a copy into the file path, which becomes the same database.
func (db *DB) BackupTo(path string) (*Backup, error) {
	defer runtime.KeepAlive(db.handle)
	token, err := open(func(token *C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_backup_open(C.ffiguard_token(db.handle.Token()), view(path), token, e)
	})
	if err != nil {
		return nil, err
	}
	return &Backup{db, ffiguard.NewHandle(token, closeBackup)}, nil
}

func closeBackup(t ffiguard.Token) error {
	var e C.ffiguard_error
	return ffiguard.Check(C.lite_backup_close(C.ffiguard_token(t), &e), &e)
}

// Step copies up to pages pages. Busy and Locked may be tried again.
func (b *Backup) Step(pages int) (remaining, total int, done bool, err error) {
	var p C.lite_progress
	err = use(b.handle, func(t C.ffiguard_token, e *C.ffiguard_error) C.ffiguard_status {
		return C.lite_backup_step(t, C.int32_t(pages), &p, e)
	})
	return int(p.remaining), int(p.total), p.done != 0, err
}

// Run steps to the end, and tells report after each; it pauses where the database is busy.
func (b *Backup) Run(ctx context.Context, pages int, report func(remaining, total int)) error {
	for {
		remaining, total, done, err := b.Step(pages)
		code := Code(err) & 0xff
		if err != nil && code != Busy && code != Locked {
			return err
		}
		if err == nil && report != nil {
			report(remaining, total)
		}
		if done {
			return nil
		}
		if err != nil {
			select {
			case <-ctx.Done():
			case <-time.After(time.Millisecond):
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// Close gives up an unfinished copy.
func (b *Backup) Close() error { return b.handle.Close() }
