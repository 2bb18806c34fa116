// SPDX-License-Identifier: BSL-1.0

package zpress

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// For FFIGUARD_STRESS_SECONDS, or one.
func TestStress(t *testing.T) {
	seconds, err := strconv.Atoi(os.Getenv("FFIGUARD_STRESS_SECONDS"))
	if err != nil {
		seconds = 1
	}
	end := time.Now().Add(time.Duration(seconds) * time.Second)
	opened, released, live := Opened(), Released(), Live()
	data := random(100_000)

	var all sync.WaitGroup
	for range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for time.Now().Before(end) && !t.Failed() {
				p := data[:rand.IntN(len(data))]
				closeTwice(t, p)
				closeDuringCompress(t, p)
				abandon(t, p)
				if Live() > live+200 {
					runtime.GC() // it sees the small Writers only, and would be late
				}
			}
		}()
	}
	all.Wait()

	collect(live)
	opened, released, live = Opened()-opened, Released()-released, Live()-live
	fmt.Printf("opened=%d released=%d live=%d\n", opened, released, live)
	if opened == 0 || released != opened || live != 0 {
		t.Error("not every stream was released once")
	}
}

func closeTwice(t *testing.T, p []byte) {
	w, err := NewWriter(io.Discard, 6)
	if err != nil {
		t.Error(err)
		return
	}
	_, err = w.Write(p)
	want(t, err, nil)
	want(t, w.Close(), nil)
	want(t, w.Close(), nil)
	_, err = w.Write(p)
	want(t, err, ffiguard.ErrClosed)
}

func closeDuringCompress(t *testing.T, p []byte) {
	s, err := Open(1)
	want(t, err, nil)
	other := make(chan error)
	go func() { other <- s.Close() }()
	want(t, s.Compress(p, io.Discard), nil, ffiguard.ErrClosed, ffiguard.ErrStale)
	mine, others := s.Close(), <-other
	if (mine == nil) == (others == nil) {
		t.Errorf("two closers were answered %v and %v", mine, others)
	}
	want(t, mine, nil, ffiguard.ErrClosed, ffiguard.ErrStale)
	want(t, others, nil, ffiguard.ErrClosed, ffiguard.ErrStale)
}

func abandon(t *testing.T, p []byte) {
	w, err := NewWriter(io.Discard, 1)
	if err != nil {
		t.Error(err)
		return
	}
	_, err = w.Write(p)
	want(t, err, nil)
}
