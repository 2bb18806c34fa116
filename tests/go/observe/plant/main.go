// SPDX-License-Identifier: BSL-1.0

// Command plant leaves 7 statements of SQLite open at one line, abandons 5 meters at another, has C++ report 4
// violations and leave 2 objects in a queue. It writes what every part of the observation says of them into
// the directory that it is given. With a second argument it begins when a line comes in, says when it has
// planted all, and ends when its input does: for a tracer of the live process. With "crash" it crashes in C++.
package main

/*
#cgo CPPFLAGS: -I${SRCDIR}/../../../../include
#cgo CXXFLAGS: -std=c++17
#include <ffiguard/ffiguard.h>

void plant_violation(void);
void plant_queued(void);
ffiguard_token plant_sensor(void);
ffiguard_status plant_crash(ffiguard_token token, ffiguard_error *err);
*/
import "C"

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
	"example.invalid/ffiguard/examples/cgo/meter"
	"example.invalid/ffiguard/examples/cgo/sqlite"
)

var kept []*sqlite.Stmt

//go:noinline
func leak(db *sqlite.DB) {
	s, err := db.Prepare("select value from reading where id = ?") // LEAK
	must(err)
	kept = append(kept, s)
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
	if dir == "crash" {
		token := C.plant_sensor()
		fmt.Printf("%#x\n", token)
		C.plant_crash(token, nil)
	}
	waits := len(os.Args) > 2
	input := bufio.NewReader(os.Stdin)
	if waits {
		fmt.Println("ready")
		input.ReadString('\n')
	}
	must(ffiguard.TimeCalls(true))
	db, err := sqlite.Open(":memory:")
	must(err)
	must(db.Exec(context.Background(), "create table reading (id integer primary key, value real)"))
	write(dir, "before.pb.gz", ffiguard.Live, 0)
	for range 7 {
		leak(db)
	}
	for range 4 {
		C.plant_violation()
	}
	C.plant_queued()
	for range 5 {
		abandon()
	}
	for range 20 {
		closeOne()
	}
	for end := time.Now().Add(30 * time.Second); ffiguard.Observe().Live != 8; time.Sleep(time.Millisecond) {
		runtime.GC()
		if time.Now().After(end) {
			panic(fmt.Sprintf("%+v", ffiguard.Observe()))
		}
	}
	write(dir, "live.pb.gz", ffiguard.Live, 0)
	write(dir, "abandoned.pb.gz", ffiguard.Abandoned, 0)
	write(dir, "live.txt", ffiguard.Live, 1)
	write(dir, "abandoned.txt", ffiguard.Abandoned, 1)
	write(dir, "live_folded.txt", ffiguard.Live, 2)

	stats, err := os.Create(filepath.Join(dir, "stats.json"))
	must(err)
	must(json.NewEncoder(stats).Encode(ffiguard.Observe()))
	calls, err := os.Create(filepath.Join(dir, "calls.json"))
	must(err)
	must(json.NewEncoder(calls).Encode(ffiguard.Calls()))
	metrics, err := os.Create(filepath.Join(dir, "metrics.txt"))
	must(err)
	must(ffiguard.WriteMetrics(metrics))

	writeFd(dir, "report.txt", func(fd C.int32_t) C.ffiguard_status { return C.ffiguard_observe_report(fd) })
	writeFd(dir, "held.jsonl", func(fd C.int32_t) C.ffiguard_status {
		return C.ffiguard_observe_lines(fd, C.FFIGUARD_LINES_JSON)
	})
	writeFd(dir, "folded.txt", func(fd C.int32_t) C.ffiguard_status {
		return C.ffiguard_observe_lines(fd, C.FFIGUARD_LINES_FOLDED)
	})
	if waits {
		fmt.Println("planted")
		input.ReadString('\n')
	}
	runtime.KeepAlive(kept)
	runtime.KeepAlive(db)
}

func write(dir, name string, p *ffiguard.Profile, debug int) {
	f, err := os.Create(filepath.Join(dir, name))
	must(err)
	must(p.WriteTo(f, debug))
	must(f.Close())
}

func writeFd(dir, name string, tell func(fd C.int32_t) C.ffiguard_status) {
	f, err := os.Create(filepath.Join(dir, name))
	must(err)
	must(ffiguard.Check(tell(C.int32_t(f.Fd())), (*C.ffiguard_error)(nil)))
	must(f.Close())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
