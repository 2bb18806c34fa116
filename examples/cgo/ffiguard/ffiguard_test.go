// SPDX-License-Identifier: BSL-1.0

package ffiguard

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// made is what C++ would have filled.
type made struct {
	status, detail int32
	message        [248]byte
}

func TestCheckCopiesWhatTheCallHasFilled(t *testing.T) {
	e := made{detail: int32(syscall.ENOENT)}
	copy(e.message[:], "no such thing")
	if err := Check(int32(0), &e); err != nil {
		t.Error(err)
	}
	err := Check(int32(ErrSystem), &e)
	e.message[0] = 'X'
	if err.Error() != "no such thing" || !errors.Is(err, ErrSystem) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%#v", err)
	}
	for i := range e.message { // not ended by NUL
		e.message[i] = 'x'
	}
	if err := Check(int32(ErrForeign), &e); len(err.Error()) != len(e.message) {
		t.Errorf("%#v", err)
	}
	if err := Check(int32(ErrClosed), (*made)(nil)); !errors.Is(err, ErrClosed) || err.Error() != "closed" {
		t.Errorf("%#v", err)
	}
}

func TestCheckRefusesAnythingButAnError(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a uint64 was read as an ffiguard_error")
		}
	}()
	Check(int32(1), new(uint64))
}

func TestOnlyASystemErrorHasAnErrno(t *testing.T) {
	system := &Error{ErrSystem, int(syscall.ENOENT), ""}
	if !errors.Is(system, syscall.ENOENT) || system.Errno() != syscall.ENOENT {
		t.Errorf("%#v", system)
	}
	foreign := &Error{ErrForeign, int(syscall.ENOENT), ""}
	if errors.Is(foreign, syscall.ENOENT) || foreign.Errno() != 0 {
		t.Error("a library's own number taken for an errno")
	}
	if errors.Is(foreign, ErrSystem) || !errors.Is(foreign, ErrForeign) {
		t.Errorf("%#v", foreign)
	}
	if got := Status(4711).Error(); got != "unknown status" {
		t.Error(got)
	}
}

func TestAHandleIsReleasedOnce(t *testing.T) {
	broken := errors.New("broken")
	var got []Token
	h := NewHandle(7, func(token Token) error {
		got = append(got, token)
		return broken
	})
	if err := h.Close(); err != broken {
		t.Error(err)
	}
	if err := h.Close(); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	h = nil
	for range 3 {
		runtime.GC()
	}
	if len(got) != 1 || got[0] != 7 {
		t.Errorf("released: %v", got)
	}
}

func TestAReleaseThatRefusesHasNotClosed(t *testing.T) {
	answers := []error{&Error{Status: ErrInUse}, nil}
	calls := 0
	release := func(Token) error { calls++; return answers[calls-1] }
	h := NewHandle(7, func(Token) error { t.Error("released by the other function"); return nil })
	if err := h.CloseBy(release); !errors.Is(err, ErrInUse) {
		t.Error(err)
	}
	if err := h.CloseBy(release); err != nil {
		t.Error(err)
	}
	if err := h.Close(); !errors.Is(err, ErrClosed) || calls != 2 {
		t.Error(err, calls)
	}
	runtime.GC()
	runtime.GC()
	if err := (*Handle)(nil).CloseBy(release); !errors.Is(err, ErrNull) {
		t.Error(err)
	}
}

func TestARefusalByTheLibrarysOwnNumberHasNotClosed(t *testing.T) {
	for _, refusal := range []Status{ErrInUse, ErrForeign, ErrSystem} {
		calls := 0
		h := NewHandle(7, func(Token) error {
			if calls++; calls == 1 {
				return &Error{refusal, 5, "database is locked"}
			}
			return nil
		})
		if err := h.Close(); !errors.Is(err, refusal) || err.Error() != "database is locked" {
			t.Error(err)
		}
		if err := h.Close(); err != nil {
			t.Errorf("%v: %v", refusal, err)
		}
		if err := h.Close(); !errors.Is(err, ErrClosed) || calls != 2 {
			t.Errorf("%v: %v, %d calls", refusal, err, calls)
		}
	}
}

