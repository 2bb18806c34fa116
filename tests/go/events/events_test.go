// SPDX-License-Identifier: BSL-1.0

package events

import (
	"context"
	"errors"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func limited(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// What threads push while a goroutine reads: in order, and each read or counted as lost.
func readTicks(t *testing.T, events *ffiguard.Events[tick]) {
	const threads, each = 4, 20000
	done := make(chan bool)
	go func() {
		pushTicks(threads, each)
		close(done)
	}()
	var next [threads]uint64
	var count, lost uint64
	ctx, cancel := context.WithCancel(limited(t))
	go func() {
		<-done
		cancel()
	}()
	add := func(batch []tick, missing uint64) {
		for _, one := range batch {
			if uint64(one.number) < next[one.from] || uint32(one.check) != uint32(one.from)^uint32(one.number) {
				t.Fatalf("%v behind %d", one, next[one.from])
			}
			next[one.from] = uint64(one.number) + 1
		}
		count += uint64(len(batch))
		lost += missing
	}
	for {
		batch, missing, err := events.Next(ctx)
		if errors.Is(err, context.Canceled) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		add(batch, missing)
	}
	rest, stop := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer stop()
	for batch, missing, err := events.Next(rest); err == nil; batch, missing, err = events.Next(rest) {
		add(batch, missing)
	}
	if count+lost != threads*each {
		t.Errorf("%d read, %d lost", count, lost)
	}
	if events.Lost() != lost {
		t.Errorf("lost: %d, and %d were told", events.Lost(), lost)
	}
}

func TestEachEventIsReadInOrderOrCountedAsLost(t *testing.T) {
	events := must[*ffiguard.Events[tick]](t)(openTicks())
	defer events.Close()
	readTicks(t, events)
}

func TestWithoutADescriptorEventsArePolled(t *testing.T) {
	events := must[*ffiguard.Events[tick]](t)(pollTicks())
	defer events.Close()
	readTicks(t, events)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(time.Millisecond, cancel)
	if _, _, err := events.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	time.AfterFunc(time.Millisecond, func() { events.Close() })
	if _, _, err := events.Next(context.Background()); !errors.Is(err, ffiguard.ErrClosed) {
		t.Error(err)
	}
}

func TestALoopOverAllGetsEachEventAndWhatWasLostBeforeIt(t *testing.T) {
	c := must[clock](t)(newClock())
	defer c.Close()
	for i := range uint64(4) {
		if err := c.push(i); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.push(9); !errors.Is(err, ffiguard.ErrOverflow) {
		t.Error(err)
	}
	var seen []uint64
	for event, lost := range c.events.All(limited(t)) {
		seen = append(seen, uint64(event.number), lost)
		if len(seen) == 4 {
			break
		}
	}
	if err := c.end(); err != nil {
		t.Error(err)
	}
	for event, lost := range c.events.All(limited(t)) { // the rest of the batch
		seen = append(seen, uint64(event.number), lost)
	}
	if !slices.Equal(seen, []uint64{0, 1, 1, 0, 2, 0, 3, 0}) {
		t.Error(seen)
	}
	if c.events.Err() != nil {
		t.Error(c.events.Err())
	}
	if err := c.push(1); !errors.Is(err, ffiguard.ErrClosed) {
		t.Error(err)
	}
}

// Each event is pushed when the reader has had the last one, and so sleeps or is about to.
func TestNoWakeUpIsLost(t *testing.T) {
	c := must[clock](t)(newClock())
	defer c.Close()
	ctx := limited(t)
	answer := make(chan uint64)
	go func() {
		defer close(answer)
		for event := range c.events.All(ctx) {
			answer <- uint64(event.number)
		}
	}()
	for i := range uint64(5000) {
		if err := c.push(i); err != nil {
			t.Fatal(err)
		}
		if got, ok := <-answer; !ok || got != i {
			t.Fatalf("%d after %d: %v", got, i, c.events.Err())
		}
	}
	c.end()
	if _, ok := <-answer; ok {
		t.Error("one more")
	}
}

func threads(t *testing.T) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("skipped: the threads of the process: ", err)
	}
	_, rest, _ := strings.Cut(string(status), "\nThreads:")
	line, _, _ := strings.Cut(rest, "\n")
	count, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	return count
}

func TestReadersThatWaitHoldNoThread(t *testing.T) {
	before := threads(t)
	const readers = 100
	var clocks []clock
	var all sync.WaitGroup
	for range readers {
		c := must[clock](t)(newClock())
		clocks = append(clocks, c)
		all.Add(1)
		go func() {
			defer all.Done()
			n := 0
			for range c.events.All(limited(t)) {
				n++
			}
			if n != 1 || c.events.Err() != nil {
				t.Errorf("%d events: %v", n, c.events.Err())
			}
		}()
	}
	time.Sleep(100 * time.Millisecond)
	if during := threads(t); during-before > readers/4 {
		t.Errorf("%d threads for %d readers", during-before, readers)
	}
	for _, c := range clocks {
		c.push(1)
	}
	for _, c := range clocks {
		c.end()
	}
	all.Wait()
	for _, c := range clocks {
		c.Close()
	}
}

func TestAContextEndsTheWaitAndTheNextOneWaitsAgain(t *testing.T) {
	c := must[clock](t)(newClock())
	defer c.Close()
	for range 200 {
		ctx, cancel := context.WithTimeout(context.Background(), 200*time.Microsecond)
		if _, _, err := c.events.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		cancel()
	}
	time.AfterFunc(time.Millisecond, func() { c.push(5) })
	if batch, _, err := c.events.Next(limited(t)); err != nil || len(batch) != 1 || batch[0].number != 5 {
		t.Error(batch, err)
	}
}

func TestWhoClosesTheObjectWakesItsReader(t *testing.T) {
	c := must[clock](t)(newClock())
	time.AfterFunc(5*time.Millisecond, func() { c.Close() })
	if _, _, err := c.events.Next(limited(t)); !errors.Is(err, ffiguard.ErrClosed) {
		t.Error(err)
	}
	other := must[clock](t)(newClock()) // maybe in the same slot
	defer other.Close()
	if _, _, err := c.events.Next(limited(t)); !errors.Is(err, ffiguard.ErrClosed) {
		t.Error(err)
	}
}

func TestWhoClosesTheEventsWakesItsReaderAndNobodyElse(t *testing.T) {
	c := must[clock](t)(newClock())
	defer c.Close()
	time.AfterFunc(5*time.Millisecond, func() { c.events.Close() })
	for range c.events.All(limited(t)) {
		t.Error("an event")
	}
	if err := c.events.Err(); err != nil {
		t.Error(err)
	}
	if err := c.events.Close(); err != nil {
		t.Error(err)
	}
	if err := c.push(1); err != nil { // the queue is open
		t.Error(err)
	}
}

func TestASecondReaderIsRefused(t *testing.T) {
	c := must[clock](t)(newClock())
	defer c.Close()
	c.push(1)
	for range c.events.All(limited(t)) {
		break
	}
	waits := make(chan bool)
	go func() {
		close(waits)
		c.events.Next(limited(t))
	}()
	<-waits
	for ctx := limited(t); ctx.Err() == nil; {
		short, cancel := context.WithTimeout(ctx, time.Millisecond)
		_, _, err := c.events.Next(short)
		cancel()
		if errors.Is(err, ffiguard.ErrInUse) {
			c.events.Close()
			return
		}
	}
	t.Error("two readers")
}

func TestWhoReadsWhileALoopIsInABatchIsRefused(t *testing.T) {
	c := must[clock](t)(newClock())
	defer c.Close()
	for i := range uint64(3) {
		c.push(i)
	}
	var seen []uint64
	for event := range c.events.All(limited(t)) {
		if seen = append(seen, uint64(event.number)); len(seen) == 1 {
			c.push(100)
			if batch, _, err := c.events.Next(limited(t)); !errors.Is(err, ffiguard.ErrInUse) {
				t.Error(batch, err)
			}
			func() {
				defer func() {
					if err, _ := recover().(error); !errors.Is(err, ffiguard.ErrInUse) {
						t.Error(err)
					}
				}()
				for event := range c.events.All(limited(t)) {
					t.Error("an event of a second loop: ", event)
				}
			}()
			other := make(chan error)
			go func() {
				_, _, err := c.events.Next(limited(t))
				other <- err
			}()
			if err := <-other; !errors.Is(err, ffiguard.ErrInUse) {
				t.Error(err)
			}
			c.end()
		}
	}
	if !slices.Equal(seen, []uint64{0, 1, 2, 100}) {
		t.Error(seen)
	}
}

func TestAfterAPanicOrGoexitTheLoopGoesOnWithTheNextEvent(t *testing.T) {
	c := must[clock](t)(newClock())
	defer c.Close()
	for i := range uint64(6) { // two are refused
		c.push(i)
	}
	c.end()
	var seen []uint64
	first := func(leave func()) {
		defer func() { recover() }()
		for event, lost := range c.events.All(limited(t)) {
			seen = append(seen, uint64(event.number), lost)
			leave()
		}
	}
	first(func() { panic("left") })
	ended := make(chan bool)
	go func() {
		defer close(ended)
		first(runtime.Goexit)
	}()
	<-ended
	first(func() {})
	if !slices.Equal(seen, []uint64{0, 2, 1, 0, 2, 0, 3, 0}) {
		t.Error(seen)
	}
}

func metrics(t *testing.T) string {
	var text strings.Builder
	if err := ffiguard.WriteMetrics(&text); err != nil {
		t.Error(err)
	}
	return text.String()
}

func TestAQueueWithANameIsInTheMetricsAndItsCountersNeverFall(t *testing.T) {
	events := must[*ffiguard.Events[tick]](t)(openTicks())
	events.Observe("the \"ticks\"", ticksQueued)
	tell := func(wants ...string) {
		t.Helper()
		text := metrics(t)
		for _, want := range wants {
			if !strings.Contains(text, want+"\n") {
				t.Errorf("no %s in\n%s", want, text)
			}
		}
	}
	pushTicks(1, 1024)
	tell("# TYPE ffiguard_event_queue_length gauge", `ffiguard_event_queue_length{side="go",queue="the \"ticks\""} 1024`)
	pushTicks(1, 10)
	var read int
	for read < 1024 {
		batch, _, err := events.Next(limited(t))
		if err != nil {
			t.Fatal(err)
		}
		read += len(batch)
	}
	c := must[clock](t)(newClock())
	defer c.Close()
	c.events.Observe("the \"ticks\"", func() uint64 { return 5 }) // of one name: added up
	tell(`ffiguard_event_queue_length{side="go",queue="the \"ticks\""} 5`,
		`ffiguard_events_read_total{side="go",queue="the \"ticks\""} 1024`,
		`ffiguard_events_lost_total{side="go",queue="the \"ticks\""} 10`)
	c.events.Close()
	events.Close()
	events.Observe("late", ticksQueued)
	tell(`ffiguard_event_queue_length{side="go",queue="the \"ticks\""} 0`,
		`ffiguard_events_read_total{side="go",queue="the \"ticks\""} 1024`,
		`ffiguard_events_lost_total{side="go",queue="the \"ticks\""} 10`)
	if text := metrics(t); strings.Contains(text, "late") {
		t.Error(text)
	}
}

func TestAQueueWhoseReaderIsCollectedLeavesTheMetrics(t *testing.T) {
	c := must[clock](t)(newClock())
	defer c.Close()
	c.events.Observe("lost", func() uint64 { return 5 })
	c.events = nil
	for end := time.Now().Add(20 * time.Second); strings.Contains(metrics(t), `queue="lost"} 5`); {
		if time.Now().After(end) {
			t.Fatal(metrics(t))
		}
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
}

func isOpen(descriptor int) bool {
	var stat syscall.Stat_t
	return syscall.Fstat(descriptor, &stat) == nil
}

func TestEventsOfAnotherSizeOrWithPointersAreRefused(t *testing.T) {
	_, descriptor, err := openWrong[[24]byte]()
	if !errors.Is(err, ffiguard.ErrWrongType) || !strings.Contains(err.Error(), "16 bytes, [24]uint8 has 24") {
		t.Error(err)
	}
	if isOpen(descriptor) {
		t.Error("the descriptor is open")
	}
	if _, _, err := openWrong[struct{ a, b *int }](); !errors.Is(err, ffiguard.ErrInvalidArgument) {
		t.Error(err)
	}
	events, _, err := openWrong[[2]uint64]()
	if err != nil || unsafe.Sizeof(tick{}) != 16 {
		t.Error(err)
	}
	events.Close()
}

func TestNextNeedsNoMemoryWhereEventsAreThere(t *testing.T) {
	c := must[clock](t)(newClock())
	defer c.Close()
	ctx := limited(t)
	push := func() { c.push(1) }
	alone := testing.AllocsPerRun(100, push)
	c.events.Next(ctx)
	if both := testing.AllocsPerRun(100, func() { push(); c.events.Next(ctx) }); both > alone {
		t.Errorf("%v allocations, a push alone has %v", both, alone)
	}
}
