// SPDX-License-Identifier: BSL-1.0

package events

import (
	"context"
	"testing"
)

// The work for an event from C++ to Go: naive is a bare callback of cgo for each, on the thread that has it.
// For the queue 1,024 are pushed, and read, in turn.
func BenchmarkEvent(b *testing.B) {
	b.Run("shim=naive", func(b *testing.B) {
		for left := b.N; left > 0; left -= 1024 {
			callEvents(min(left, 1024))
		}
	})
	b.Run("shim=ffiguard", func(b *testing.B) {
		events, err := openEvents()
		if err != nil {
			b.Fatal(err)
		}
		defer events.Close()
		b.ResetTimer()
		for left := b.N; left > 0; left -= 1024 {
			pushed := min(left, 1024)
			queueEvents(pushed)
			for pushed != 0 {
				batch, _, err := events.Next(context.Background())
				if err != nil {
					b.Fatal(err)
				}
				for i := range batch {
					eventSum += uint64(batch[i].value)
				}
				pushed -= len(batch)
			}
		}
	})
}

// The reader sleeps before each event: naive is one that holds a thread in C meanwhile, by x_wait.
func BenchmarkWakeUp(b *testing.B) {
	measure := func(b *testing.B, next func() int) {
		go func() { queueEvents(1) }()
		next()
		turn := make(chan bool)
		go func() {
			for range turn {
				queueEvents(1)
			}
		}()
		b.ResetTimer()
		for range b.N {
			turn <- true
			next()
		}
		close(turn)
	}
	b.Run("shim=naive", func(b *testing.B) {
		var into [256]event
		var count, lost uint64
		measure(b, func() int {
			for {
				drainEvents(into[:], &count, &lost)
				if count != 0 {
					return int(count)
				}
				waitForEvents()
			}
		})
	})
	b.Run("shim=ffiguard", func(b *testing.B) {
		events, err := openEvents()
		if err != nil {
			b.Fatal(err)
		}
		defer events.Close()
		measure(b, func() int {
			batch, _, err := events.Next(context.Background())
			if err != nil {
				b.Fatal(err)
			}
			return len(batch)
		})
	})
}
