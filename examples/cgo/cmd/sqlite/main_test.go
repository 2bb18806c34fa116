// SPDX-License-Identifier: BSL-1.0

package main

import "testing"

func TestTheProgramDoesWhatItSays(t *testing.T) {
	keys := 0
	if err := run(t.TempDir(), 2000, func(string, any) { keys++ }); err != nil {
		t.Error(err)
	}
	if keys != 10 {
		t.Error(keys)
	}
}