func TestACloseThatHasFailedAndClosedIsClosedForC(t *testing.T) {
	calls := 0
	h := NewHandle(7, func(Token) error { // C++ releases once, and knows the token
		if calls++; calls == 1 {
			return &Error{Status: ErrSystem, Detail: int(syscall.EIO)}
		}
		return &Error{Status: ErrClosed}
	})
	if err := h.Close(); !errors.Is(err, syscall.EIO) {
		t.Error(err)
	}
	for range 2 {
		if err := h.Close(); !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
	}
	if calls != 2 {
		t.Error(calls)
	}
}

func TestAnAbandonedHandleThatIsRefusedIsTriedAgain(t *testing.T) {
	released := make(chan bool, 1)
	var calls atomic.Int32
	func() {
		NewHandle(7, func(Token) error {
			if calls.Add(1) < 3 {
				return &Error{Status: ErrForeign, Detail: 5}
			}
			released <- true
			return nil
		})
	}()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); runtime.GC() {
		select {
		case <-released:
			for range 3 {
				runtime.GC()
			}
			if calls.Load() != 3 {
				t.Errorf("%d calls", calls.Load())
			}
			return
		case <-time.After(time.Millisecond):
		}
	}
	t.Errorf("lost after %d calls", calls.Load())
}

func TestFewGoroutinesReleaseManyAbandonedHandles(t *testing.T) {
	const all = 500
	var inside, most, released atomic.Int32
	mayEnd := make(chan bool)
	func() {
		for range all {
			NewHandle(7, func(Token) error {
				now := inside.Add(1)
				for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
				}
				<-mayEnd
				inside.Add(-1)
				released.Add(1)
				return nil
			})
		}
	}()
	for end := time.Now().Add(30 * time.Second); most.Load() < maxReleasing && time.Now().Before(end); {
		runtime.GC()
	}
	close(mayEnd)
	for end := time.Now().Add(30 * time.Second); released.Load() < all && time.Now().Before(end); {
		runtime.GC()
	}
	if few := most.Load(); released.Load() != all || few < maxReleasing || few > 8*maxReleasing { // more each stuckFor
		t.Errorf("%d released, %d at one time", released.Load(), most.Load())
	}
}

// As parents do whose release waits for their children, if those are found later.
func TestReleasesThatWaitForOthersInTheLineDoNotStopIt(t *testing.T) {
	var line releaseLine
	const all = 4 * maxReleasing
	var child, released sync.WaitGroup
	child.Add(1)
	released.Add(all + 1)
	for range all {
		line.add(func() { child.Wait(); released.Done() })
	}
	line.add(func() { child.Done(); released.Done() })
	done := make(chan bool)
	go func() { released.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Error("they wait for each other")
	}
}

func TestAReleaseThatEndsItsGoroutineDoesNotStopOthers(t *testing.T) {
	const all = 2 * maxReleasing
	var released atomic.Int32
	func() {
		for range all {
			NewHandle(7, func(Token) error {
				released.Add(1)
				runtime.Goexit()
				return nil
			})
		}
	}()
	for end := time.Now().Add(30 * time.Second); released.Load() < all && time.Now().Before(end); {
		runtime.GC()
	}
	if released.Load() != all {
		t.Errorf("%d released", released.Load())
	}
}

func TestALateRefusalIsSeenByWhoAsks(t *testing.T) {
	var now atomic.Int32 // open
	state := func(Token) Status { return Status(now.Load()) }
	calls := 0
	h := NewHandle(7, func(Token) error { calls++; now.Store(int32(ErrInUse)); return nil })
	if h.Reopened(state) || (*Handle)(nil).Reopened(state) {
		t.Error("never closed")
	}
	if err := h.Close(); err != nil || h.Reopened(state) {
		t.Error("a call is inside", err)
	}
	now.Store(0) // it has left, and the library has refused
	if !h.Reopened(state) || h.Reopened(state) {
		t.Error("not seen once")
	}
	if err := h.Close(); err != nil || calls != 2 {
		t.Error(err, calls)
	}
	now.Store(int32(ErrClosed))
	if h.Reopened(state) {
		t.Error("released")
	}
}

