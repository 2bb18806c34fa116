// SPDX-License-Identifier: BSL-1.0

package ffitest_test

import (
	"fmt"
	"testing"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
	"example.invalid/ffiguard/examples/cgo/ffiguard/ffitest"
)

// failures stands for the *testing.T of a test, which an example has not.
type failures struct{ testing.TB }

func (failures) Helper()               {}
func (failures) Errorf(string, ...any) { fmt.Println("the test fails") }

func ExampleNoLeaks() {
	var t failures
	open := func() *ffiguard.Handle { return ffiguard.NewHandle(1, func(ffiguard.Token) error { return nil }) }

	ffitest.NoLeaks(t, func() { open().Close() })
	var left *ffiguard.Handle
	ffitest.NoLeaks(t, func() { left = open() })
	left.Close()
	// Output: the test fails
}

func ExampleUnchanged() {
	var t failures
	ffitest.Unchanged(t, func() {
		// Calls of the shim.
	})
	fmt.Println("the thread is as it was")
	// Output: the thread is as it was
}
