// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"time"
)

// Token is the number that stands for a resource on the C++ side: C.ffiguard_token.
//
// It may be copied, kept, and used from any goroutine, even after it was closed: then the C++ side
// returns an error.
type Token uint64

// Handle owns the resource behind a token: Close releases it, once.
//
// Always close it. If a Handle is abandoned, it is released when the garbage collector finds it, on
// one of 16 goroutines that all abandoned Handles share (more, if all of them wait). That may be
// late, because the garbage collector does not see the memory of C++, or never, if the program ends
// first. The zero Handle and nil own nothing: their Close fails with ErrNull.
//
// Safe for concurrent use. A Handle must not be copied.
type Handle struct {
	_ noCopy
	owned
	cleanup runtime.Cleanup
	phase   atomic.Int32
}

// owned is the part of a Handle that the cleanup needs: not the Handle, which it would keep alive.
type owned struct {
	token   Token
	release func(Token) error
	kind    *kind    // nil if it was opened at LevelOff
	opening *opening // nil if its stack was not kept
}

// phases of a Handle
const (
	open    int32 = iota
	closing       // release is running
	closed
)

// NewHandle takes ownership of token. release is called with it, on any goroutine, until it has
// closed: once, if it does not fail. It must not refer to the Handle or its holder, which would
// then never be collected. A nil release panics.
//
// [Observe] and [Live] show it under the name of the function that first called NewHandle with such
// a token and release, "meter.New".
func NewHandle(token Token, release func(Token) error) *Handle {
	return newHandle("", token, release)
}

// NewHandleOf is NewHandle with a name for the type of the resource: a constant such as "sqlite.Stmt".
func NewHandleOf(typeName string, token Token, release func(Token) error) *Handle {
	return newHandle(typeName, token, release)
}

func newHandle(typeName string, token Token, release func(Token) error) *Handle {
	if release == nil {
		panic("ffiguard: NewHandle without a release")
	}
	h := &Handle{owned: owned{token: token, release: release}}
	if now := CurrentLevel(); now != LevelOff {
		h.kind = kindOf(typeName, token, release)
		if n := h.kind.opened.Add(1); now == LevelRecord {
			h.opening = record(h.kind, token, 0)
		} else if h.kind.isSampled(n) {
			h.opening = record(h.kind, token, h.kind.weight(n))
		}
	}
	h.releaseIfAbandoned()
	return h
}

func (h *Handle) releaseIfAbandoned() {
	h.cleanup = runtime.AddCleanup(h, owned.abandoned, h.owned)
}

func (o owned) abandoned() {
	releases.add(func() { // it may wait, and Go runs cleanups one after the other
		o.countAbandoned()
		o.releaseNow()
	})
}

func (o owned) releaseNow() {
	if mayBeOpen(o.release(o.token)) {
		runtime.AddCleanup(new(owned), owned.releaseLater, o) // after a later collection
		return
	}
	o.countReleased()
}

func (o owned) releaseLater() { releases.add(o.releaseNow) }

func (o *owned) countReleased() {
	if o.kind != nil {
		o.kind.released.Add(1)
		if o.opening != nil {
			o.opening.leave()
		}
	}
}

func (o *owned) countReopened() {
	if o.kind != nil {
		o.kind.released.Add(^uint64(0))
		o.opening.enter()
	}
}

// mayBeOpen reports whether err, of a release, can be a refusal: one that a closer_may_refuse
// names, or open children. It can also be a close that has failed but closed; the next release
// shows that, because C++ then returns ErrClosed.
func mayBeOpen(err error) bool {
	return errors.Is(err, ErrInUse) || errors.Is(err, ErrForeign) || errors.Is(err, ErrSystem)
}

// Use calls f with the token, and keeps the Handle from being collected meanwhile. If another
// goroutine closes it before or during f, the C++ side handles that: f's call fails with ErrClosed,
// or finishes before the resource is released.
func (h *Handle) Use(f func(Token) error) error {
	defer runtime.KeepAlive(h)
	return f(h.token)
}

// Token is for calls that [Handle.Use] does not fit. Put runtime.KeepAlive(h) after the last call:
// if the Handle is collected before, the call only fails with ErrClosed.
func (h *Handle) Token() Token { return h.token }

// Close releases the resource. It returns the result of release to the first caller, ErrClosed to
// others. If the closer refuses (ErrInUse, or SQLite's BUSY as an ErrForeign), nothing is closed,
// and you may call Close again.
//
// While a call is inside, Close returns nil, and that call releases the resource when it leaves. If
// that is refused, Close cannot report it: the C++ side reports a violation (close refused), and
// the resource is open again: see [Handle.Reopened] and [Handle.CloseWait].
func (h *Handle) Close() error {
	if h == nil {
		return &Error{Status: ErrNull}
	}
	return h.CloseBy(h.release)
}

// CloseBy is Close by another function than the one that the garbage collector uses: for a program
// that wants to know what is still open.
func (h *Handle) CloseBy(release func(Token) error) error {
	if h == nil || h.release == nil {
		return &Error{Status: ErrNull}
	}
	if !h.phase.CompareAndSwap(open, closing) {
		return &Error{Status: ErrClosed}
	}
	after := closed // also where release panics
	defer func() {
		if after == closed {
			h.countReleased()
		}
		h.phase.Store(after)
	}()
	defer runtime.KeepAlive(h) // the cleanup does not begin before
	err := release(h.token)
	if mayBeOpen(err) {
		after = open
		return err
	}
	h.cleanup.Stop()
	return err
}

// Reopened reports whether a Close that returned nil was refused later, when the last call left.
// Then the Handle is open, and you may call Close again. state is the shim's x_state.
func (h *Handle) Reopened(state func(Token) Status) bool {
	if h == nil || h.release == nil {
		return false
	}
	defer runtime.KeepAlive(h)
	// phase before state: another goroutine may be about to close
	if h.phase.Load() != closed || state(h.token) != 0 {
		return false
	}
	h.reopen()
	return true
}

// reopen gives the resource back to the collector. One of the goroutines that find it open does it.
func (h *Handle) reopen() {
	if h.phase.CompareAndSwap(closed, closing) {
		h.countReopened()
		h.releaseIfAbandoned()
		h.phase.Store(open)
	}
}

// CloseWait is Close, but returns when the resource is released, even if another goroutine has
// closed it. If ctx ends before, it returns ctx's error; the resource is still released, but later.
// state is the shim's x_state. Fails with ErrInUse if the release was refused, now or after an
// earlier Close: then the resource and the Handle are open again.
//
// It blocks no OS thread while it waits. Do not call it in a callback of the resource: it would
// wait for itself until ctx ends.
func (h *Handle) CloseWait(ctx context.Context, state func(Token) Status) error {
	err := h.Close()
	if err != nil && !errors.Is(err, ErrClosed) {
		return err
	}
	defer runtime.KeepAlive(h)
	for pause := 20 * time.Microsecond; ; pause = min(2*pause, 20*time.Millisecond) {
		phase := h.phase.Load() // before state: another goroutine may be about to close
		switch now := state(h.token); now {
		case ErrInUse: // closed, and not released yet
		case ErrClosed, ErrStale:
			return nil
		case 0:
			if phase == closing {
				break
			}
			h.reopen()
			return &Error{Status: ErrInUse}
		default: // state is that of another class
			return &Error{Status: now}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// noCopy makes go vet find copies.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}
