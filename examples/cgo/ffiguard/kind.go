// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"unsafe"
)

// kind is a type of resource, and what is counted of it.
type kind struct {
	key  kindKey
	name string

	opened    atomic.Uint64
	released  atomic.Uint64
	abandoned atomic.Uint64
	reported  atomic.Bool // an abandoned one of which the stack is not known
}

// isSampled reports whether the stack of the nth opening is kept below LevelRecord: one in 128 of
// the first 16,384 and if any was abandoned, else one in 1,024. Not every 128th: if two lines take
// turns, that would always be the same line.
func (k *kind) isSampled(n uint64) bool {
	mixed := n * 0x9E3779B97F4A7C15
	return mixed>>57 == 0 && (mixed>>54 == 0 || k.isSampledOften(n))
}

func (k *kind) isSampledOften(n uint64) bool { return n <= 1<<14 || k.abandoned.Load() != 0 }

// weight is how many openings the nth, a sampled one, stands for.
func (k *kind) weight(n uint64) uint64 {
	if k.isSampledOften(n) {
		return 128
	}
	return 1024
}

// live is at least 0, also while others count.
func (k *kind) live() uint64 {
	released := k.released.Load() // first
	return k.opened.Load() - released
}

// kindKey tells types apart, at no cost: by the table and type in the token, and by the code of the
// release function or the address of the type's name.
type kindKey struct {
	table uint64
	code  uintptr
}

const kindRoom = 1024

// kinds is a hash table from which nothing is removed. If there is no room, a kind is counted in
// otherKinds.
var (
	kinds      [kindRoom]atomic.Pointer[kind]
	otherKinds = kind{name: "(other types)"}
)

func kindOf(name string, token Token, release func(Token) error) *kind {
	key := kindKey{uint64(token) >> 40, **(**uintptr)(unsafe.Pointer(&release))}
	if name != "" {
		key.code = uintptr(unsafe.Pointer(unsafe.StringData(name)))
	}
	hash := (key.table ^ uint64(key.code)) * 0x9E3779B97F4A7C15 >> 54
	for i := range uint64(8) {
		at := &kinds[(hash+i)%kindRoom]
		k := at.Load()
		if k == nil {
			at.CompareAndSwap(nil, newKind(name, key))
			k = at.Load()
		}
		if k.key == key {
			return k
		}
	}
	return &otherKinds
}

// newKind names the type after the function that opened the first, if it has no name.
func newKind(name string, key kindKey) *kind {
	if name == "" {
		name = "(unknown)"
		var pcs [stackDepth]uintptr
		if opener := openedBy(pcs[:runtime.Callers(1, pcs[:])]); len(opener) != 0 {
			name = opener[0].Function[strings.LastIndexByte(opener[0].Function, '/')+1:]
		}
	}
	return &kind{key: key, name: name}
}

// allKinds calls visit for each that was ever opened.
func allKinds(visit func(*kind)) {
	for i := range kinds {
		if k := kinds[i].Load(); k != nil {
			visit(k)
		}
	}
	if otherKinds.opened.Load() != 0 {
		visit(&otherKinds)
	}
}

const stackDepth = 32

var constructor = reflect.TypeFor[Handle]().PkgPath() + ".NewHandle" // and NewHandleOf

// openedBy names the frames of a stack from the caller of NewHandle on. Done in the process,
// because even a stripped program knows its functions.
func openedBy(pcs []uintptr) []runtime.Frame { return framesBelow(constructor, pcs) }

func framesBelow(constructor string, pcs []uintptr) (named []runtime.Frame) {
	if len(pcs) == 0 {
		return nil
	}
	frames := runtime.CallersFrames(pcs)
	inside := true
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		switch {
		case strings.HasPrefix(frame.Function, constructor):
			inside = false
		case !inside && frame.Function != "runtime.goexit":
			named = append(named, frame)
		}
	}
	return named
}
