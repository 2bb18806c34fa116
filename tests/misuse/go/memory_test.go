// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"bytes"
	"fmt"
	"math"
	"runtime"
	"unsafe"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// withText gives use an open text, of 16 bytes.
func withText(use func(t handle) string) string {
	word := []byte("sixteen letters.\x00")
	t, err := openText(unsafe.Pointer(&word[0]), int64(len(word)-1))
	if err != nil {
		return say(err)
	}
	defer t.closeText()
	return use(t)
}

// withBuffer gives use a buffer that C++ has filled.
func withBuffer(use func(b *buffer) string) string {
	return withText(func(t handle) string {
		var b buffer
		if err := t.text(&b); err != nil {
			return say(err)
		}
		return use(&b)
	})
}

func sumOf(data unsafe.Pointer, count int64) string {
	n, err := sum(data, count)
	if err != nil {
		return say(err)
	}
	return fmt.Sprint(n)
}

var memory = []misuse{
	{area: "memory", title: "a library's memory given to free()", want: "ok", run: func() string {
		return say(useBlock())
	}},
	{area: "memory", title: "a returned buffer released twice", want: "ok, closed", run: func() string {
		return withBuffer(func(b *buffer) string { return say(release(b)) + ", " + say(release(b)) })
	}},
	{area: "memory", title: "a returned buffer copied and both released", want: "ok, closed", run: func() string {
		return withBuffer(func(b *buffer) string {
			c := *b
			return say(release(b)) + ", " + say(release(&c))
		})
	}},
	{area: "memory", title: "a returned buffer released by 8 goroutines, each with its copy", want: "1 released it", run: func() string {
		return withBuffer(func(b *buffer) string {
			return fmt.Sprintf("%d released it", crowd(func() error { c := *b; return release(&c) }))
		})
	}},
	{area: "memory", title: "a returned buffer never released", want: "released by the collector", run: func() string {
		before := live()
		withBuffer(func(b *buffer) string {
			if !naive {
				runtime.AddCleanup(new([16]int64), func(b buffer) { release(&b) }, *b)
			}
			return ""
		})
		if !naive {
			collect(before)
		}
		return map[bool]string{true: "released by the collector", false: "ok"}[live() == before]
	}},
	{area: "memory", title: "a returned buffer read after its release", want: "0 bytes", run: func() string {
		return withBuffer(func(b *buffer) string {
			release(b)
			if got := bytesOf(b); string(got) != "sixteen letters." {
				return fmt.Sprintf("%d bytes", len(got))
			}
			return "ok"
		})
	}},
	{area: "memory", title: "a buffer that was never filled is released", want: "closed", run: func() string {
		return say(release(new(buffer)))
	}},
	{area: "memory", title: "no buffer at all is released", want: "null", run: func() string {
		return say(release(nil))
	}},
	{area: "memory", title: "a returned buffer outlives the object that gave it", want: "sixteen letters.", run: func() string {
		var b buffer
		withText(func(t handle) string { return say(t.text(&b)) })
		defer release(&b)
		return string(bytesOf(&b))
	}},
	{area: "memory", title: "Go memory kept by C++ and read after the collector had it", want: "16384", run: func() string {
		func() {
			p := bytes.Repeat([]byte{1}, 16<<10)
			keep(p)
		}()
		for range 3 {
			runtime.GC()
		}
		var others [][]byte
		for range 2000 {
			others = append(others, bytes.Repeat([]byte{2}, 16<<10))
		}
		n, err := kept()
		runtime.KeepAlive(others)
		if err != nil {
			return say(err)
		}
		return fmt.Sprint(n)
	}},
	{area: "memory", title: "Go memory changed after C++ was given it", want: "64", run: func() string {
		p := bytes.Repeat([]byte{1}, 64)
		keep(p)
		clear(p)
		n, _ := kept()
		return fmt.Sprint(n)
	}},
	{area: "memory", title: "C++ writes into Go memory after the call, without and with ffiguard.Pin", want: "the buffer is filled, the others are whole", run: func() string {
		var pinned *ffiguard.Pinned
		lent := func() handle {
			p := make([]byte, 16<<10)
			if !naive {
				pinned = ffiguard.Pin(p)
			}
			h, err := lend(unsafe.Pointer(&p[0]), len(p))
			if err != nil {
				panic(err)
			}
			return h
		}()
		for range 3 {
			runtime.GC()
		}
		var others [][]byte
		for range 2000 {
			others = append(others, make([]byte, 16<<10))
		}
		lent.fill(7)
		lent.takeBack()
		for _, other := range others {
			if other[0] != 0 {
				return "another buffer is filled"
			}
		}
		if pinned == nil {
			return "nobody knows what is filled"
		}
		defer pinned.Unpin()
		if !bytes.Equal(pinned.Bytes(), bytes.Repeat([]byte{7}, 16<<10)) {
			return "the buffer is not filled"
		}
		return "the buffer is filled, the others are whole"
	}},
	{area: "memory", title: "C++ is to write into Go memory that was taken back", want: "closed, not filled", run: func() string {
		p := ffiguard.Pin(make([]byte, 1000))
		lent, err := lend(p.Pointer(), len(p.Bytes()))
		if err != nil {
			return say(err)
		}
		lent.takeBack()
		p.Unpin()
		err = lent.fill(7)
		if p.Bytes()[0] == 7 {
			return "filled"
		}
		return say(err) + ", not filled"
	}},
	{area: "memory", title: "Go memory taken back twice", want: "ok, closed", run: func() string {
		p := ffiguard.Pin(make([]byte, 1000))
		defer p.Unpin()
		lent, err := lend(p.Pointer(), len(p.Bytes()))
		if err != nil {
			return say(err)
		}
		return say(lent.takeBack()) + ", " + say(lent.takeBack())
	}},
	{area: "memory", title: "no memory with a length", want: "null", run: func() string {
		return sumOf(nil, 16)
	}},
	{area: "memory", title: "a negative length", want: "invalid argument", run: func() string {
		values := []int64{1, 2, 3}
		return sumOf(unsafe.Pointer(&values[0]), -1)
	}},
	{area: "memory", title: "a length whose bytes overflow to a few", want: "overflow", run: func() string {
		values := []int64{1, 2, 3}
		return sumOf(unsafe.Pointer(&values[0]), 1<<61+1)
	}},
	{area: "memory", title: "the greatest length there is", want: "overflow", run: func() string {
		values := []int64{1, 2, 3}
		return sumOf(unsafe.Pointer(&values[0]), math.MaxInt64)
	}},
	{area: "memory", title: "a view beyond the end of the address space", want: "overflow", run: func() string {
		return sumOf(notAPointer(^uintptr(7)), 16)
	}},
	{area: "memory", title: "a misaligned view", want: "invalid argument", run: func() string {
		p := make([]byte, 64)
		return sumOf(unsafe.Pointer(&p[1]), 4)
	}},
	{area: "memory", title: "no memory and no length", want: "0", run: func() string {
		return sumOf(nil, 0)
	}},
	{area: "memory", title: "a buffer of Go's that is too small", want: "overflow, nothing written beyond", run: func() string {
		return withText(func(t handle) string {
			room := make([]byte, 64)
			err := t.copyText(unsafe.Pointer(&room[0]), 8)
			if !bytes.Equal(room[8:], make([]byte, 56)) {
				return "written beyond"
			}
			return say(err) + ", nothing written beyond"
		})
	}},
	{area: "memory", title: "a buffer of Go's with a negative size", want: "invalid argument", run: func() string {
		return withText(func(t handle) string {
			room := make([]byte, 64)
			return say(t.copyText(unsafe.Pointer(&room[0]), -1))
		})
	}},
	{area: "memory", title: "a Go string without a NUL at its end", want: "three letters", run: func() string {
		long := "three letters, and more that does not belong to it\x00"
		t, err := openText(unsafe.Pointer(unsafe.StringData(long)), int64(len("three letters")))
		if err != nil {
			return say(err)
		}
		defer t.closeText()
		return given(t)
	}},
	{area: "memory", title: "a Go string with a NUL inside, for a C function", want: "malformed", run: func() string {
		inside := "before\x00after\x00"
		t, err := openText(unsafe.Pointer(unsafe.StringData(inside)), int64(len(inside)-1))
		if err != nil {
			return say(err)
		}
		defer t.closeText()
		return given(t)
	}},
	{area: "memory", title: "bytes that lie beside a Go pointer, lent as a void *", want: "the sum is 136", run: func() string {
		type record struct {
			bytes [16]byte
			next  *record
		}
		r := &record{next: new(record)}
		for i := range r.bytes {
			r.bytes[i] = byte(i + 1)
		}
		return fmt.Sprintf("the sum is %d", sumOfBytes(r.bytes[:]))
	}},
	{area: "memory", title: "a text that has grown between asking for its size and for its bytes", want: "2300 bytes, the last is x", run: func() string {
		n, err := openNote()
		if err != nil {
			return say(err)
		}
		defer n.closeNote()
		text, err := n.note()
		if err != nil {
			return say(err)
		}
		return fmt.Sprintf("%d bytes, the last is %s", len(text), text[len(text)-1:])
	}},
	{area: "memory", title: "out of memory at every allocation in turn", want: "out of memory each time, then ok", alone: true, run: func() string {
		for nth := 1; ; nth++ {
			runtime.LockOSThread()
			failAllocation(nth)
			err := openUseAndClose()
			failed := allocationFailed()
			failAllocation(0)
			runtime.UnlockOSThread()
			switch {
			case failed && say(err) != "out of memory":
				return fmt.Sprintf("at allocation %d: %s", nth, say(err))
			case !failed && nth == 1:
				return "nothing is allocated"
			case !failed:
				return "out of memory each time, then " + say(err)
			}
		}
	}},
}

func openUseAndClose() error {
	word := []byte("word\x00")
	t, err := openText(unsafe.Pointer(&word[0]), 4)
	if err != nil {
		return err
	}
	defer t.closeText()
	var b buffer
	if err := t.text(&b); err != nil {
		return err
	}
	release(&b)
	if err := lendAndRead(); err != nil {
		return err
	}
	h, err := openCounter(1)
	if err != nil {
		return err
	}
	return h.close()
}

// lendAndRead is lent memory by an object and for a call.
func lendAndRead() error {
	page, err := openPage()
	if err != nil {
		return err
	}
	defer page.closePage()
	value, err := page.openValue()
	if err != nil {
		return err
	}
	defer value.closeValue()
	if _, err := value.readValue(0, make([]byte, 16)); err != nil {
		return err
	}
	var packet handle
	f := newCallback(func() error { _, err := packet.readPacket(make([]byte, 16)); return err })
	defer f.Delete()
	return eachPacket(f, &packet)
}

// given is the text that C++ gives back.
func given(t handle) string {
	var b buffer
	if err := t.text(&b); err != nil {
		return say(err)
	}
	defer release(&b)
	return string(bytesOf(&b))
}

// notAPointer hides from go vet that the number is none.
func notAPointer(n uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&n)) }
