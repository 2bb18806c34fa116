// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"sync"
	"time"
)

// releases runs the releases of abandoned objects.
var releases releaseLine

// A goroutine that is in C for a while uses up a thread, and Go ends a program that has 10,000
// (runtime/debug.SetMaxThreads). With a goroutine for each object, that would happen if a
// collection finds many objects whose releases wait for each other.
const maxReleasing = 16

// Running releases may wait for an object that is still in the line. If none of them has ended for
// stuckFor, the number of goroutines doubles.
const (
	maxStuck = 2048
	stuckFor = time.Second
)

type releaseLine struct {
	mu        sync.Mutex
	waiting   []func()
	releasing int // goroutines
	begun     int // releases
	watched   bool
}

// add never waits.
func (l *releaseLine) add(release func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = append(l.waiting, release)
	if l.releasing < maxReleasing {
		l.more(1)
	} else if !l.watched {
		l.watched = true
		l.watch()
	}
}

func (l *releaseLine) more(n int) {
	l.releasing += n
	for range n {
		go l.run()
	}
}

func (l *releaseLine) watch() {
	before := l.begun
	time.AfterFunc(stuckFor, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.watched = len(l.waiting) != 0; !l.watched {
			return
		}
		if l.begun == before {
			l.more(min(l.releasing, maxStuck-l.releasing))
		}
		l.watch()
	})
}

func (l *releaseLine) run() {
	ended := false
	defer func() {
		if !ended { // by runtime.Goexit in a release
			go l.run()
		}
	}()
	for release := l.next(); release != nil; release = l.next() {
		release()
	}
	ended = true
}

// next returns nil to a goroutine that must end.
func (l *releaseLine) next() func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.begun++
	if len(l.waiting) == 0 {
		l.waiting = nil
		l.releasing--
		return nil
	}
	release := l.waiting[0]
	l.waiting[0] = nil
	l.waiting = l.waiting[1:]
	return release
}
