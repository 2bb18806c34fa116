// SPDX-License-Identifier: BSL-1.0

package ffiguard

// #cgo noescape ffiguard_observe_level
// #cgo nocallback ffiguard_observe_level
// #include <ffiguard/ffiguard.h>
import "C"

import (
	"errors"
	"os"
	"sync/atomic"
)

// Level is how much is kept of the Handles that are open, and of what C++ holds. Below LevelRecord the stack of
// one opening in 128 is kept, and of one in 1,024 after the first 16,384 of a type, until one of it is abandoned.
type Level int32

const (
	LevelOff    Level = C.FFIGUARD_OBSERVE_OFF    // nothing
	LevelCount  Level = C.FFIGUARD_OBSERVE_COUNT  // how many of each type; the stacks of some, see below
	LevelSample Level = C.FFIGUARD_OBSERVE_SAMPLE // the same, and in C++ a record of one in 128
	LevelRecord Level = C.FFIGUARD_OBSERVE_RECORD // the stack of every opening, and in C++ a record of each
)

var levelNames = [...]string{"off", "count", "sample", "record"}

func (l Level) String() string {
	if l < LevelOff || l > LevelRecord {
		return "unknown level"
	}
	return levelNames[l]
}

var level atomic.Int32

func init() { level.Store(int32(levelNamed(os.Getenv("FFIGUARD_OBSERVE_LEVEL")))) }

// levelNamed reads the name as C++ does: what is unknown is count. At stack C++ keeps its stacks, too; Go
// has them at record.
func levelNamed(name string) Level {
	if name == "stack" {
		return LevelRecord
	}
	for l, known := range levelNames {
		if name == known {
			return Level(l)
		}
	}
	return LevelCount
}

// SetLevel is for Go and for all C++ in the process that is compiled with FFIGUARD_OBSERVE=1. It applies
// to what is opened from now on. A program begins with the level that FFIGUARD_OBSERVE_LEVEL in the
// environment names: off, count (the default), sample or record.
//
// ErrInvalidArgument for an unknown level. No error where no C++ is compiled for it.
func SetLevel(l Level) error {
	if l < LevelOff || l > LevelRecord {
		return &Error{Status: ErrInvalidArgument}
	}
	// Go before C++: a token that only C++ has a record of is then one that no Handle owns.
	level.Store(int32(l))
	err := Check(C.ffiguard_observe_level(C.uint32_t(l)), (*C.ffiguard_error)(nil))
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrUnsupported) {
		return nil
	}
	return err
}

// CurrentLevel is that of Go.
func CurrentLevel() Level { return Level(level.Load()) }
