// SPDX-License-Identifier: BSL-1.0

package misuse

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"
	"unsafe"
)

// forged is the answer to a number made from that of an open counter, used and closed.
func forged(from func(h handle) uint64) string {
	h := counter()
	defer h.close()
	n := from(h)
	if n == uint64(h) {
		return "the same number"
	}
	used, closed := say(add(handle(n))), say(handle(n).close())
	if !refusals[used] || !refusals[closed] {
		return fmt.Sprintf("use: %s, close: %s", used, closed)
	}
	if n, err := h.add(0); err != nil || n != 100 {
		return fmt.Sprintf("the open one counts %d, %v", n, err)
	}
	return "refused"
}

var refusals = map[string]bool{"null": true, "malformed": true, "stale": true, "wrong table": true,
	"wrong type": true, "closed": true}

// each is the first answer of many numbers that is not "refused".
func each(count int, from func(h handle, i int) uint64) string {
	for i := range count {
		if s := forged(func(h handle) uint64 { return from(h, i) }); s != "refused" {
			return s
		}
	}
	return "refused"
}

var onHeap = new([8]int64)

var tokens = []misuse{
	{area: "token", title: "0", want: "null", run: func() string { return say(add(0)) }},
	{area: "token", title: "-1", want: "refused", run: func() string {
		return forged(func(handle) uint64 { return 1<<64 - 1 })
	}},
	{area: "token", title: "1, as of a counter that starts there", want: "refused", run: func() string {
		return forged(func(handle) uint64 { return 1 })
	}},
	{area: "token", title: "1,000 random numbers", want: "refused", run: func() string {
		return each(1000, func(handle, int) uint64 { return rand.Uint64() })
	}},
	{area: "token", title: "the address of a Go variable", want: "refused", run: func() string {
		return forged(func(handle) uint64 { return uint64(uintptr(unsafe.Pointer(onHeap))) })
	}},
	{area: "token", title: "each bit of a good one turned over", want: "refused", run: func() string {
		return each(64, func(h handle, bit int) uint64 { return uint64(h) ^ 1<<bit })
	}},
	{area: "token", title: "cut to 32 bits", want: "refused", run: func() string {
		return forged(func(h handle) uint64 { return uint64(uint32(h)) })
	}},
	{area: "token", title: "cut to 32 bits and sign-extended", want: "refused", run: func() string {
		return forged(func(h handle) uint64 { return uint64(int64(int32(h))) })
	}},
	{area: "token", title: "its halves swapped", want: "refused", run: func() string {
		return forged(func(h handle) uint64 { return bits.RotateLeft64(uint64(h), 32) })
	}},
	{area: "token", title: "its bytes in the other order", want: "refused", run: func() string {
		return forged(func(h handle) uint64 { return bits.ReverseBytes64(uint64(h)) })
	}},
	{area: "token", title: "sent through JSON as a number (float64)", want: "refused", run: func() string {
		first := counter() // the second one's number has more digits
		defer first.close()
		return forged(func(h handle) (back uint64) {
			var number any // a float64
			text, _ := json.Marshal(uint64(h))
			json.Unmarshal(text, &number)
			return uint64(number.(float64))
		})
	}},
	{area: "token", title: "off by one, both ways", want: "refused", run: func() string {
		return each(2, func(h handle, i int) uint64 { return uint64(h) + uint64(2*i) - 1 })
	}},
	{area: "token", title: "off by a word, both ways", want: "refused", run: func() string {
		return each(2, func(h handle, i int) uint64 { return uint64(h) + uint64(16*i) - 8 })
	}},
	{area: "token", title: "a guess: what the same place gives next", want: "refused", run: func() string {
		return forged(func(h handle) uint64 { return uint64(h) + 2<<22 })
	}},
	{area: "token", title: "of another type", want: "wrong type", run: func() string {
		word := []byte("word\x00")
		other, err := openText(unsafe.Pointer(&word[0]), 4)
		if err != nil {
			return say(err)
		}
		defer other.closeText()
		return say(add(other))
	}},
	{area: "token", title: "of another table with the same type", want: "wrong table", run: func() string {
		other, err := openOther(1)
		if err != nil {
			return say(err)
		}
		defer other.closeOther()
		return say(add(other))
	}},
	{area: "token", title: "of another run of the program", want: "refused", run: func() string {
		return forged(func(h handle) uint64 {
			for {
				n := ofAnotherRun()
				if naive || n>>48 != uint64(h)>>48 { // one run in 65,535 has the same number for its table
					return n
				}
			}
		})
	}},
	{area: "token", title: "a pointer into C memory that the program was given", want: "refused", run: func() string {
		word := []byte("word\x00")
		t, err := openText(unsafe.Pointer(&word[0]), 4)
		if err != nil {
			return say(err)
		}
		defer t.closeText()
		var b buffer
		if err := t.text(&b); err != nil {
			return say(err)
		}
		defer release(&b)
		return forged(func(handle) uint64 { return uint64(uintptr(b.data)) })
	}},
}

// TestTokenOfThisRun prints a token.
func TestTokenOfThisRun(t *testing.T) {
	if os.Getenv("FFIGUARD_TOKEN") == "" {
		t.SkipNow()
	}
	choose(os.Getenv("FFIGUARD_NAIVE") == "true")
	h := counter()
	fmt.Printf("token: %d.\n", h)
	h.close()
}

var tokenLine = regexp.MustCompile(`token: (\d+)\.`)

func ofAnotherRun() uint64 {
	output, _ := child(60*time.Second, "TestTokenOfThisRun", "FFIGUARD_TOKEN=1", "FFIGUARD_MISUSE=")
	found := tokenLine.FindStringSubmatch(output)
	if found == nil {
		panic("the other run gave no token: " + output)
	}
	n, _ := strconv.ParseUint(found[1], 10, 64)
	return n
}
