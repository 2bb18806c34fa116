// SPDX-License-Identifier: BSL-1.0

// Command soak works with SQLite for so many seconds while everything that is open is recorded. At the
// end nothing may be open that was not at the start, no record dropped, and the memory flat.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
	"example.invalid/ffiguard/examples/cgo/sqlite"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// work opens, uses and closes a database with statements, and leaves one statement to the collector.
func work(round int) {
	ctx := context.Background()
	db, err := sqlite.Open(":memory:")
	must(err)
	_, err = db.Prepare("select 1") // abandoned
	must(err)
	must(db.Exec(ctx, "create table t(n, s)"))
	insert, err := db.Prepare("insert into t values(?, ?)")
	must(err)
	for i := range 20 {
		must(insert.Exec(ctx, i, fmt.Sprint("text ", round, i)))
	}
	must(insert.Close())
	query, err := db.Prepare("select n, s from t")
	must(err)
	for _, err := range query.Query(ctx) {
		must(err)
	}
	must(query.Close())
	must(db.CloseAll())
}

// inStatus reads a number of /proc/self/status.
func inStatus(name string) int {
	text, err := os.ReadFile("/proc/self/status")
	must(err)
	for _, line := range strings.Split(string(text), "\n") {
		if value, found := strings.CutPrefix(line, name+":"); found {
			n, err := strconv.Atoi(strings.Fields(value)[0])
			must(err)
			return n
		}
	}
	panic("no " + name)
}

func residentKB() int { return inStatus("VmRSS") }

// settled waits until the collector has released what was abandoned.
func settled() ffiguard.Stats {
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		runtime.GC()
		if now := ffiguard.Observe(); now.Live == 0 || time.Now().After(end) {
			return now
		}
	}
}

func main() {
	seconds, err := strconv.Atoi(os.Args[1])
	must(err)
	must(ffiguard.SetLevel(ffiguard.LevelRecord))
	ffiguard.OnAbandoned(nil)
	until := func(end time.Time) (rounds int) {
		var all sync.WaitGroup
		var mu sync.Mutex
		for range 4 {
			all.Add(1)
			go func() {
				defer all.Done()
				n := 0
				for ; time.Now().Before(end); n++ {
					work(n)
				}
				mu.Lock()
				defer mu.Unlock()
				rounds += n
			}()
		}
		all.Wait()
		return rounds
	}
	until(time.Now().Add(time.Duration(seconds) * time.Second / 2)) // to its size
	settled()
	before, threads := residentKB(), inStatus("Threads")
	rounds := until(time.Now().Add(time.Duration(seconds) * time.Second))
	now := settled()
	grown := residentKB() - before
	fmt.Printf("go, sqlite: %d rounds in %d s, %d opened, %d abandoned, %d left open, %d dropped, memory %+d KB, threads %d to %d\n",
		rounds, seconds, now.Opened, now.Abandoned, now.Live, now.Dropped, grown, threads, inStatus("Threads"))
	failed := now.Live != 0 || now.Dropped != 0 || grown > 16<<10
	for _, cpp := range now.Cpp {
		if cpp.Live != 0 {
			fmt.Printf("C++ holds %d of %s\n", cpp.Live, cpp.Type)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}
