// SPDX-License-Identifier: BSL-1.0

package meter

import (
	"errors"
	"sync"
	"testing"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func TestAMeterIsUsedAndClosedOnce(t *testing.T) {
	m, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []float64{1, 3} {
		if err := m.Add(value); err != nil {
			t.Fatal(err)
		}
	}
	if mean, err := m.Mean(); err != nil || mean != 2 {
		t.Fatal(mean, err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); !errors.Is(err, ffiguard.ErrClosed) {
		t.Fatal(err)
	}
	if _, err := m.Mean(); !errors.Is(err, ffiguard.ErrClosed) {
		t.Fatal(err)
	}
	if Live() != 0 {
		t.Fatal("not released:", Live())
	}
}

func TestAGoroutineThatComesInBetweenIsToldSo(t *testing.T) {
	m, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for done := 0; done < 1000; {
				switch err := m.Add(1); {
				case err == nil:
					done++
				case !errors.Is(err, ffiguard.ErrInUse):
					t.Error(err)
					return
				}
			}
		}()
	}
	all.Wait()
	if mean, err := m.Mean(); err != nil || mean != 1 {
		t.Fatal(mean, err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAMethodTakesNoMemory(t *testing.T) {
	m, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if n := testing.AllocsPerRun(1000, func() {
		if _, err := m.Mean(); err != nil {
			t.Error(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a call", n)
	}
}
