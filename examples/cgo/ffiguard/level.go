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

// Level is how much is recorded about open Handles, and about what C++ holds. Below LevelRecord the
// stack of one opening in 128 is kept, and of one in 1,024 after the first 16,384 of a type, until
// one of that type is abandoned.
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

// levelNamed reads the name as C++ does: an unknown name is count. At stack C++ keeps its stacks,
// too; Go has them at record.
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

// SetLevel sets the level of Go and of all C++ in the process that is compiled with
// FFIGUARD_OBSERVE=1, for resources that are opened from now on. A program begins with the level in
// FFIGUARD_OBSERVE_LEVEL of the environment: off, count (the default), sample or record.
//
// Fails with ErrInvalidArgument for an unknown level. No error if no C++ is compiled for it.
func SetLevel(l Level) error {
	if l < LevelOff || l > LevelRecord {
		return &Error{Status: ErrInvalidArgument}
	}
	// Go before C++: so if only C++ has a record of a token, no Handle owns it.
	level.Store(int32(l))
	err := Check(C.ffiguard_observe_level(C.uint32_t(l)), (*C.ffiguard_error)(nil))
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrUnsupported) {
		return nil
	}
	return err
}

// CurrentLevel is that of Go.
func CurrentLevel() Level { return Level(level.Load()) }
