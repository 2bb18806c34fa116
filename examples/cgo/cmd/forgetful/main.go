// SPDX-License-Identifier: BSL-1.0

// Forgetful opens 12 writers for each line of its standard input, closes 7, and forgets 5. It says so when
// the garbage collector has found them.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	zpress "example.invalid/ffiguard/examples/cgo"
	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func main() {
	ffiguard.OnAbandoned(func(ffiguard.Abandonment) {}) // they are what this program is for
	fmt.Println("ready")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		before := ffiguard.Observe().Abandoned
		for i := range 12 {
			if err := writeLine(i < 7); err != nil {
				fmt.Fprintln(os.Stderr, "forgetful:", err)
				os.Exit(1)
			}
		}
		for ffiguard.Observe().Abandoned < before+5 {
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
		fmt.Println("5 forgotten")
	}
}

func writeLine(andClose bool) error {
	writer, err := zpress.NewWriter(io.Discard, 6)
	if err != nil {
		return err
	}
	if _, err := writer.Write([]byte("line\n")); err != nil || !andClose {
		return err
	}
	return writer.Close()
}