func TestCloseWaitReturnsWhenTheResourceIsReleased(t *testing.T) {
	states := []Status{ErrInUse, ErrInUse, ErrClosed}
	asked := 0
	state := func(token Token) Status {
		if token != 7 {
			t.Errorf("asked for %d", token)
		}
		asked++
		return states[min(asked, len(states))-1]
	}
	h := NewHandle(7, func(Token) error { return nil })
	if err := h.CloseWait(context.Background(), state); err != nil || asked != 3 {
		t.Errorf("%v after %d", err, asked)
	}
	// Of another goroutine, later: also where the slot has gone to another object.
	for _, released := range []Status{ErrClosed, ErrStale} {
		if err := h.CloseWait(context.Background(), func(Token) Status { return released }); err != nil {
			t.Error(err)
		}
	}
}

func TestCloseWaitEndsWithItsContext(t *testing.T) {
	h := NewHandle(7, func(Token) error { return nil })
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	err := h.CloseWait(ctx, func(Token) Status { return ErrInUse })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if err := h.Close(); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

func TestCloseWaitTellsARefusal(t *testing.T) {
	refused := true
	h := NewHandle(7, func(Token) error {
		if refused {
			return &Error{Status: ErrInUse}
		}
		return nil
	})
	never := func(Token) Status { t.Error("asked"); return 0 }
	if err := h.CloseWait(context.Background(), never); !errors.Is(err, ErrInUse) {
		t.Error(err)
	}
	refused = false
	// The last user's release is refused.
	if err := h.CloseWait(context.Background(), func(Token) Status { return 0 }); !errors.Is(err, ErrInUse) {
		t.Error(err)
	}
	if err := h.CloseWait(context.Background(), func(Token) Status { return ErrClosed }); err != nil {
		t.Error(err)
	}
}

func TestCloseWaitWaitsForACloseThatHasNotBegunToRelease(t *testing.T) {
	begun, goOn := make(chan bool), make(chan bool)
	var state atomic.Int32 // open
	h := NewHandle(7, func(Token) error {
		close(begun)
		<-goOn
		state.Store(int32(ErrClosed))
		return nil
	})
	told := make(chan error, 1)
	go func() { told <- h.Close() }()
	<-begun
	asked := 0
	err := h.CloseWait(context.Background(), func(Token) Status {
		if asked++; asked == 3 {
			close(goOn)
		}
		return Status(state.Load())
	})
	if err != nil || asked < 3 {
		t.Fatalf("%v after %d", err, asked)
	}
	if err := <-told; err != nil {
		t.Error(err)
	}
}

func TestCloseWaitWithTheStateOfAnotherClassIsAnError(t *testing.T) {
	h := NewHandle(7, func(Token) error { return nil })
	if err := h.CloseWait(context.Background(), func(Token) Status { return ErrWrongType }); !errors.Is(err, ErrWrongType) {
		t.Error(err)
	}
}

func TestALateRefusalIsToldToWhoWaitsLater(t *testing.T) {
	calls := 0
	h := NewHandle(7, func(Token) error { calls++; return nil })
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	// Its last user has left meanwhile, and the library has refused.
	if err := h.CloseWait(context.Background(), func(Token) Status { return 0 }); !errors.Is(err, ErrInUse) {
		t.Error(err)
	}
	if err := h.Close(); err != nil || calls != 2 {
		t.Error(err, calls)
	}
}

func TestARefusedHandleIsStillReleasedWhenAbandoned(t *testing.T) {
	released := make(chan Token, 1)
	func() {
		h := NewHandle(7, func(token Token) error { released <- token; return nil })
		if err := h.CloseBy(func(Token) error { return ErrInUse }); err != ErrInUse {
			t.Error(err)
		}
	}()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); runtime.GC() {
		select {
		case <-released:
			return
		case <-time.After(time.Millisecond):
		}
	}
	t.Error("not released")
}

