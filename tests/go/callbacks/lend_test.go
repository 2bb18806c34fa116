// SPDX-License-Identifier: BSL-1.0
package callbacks

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

func TestLentForOneCall(t *testing.T) {
	for _, native := range []bool{false, true} {
		var kept lent
		err := receive(func(packet lent) {
			kept = packet
			to := make([]byte, 64)
			if n, status := packet.read(to, 0); status != readOK || string(to[:n]) != lentText {
				t.Errorf("native %t: %d, %q", native, status, to[:n])
			}
			if n, status := packet.read(to[:4], 2); status != readOK || string(to[:n]) != "text" {
				t.Errorf("native %t: %d, %q", native, status, to[:n])
			}
		}, native)
		if err != nil {
			t.Fatal(err)
		}
		to := make([]byte, 64)
		if n, status := kept.read(to, 0); status != readClosed || n != 0 || to[0] != 0 {
			t.Errorf("native %t: read after the call: %d, %d bytes", native, status, n)
		}
		if status := kept.release(); status != readClosed {
			t.Errorf("native %t: released after the call: %d", native, status)
		}
	}
	if n := liveLoans(); n != 0 {
		t.Error(n, "are live")
	}
}

func TestLentAndGivenBackInTheCall(t *testing.T) {
	err := receive(func(packet lent) {
		if status := packet.release(); status != readOK {
			t.Error("released:", status)
		}
		if _, status := packet.read(make([]byte, 4), 0); status != readClosed {
			t.Error("read:", status)
		}
	}, false)
	if err != nil {
		t.Error(err)
	}
}

// A goroutine that was started by a callback goes on reading after it.
func TestGoroutineKeepsWhatWasLent(t *testing.T) {
	var readers sync.WaitGroup
	var reads atomic.Int64
	for i := range 200 {
		started := make(chan bool)
		err := receive(func(packet lent) {
			for range 3 {
				readers.Add(1)
				go func() {
					defer readers.Done()
					to := make([]byte, 32)
					for first := true; ; first = false {
						n, status := packet.read(to, 0)
						if first {
							started <- status == readOK
						}
						if status == readClosed || status == readStale {
							return
						}
						reads.Add(1)
						if status != readOK || string(to[:n]) != lentText {
							t.Errorf("%d, %q", status, to[:n])
							return
						}
					}
				}()
			}
			for range 3 {
				if !<-started {
					t.Error("a read during the call was refused")
				}
			}
		}, i%2 == 0)
		if err != nil {
			t.Error(err)
		}
		if i%50 == 0 {
			runtime.GC()
		}
	}
	readers.Wait() // each was told
	if n := liveLoans(); n != 0 || reads.Load() < 600 {
		t.Error(n, "are live, after", reads.Load(), "reads")
	}
}

func TestLentUntilTheParentEnds(t *testing.T) {
	for range 20 {
		s, err := newStore()
		if err != nil {
			t.Fatal(err)
		}
		text, err := s.text()
		if err != nil {
			t.Fatal(err)
		}
		whole, err := text.copyAll()
		if err != nil {
			t.Fatal(err)
		}
		var ready, readers sync.WaitGroup
		for range 8 {
			ready.Add(1)
			readers.Add(1)
			go func() {
				defer readers.Done()
				to := make([]byte, 32)
				for first := true; ; first = false {
					n, status := text.read(to)
					if first {
						ready.Done()
					}
					if status == readClosed {
						return
					}
					if status != readOK || string(to[:n]) != lentText {
						t.Errorf("%d, %q", status, to[:n])
						return
					}
				}
			}()
		}
		ready.Wait()
		if err := s.release(); err != nil {
			t.Error(err)
		}
		readers.Wait()
		if whole != lentText {
			t.Errorf("the copy is %q", whole)
		}
		if _, err := s.text(); err == nil || err.Error() != "closed" {
			t.Error("lent by a closed store:", err)
		}
	}
	if n := liveLoans(); n != 0 {
		t.Error(n, "are live")
	}
}
