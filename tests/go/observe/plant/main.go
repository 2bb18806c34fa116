// SPDX-License-Identifier: BSL-1.0

// Command plant leaves 7 meters open at one line, abandons 5 at another, and writes what every part of
// the observation says of them into the directory that it is given.
package main

/*
#cgo CPPFLAGS: -I${SRCDIR}/../../../../include
#include <ffiguard/ffiguard.h>
*/
import "C"

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
	"example.invalid/ffiguard/examples/cgo/meter"
)

var kept []*meter.Meter

//go:noinline
func leak() {
	m, err := meter.New() // LEAK
	must(err)
	kept = append(kept, m)
}

//go:noinline
func abandon() {
	m, err := meter.New() // ABANDON
	must(err)
	must(m.Add(1))
}

//go:noinline
func closeOne() {
	m, err := meter.New()
	must(err)
	must(m.Close())
}

func main() {
	dir := os.Args[1]
	must(ffiguard.TimeCalls(true))
	write(dir, "before.pb.gz", ffiguard.Live, 0)
	for range 7 {
		leak()
	}
	for range 5 {
		abandon()
	}
	for range 20 {
		closeOne()
	}
	for end := time.Now().Add(30 * time.Second); ffiguard.Observe().Live != 7; time.Sleep(time.Millisecond) {
		runtime.GC()
		if time.Now().After(end) {
			panic(fmt.Sprintf("%+v", ffiguard.Observe()))
		}
	}
	write(dir, "live.pb.gz", ffiguard.Live, 0)
	write(dir, "abandoned.pb.gz", ffiguard.Abandoned, 0)
	write(dir, "live.txt", ffiguard.Live, 1)
	write(dir, "abandoned.txt", ffiguard.Abandoned, 1)

	stats, err := os.Create(filepath.Join(dir, "stats.json"))
	must(err)
	must(json.NewEncoder(stats).Encode(ffiguard.Observe()))
	calls, err := os.Create(filepath.Join(dir, "calls.json"))
	must(err)
	must(json.NewEncoder(calls).Encode(ffiguard.Calls()))
	metrics, err := os.Create(filepath.Join(dir, "metrics.txt"))
	must(err)
	must(ffiguard.WriteMetrics(metrics))

	report, err := os.Create(filepath.Join(dir, "report.txt"))
	must(err)
	must(ffiguard.Check(C.ffiguard_observe_report(C.int32_t(report.Fd())), (*C.ffiguard_error)(nil)))
	runtime.KeepAlive(kept)
}

func write(dir, name string, p *ffiguard.Profile, debug int) {
	f, err := os.Create(filepath.Join(dir, name))
	must(err)
	must(p.WriteTo(f, debug))
	must(f.Close())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