func TestOneOfManyClosersIsTold(t *testing.T) {
	var released, told atomic.Int32
	h := NewHandle(7, func(Token) error { released.Add(1); return nil })
	var all sync.WaitGroup
	for range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			if h.Close() == nil {
				told.Add(1)
			}
		}()
	}
	all.Wait()
	if released.Load() != 1 || told.Load() != 1 {
		t.Errorf("released %d times, told %d", released.Load(), told.Load())
	}
}

func TestAnAbandonedHandleIsReleased(t *testing.T) {
	released := make(chan Token, 1)
	use := func() {
		NewHandle(7, func(token Token) error { released <- token; return nil }).
			Use(func(Token) error { return nil })
	}
	use()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); runtime.GC() {
		select {
		case token := <-released:
			if token != 7 {
				t.Error(token)
			}
			return
		case <-time.After(time.Millisecond):
		}
	}
	t.Error("not released")
}

func TestAHandleIsNotCollectedWhileItIsUsed(t *testing.T) {
	var released atomic.Bool
	NewHandle(7, func(Token) error { released.Store(true); return nil }).Use(func(token Token) error {
		for range 3 {
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
		if token != 7 || released.Load() {
			t.Error("released during its use")
		}
		return nil
	})
}

func TestPinnedMemoryHasAnAddress(t *testing.T) {
	bytes := make([]byte, 100)
	p := Pin(bytes)
	defer p.Unpin()
	if p.Pointer() != unsafe.Pointer(&bytes[0]) || len(p.Bytes()) != 100 {
		t.Error("another memory")
	}
	p.Unpin()

	for _, none := range [][]byte{nil, {}, bytes[50:50]} {
		p := Pin(none)
		if p.Pointer() != nil {
			t.Error("an address of no bytes")
		}
		p.Unpin()
	}
}

func TestAThreadThatNobodyChangedIsUnchanged(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before, err := TakeThreadState()
	if err != nil {
		t.Fatal(err)
	}
	after, err := TakeThreadState()
	if err != nil {
		t.Fatal(err)
	}
	if err := before.Compare(&after); err != nil {
		t.Error(err)
	}
	if err := new(ThreadState).Compare(&after); !errors.Is(err, ErrInvalidArgument) {
		t.Error("a state that was never taken:", err)
	}
}

func TestADriftedStructIsAnErrorThatNamesTheMember(t *testing.T) {
	// Structs as cgo would declare those of a drifted header.
	type (
		_Ctype_struct_ffiguard_view struct {
			size uint64
			data *byte
		}
		_Ctype_struct_ffiguard_buffer struct {
			data, release, context unsafe.Pointer
			length                 uint64
		}
		_Ctype_struct_ffiguard_error struct {
			status, detail int32
			message        [120]byte
		}
	)
	for _, c := range []struct {
		drifted any
		want    string
	}{
		{_Ctype_struct_ffiguard_view{}, "ffiguard_view.size: offset and size are 0 8 in Go and 8 8 in C++"},
		{_Ctype_struct_ffiguard_buffer{}, "ffiguard_buffer.release: offset and size are 8 8 in Go and 16 8 in C++"},
		{_Ctype_struct_ffiguard_error{}, "ffiguard_error.message: offset and size are 8 120 in Go and 8 248 in C++"},
		{made{}, "the C++ has no made.status"},
	} {
		if err := MatchHeader(100, c.drifted); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%T: %v", c.drifted, err)
		}
	}
}

func TestAVersionThatDoesNotFitIsAnError(t *testing.T) {
	if err := MatchHeader(100); err != nil {
		t.Error(err)
	}
	if err := match(100, 199, ""); err != nil {
		t.Error("another patch level is refused:", err)
	}
	for _, versions := range [][2]uint32{{200, 100}, {100, 200}, {10100, 10100}} {
		if err := match(versions[0], versions[1], ""); err == nil || !strings.Contains(err.Error(), "versions do not fit") {
			t.Errorf("%v: %v", versions, err)
		}
	}
}
