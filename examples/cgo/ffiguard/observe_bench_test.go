// SPDX-License-Identifier: BSL-1.0

package ffiguard

import (
	"runtime"
	"sync/atomic"
	"testing"
)

// unobserved is a Handle of which nothing is counted, as the measure for the others.
type unobserved struct {
	token   Token
	release unobservedRelease
	cleanup runtime.Cleanup
	phase   atomic.Int32
}

type unobservedRelease func(Token) error

func (release unobservedRelease) abandoned(token Token) { go func() { release(token) }() }

//go:noinline
func newUnobserved(token Token, release func(Token) error) *unobserved {
	h := &unobserved{token: token, release: release}
	h.cleanup = runtime.AddCleanup(h, h.release.abandoned, h.token)
	return h
}

//go:noinline
func (h *unobserved) close() error {
	if !h.phase.CompareAndSwap(open, closing) {
		return &Error{Status: ErrClosed}
	}
	after := closed
	defer func() { h.phase.Store(after) }()
	defer runtime.KeepAlive(h)
	err := h.release(h.token)
	if mayBeOpen(err) {
		after = open
		return err
	}
	h.cleanup.Stop()
	return err
}

// What an open and a close cost at each level, without the calls to C++ that every real one makes.
func BenchmarkOpenAndClose(b *testing.B) {
	release := func(Token) error { return nil }
	b.Run("unobserved", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			newUnobserved(7, release).close()
		}
	})
	before := CurrentLevel()
	defer level.Store(int32(before))
	for l := LevelOff; l <= LevelRecord; l++ {
		b.Run(l.String(), func(b *testing.B) {
			level.Store(int32(l))
			b.ReportAllocs()
			for b.Loop() {
				NewHandle(7, release).Close()
			}
		})
	}
}
