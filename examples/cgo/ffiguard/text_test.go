// SPDX-License-Identifier: BSL-1.0

package ffiguard_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unsafe"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// cNameOf stands for a C function that FFIGUARD_EXPORT_CALL makes: it writes text to memory of its caller's.
func cNameOf(text string, to *cByte, room uint64, size *cSize, e *cError) cStatus {
	*size = cSize(len(text))
	if uint64(len(text)) > room {
		copy(e.message[:], "no room\x00")
		return cStatus(ffiguard.ErrOverflow)
	}
	copy(unsafe.Slice((*byte)(to), room), text)
	return 0
}

func TestATextComesWholeWhateverItsLength(t *testing.T) {
	h := ffiguard.NewHandle(7, func(ffiguard.Token) error { return nil })
	defer h.Close()
	for _, size := range []int{0, 1, 1023, 1024, 1025, 5000, 1 << 20} {
		text, calls := strings.Repeat("\x00ä", size)[:size], 0
		f := func(token ffiguard.Token, to *cByte, room uint64, size *cSize, e *cError) cStatus {
			if calls++; token != 7 {
				t.Error("a token: ", token)
			}
			return cNameOf(text, to, room, size, e)
		}
		if got, err := ffiguard.Text(h, f); err != nil || got != text {
			t.Errorf("%d: %d bytes, %v", size, len(got), err)
		}
		if most := 1 + size/1025; calls > 2 || calls > most {
			t.Errorf("%d: %d calls", size, calls)
		}
		if got, err := ffiguard.Bytes(h, f); err != nil || string(got) != text {
			t.Errorf("%d: %d bytes, %v", size, len(got), err)
		}
		p := make([]byte, size+1)
		if n, err := ffiguard.Fill(h, p, f); err != nil || string(p[:n]) != text {
			t.Errorf("%d: %d bytes, %v", size, n, err)
		}
		if size == 0 {
			continue
		}
		if n, err := ffiguard.Fill(h, p[:size-1], f); !errors.Is(err, ffiguard.ErrOverflow) || n != size || err.Error() != "no room" {
			t.Errorf("%d: %d bytes, %v", size, n, err)
		}
	}
}

// One that grows at every call would never be had by its exact size.
func TestATextThatGrowsAtEveryCallIsHadInTheEnd(t *testing.T) {
	text, calls := strings.Repeat("x", 2000), 0
	got, err := ffiguard.Text(nil, func(_ ffiguard.Token, to *cByte, room uint64, size *cSize, e *cError) cStatus {
		if calls++; calls > 100 {
			return cStatus(ffiguard.ErrUnsupported)
		}
		text += strings.Repeat("x", 100)
		return cNameOf(text, to, room, size, e)
	})
	if err != nil || got != text || calls > 4 {
		t.Errorf("%d bytes in %d calls, %v", len(got), calls, err)
	}
}

func TestATextThatGrowsBetweenTwoCallsIsAskedForAgain(t *testing.T) {
	text := strings.Repeat("x", 2000)
	got, err := ffiguard.Text(nil, func(_ ffiguard.Token, to *cByte, room uint64, size *cSize, e *cError) cStatus {
		defer func() {
			if len(text) < 10000 {
				text += text
			}
		}()
		return cNameOf(text, to, room, size, e)
	})
	if err != nil || got != text {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestAFailureHasNoText(t *testing.T) {
	fails := func(_ ffiguard.Token, to *cByte, room uint64, size *cSize, e *cError) cStatus {
		*size = 3
		copy(e.message[:], "none\x00")
		return cStatus(ffiguard.ErrForeign)
	}
	if got, err := ffiguard.Text(nil, fails); got != "" || !errors.Is(err, ffiguard.ErrForeign) || err.Error() != "none" {
		t.Errorf("%q, %v", got, err)
	}
	overflows := func(_ ffiguard.Token, to *cByte, room uint64, size *cSize, e *cError) cStatus {
		return cStatus(ffiguard.ErrOverflow) // of something else: the text has room
	}
	if got, err := ffiguard.Bytes(nil, overflows); got != nil || !errors.Is(err, ffiguard.ErrOverflow) || err.Error() != "overflow" {
		t.Errorf("%q, %v", got, err)
	}
	lies := func(_ ffiguard.Token, to *cByte, room uint64, size *cSize, e *cError) cStatus {
		*size = cSize(room + 1)
		return 0
	}
	if got, err := ffiguard.Text(nil, lies); got != "" || !errors.Is(err, ffiguard.ErrOverflow) {
		t.Errorf("%q, %v", got, err)
	}
}

// A text costs its string, and what is written to the caller's memory nothing.
func TestATextTakesTheMemoryOfItsStringOnly(t *testing.T) {
	h := ffiguard.NewHandle(7, func(ffiguard.Token) error { return nil })
	defer h.Close()
	text := strings.Repeat("x", 500)
	p := make([]byte, 500)
	f := func(_ ffiguard.Token, to *cByte, room uint64, size *cSize, e *cError) cStatus {
		return cNameOf(text, to, room, size, e)
	}
	if n := testing.AllocsPerRun(200, func() { ffiguard.Text(h, f) }); n != 1 {
		t.Errorf("%v allocations for a text", n)
	}
	if n := testing.AllocsPerRun(200, func() { ffiguard.Fill(h, p, f) }); n != 0 {
		t.Errorf("%v allocations for a text in the caller's memory", n)
	}
}

func TestWhatIsLentIsTheSameMemory(t *testing.T) {
	for _, text := range []string{"", "a\x00ä", strings.Repeat("x", 100000)} {
		v := ffiguard.LendText[cView](text)
		if v.data != (*cByte)(unsafe.StringData(text)) || v.size != uint64(len(text)) || ffiguard.CopyText(v) != text {
			t.Errorf("%.10q: %v", text, v)
		}
		p := []byte(text)
		if v := ffiguard.LendBytes[cView](p); v.data != ffiguard.Data[cByte](p) || string(ffiguard.CopyBytes(v)) != text {
			t.Errorf("%.10q: %v", text, v)
		}
		if ffiguard.TextData[cByte](text) != (*cByte)(unsafe.StringData(text)) || ffiguard.TextOver(p) != text {
			t.Errorf("%.10q", text)
		}
	}
	if ffiguard.Data[cByte](nil) != nil || ffiguard.CopyText(cView{}) != "" || ffiguard.First([]cSize(nil)) != nil {
		t.Error("something of nothing")
	}
	items := []cSize{3, 4}
	if got := ffiguard.Lent(ffiguard.First(items), int32(2)); &got[0] != &items[0] || got[1] != 4 {
		t.Error(got)
	}
}

func TestAStructOfAnotherSizeIsNoViewAndNoBuffer(t *testing.T) {
	for name, f := range map[string]func(){
		"LendText":  func() { ffiguard.LendText[[3]uint64]("x") },
		"CopyText":  func() { ffiguard.CopyText(uint64(1)) },
		"TakeText":  func() { ffiguard.TakeText(new(cView)) },
		"UseBuffer": func() { ffiguard.UseBuffer(new([5]uint64), func([]byte) error { return nil }) },
	} {
		func() {
			defer func() {
				if why := fmt.Sprint(recover()); !strings.Contains(why, "is wanted") {
					t.Errorf("%s: %s", name, why)
				}
			}()
			f()
		}()
	}
}
