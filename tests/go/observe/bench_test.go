// SPDX-License-Identifier: BSL-1.0

package observe

import (
	"testing"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
	"example.invalid/ffiguard/examples/cgo/meter"
)

// What the levels cost where an open and a close are calls to C++.
func BenchmarkMeter(b *testing.B) {
	before := ffiguard.CurrentLevel()
	defer ffiguard.SetLevel(before)
	for l := ffiguard.LevelOff; l <= ffiguard.LevelRecord; l++ {
		b.Run(l.String(), func(b *testing.B) {
			if err := ffiguard.SetLevel(l); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				m, err := meter.New()
				if err != nil {
					b.Fatal(err)
				}
				if err := m.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
