// SPDX-License-Identifier: BSL-1.0

// Package readers reads what a process of C++ writes.
package readers

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// sample is the struct of cell_writer.cpp.
type sample struct {
	number, turned uint64
	steps          [10]int64
	half           float32
	_              [4]byte
}

func (s sample) whole() bool {
	good := s.turned == ^s.number && s.half == float32(s.number%65536)/2
	for i, step := range s.steps {
		good = good && step == int64(s.number)+int64(i)+1
	}
	return good
}

const offset = 64

// written is memory that a C++ process writes until the test ends.
func written(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	writer := filepath.Join(dir, "cell_writer")
	cxx := os.Getenv("CXX")
	if cxx == "" {
		cxx = "g++"
	}
	build := exec.Command(cxx, "-std=c++17", "-O2", "-I../../../include", "../../readers/cell_writer.cpp", "-o", writer)
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	path := filepath.Join(dir, "memory")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := file.Truncate(4096); err != nil {
		t.Fatal(err)
	}
	memory, err := syscall.Mmap(int(file.Fd()), 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ffiguard.AttachCell[sample](memory, offset); !errors.Is(err, ffiguard.ErrNotFound) {
		t.Error("before the writer came:", err)
	}
	command := exec.Command(writer, path)
	stop, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	says, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop.Close()
		if err := command.Wait(); err != nil {
			t.Error("the writer:", err)
		}
		syscall.Munmap(memory)
	})
	if n, err := says.Read(make([]byte, 16)); n == 0 {
		t.Fatal("the writer:", err)
	}
	return memory
}

func TestNoReaderSeesPartsOfTwoUpdates(t *testing.T) {
	memory := written(t)
	cell, err := ffiguard.AttachCell[sample](memory, offset)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 2 {
		all.Add(1)
		go func() {
			defer all.Done()
			var last uint64
			var changes int
			for changes < 2000 {
				s, err := cell.Read()
				if errors.Is(err, ffiguard.ErrInUse) {
					continue
				}
				if err != nil || !s.whole() || s.number < last {
					t.Errorf("after %d: %v, %v", last, s, err)
					return
				}
				if s.number != last {
					changes++
				}
				last = s.number
			}
		}()
	}
	all.Wait()
	if version := cell.Version(); version == 0 {
		t.Error("no version")
	}
}

func TestALayoutThatDiffersIsRefused(t *testing.T) {
	memory := written(t)
	_, err := ffiguard.AttachCell[[3]uint64](memory, offset)
	if !errors.Is(err, ffiguard.ErrWrongType) || !strings.Contains(err.Error(), "its value has 104 bytes, [3]uint64 has 24") {
		t.Error(err)
	}
	_, err = ffiguard.AttachCell[struct {
		text string
		rest [88]byte
	}](memory, offset)
	if !errors.Is(err, ffiguard.ErrInvalidArgument) {
		t.Error("a value that holds a pointer:", err)
	}
	for at, want := range map[int]ffiguard.Status{
		8: ffiguard.ErrInvalidArgument, 128: ffiguard.ErrNotFound, 4080: ffiguard.ErrOverflow,
		4097: ffiguard.ErrOverflow, -16: ffiguard.ErrOverflow,
	} {
		if _, err := ffiguard.AttachCell[sample](memory, at); !errors.Is(err, want) {
			t.Errorf("at %d: %v", at, err)
		}
	}
	if _, err := ffiguard.AttachCell[sample](nil, 0); !errors.Is(err, ffiguard.ErrNull) {
		t.Error(err)
	}
}
