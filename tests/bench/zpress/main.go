// SPDX-License-Identifier: BSL-1.0

// Zpress_go compresses SIZE bytes of text in all, by one goroutine or several, with Go's own gzip or
// with zpress, for SECONDS at least: zpress_go gzip|zpress SIZE THREADS SECONDS. It prints ns a run
// and the peak of the process in kB.
package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	zpress "example.invalid/ffiguard/examples/cgo"
)

func text() []byte {
	var b []byte
	for i := uint32(0); len(b) < 1<<20; i++ {
		b = fmt.Appendf(b, "line %d: a token is %x\n", i, i*i*2654435761)
	}
	return b[:1<<20]
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "zpress_go:", err)
		os.Exit(1)
	}
}

func open(side string) (io.WriteCloser, error) {
	if side == "gzip" {
		return gzip.NewWriterLevel(io.Discard, 6)
	}
	return zpress.NewWriter(io.Discard, 6)
}

func compress(side string, block []byte, size int) {
	z, err := open(side)
	must(err)
	for size > 0 {
		n, err := z.Write(block[:min(size, len(block))])
		must(err)
		size -= n
	}
	must(z.Close())
}

func main() {
	side := os.Args[1]
	size, err := strconv.Atoi(os.Args[2])
	must(err)
	threads, err := strconv.Atoi(os.Args[3])
	must(err)
	seconds, err := strconv.ParseFloat(os.Args[4], 64)
	must(err)
	block := text()
	all := func() {
		var group sync.WaitGroup
		for range threads {
			group.Add(1)
			go func() {
				defer group.Done()
				compress(side, block, size/threads)
			}()
		}
		group.Wait()
	}
	if size <= 1<<20 {
		all()
	}
	begin, runs := time.Now(), 0
	for runs == 0 || time.Since(begin).Seconds() < seconds {
		all()
		runs++
	}
	took := time.Since(begin)
	var used syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	fmt.Println(took.Nanoseconds()/int64(runs), used.Maxrss)
}
