// SPDX-License-Identifier: BSL-1.0
package threads

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"runtime/pprof"
	"testing"
)

// fields calls visit for each field of a protobuf message: a number, or bytes.
func fields(message []byte, visit func(field, number uint64, bytes []byte)) {
	for len(message) > 0 {
		tag, n := binary.Uvarint(message)
		value, m := binary.Uvarint(message[n:])
		message = message[n+m:]
		switch tag & 7 {
		case 0:
			visit(tag>>3, value, nil)
		case 2:
			visit(tag>>3, 0, message[:value])
			message = message[value:]
		default:
			panic("no field of a profile")
		}
	}
}

// externalSamples counts the samples that Go took outside of its own code, and all, of profile.proto:
// samples have locations, these lines, these functions, and these names.
func externalSamples(t *testing.T, profile io.Reader) (count, all uint64) {
	unzipped, err := gzip.NewReader(profile)
	if err != nil {
		t.Fatal(err)
	}
	message, err := io.ReadAll(unzipped)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	functions := map[uint64]uint64{} // to its name
	locations := map[uint64]uint64{} // to the last of its functions
	fields(message, func(field, _ uint64, inner []byte) {
		switch field {
		case 4: // location
			var id, function uint64
			fields(inner, func(field, number uint64, line []byte) {
				if field == 1 {
					id = number
				} else if field == 4 {
					fields(line, func(field, number uint64, _ []byte) {
						if field == 1 {
							function = number
						}
					})
				}
			})
			locations[id] = function
		case 5: // function
			var id, name uint64
			fields(inner, func(field, number uint64, _ []byte) {
				if field == 1 {
					id = number
				} else if field == 2 {
					name = number
				}
			})
			functions[id] = name
		case 6:
			names = append(names, string(inner))
		}
	})
	fields(message, func(field, _ uint64, sample []byte) {
		if field != 2 {
			return
		}
		external := false
		var times []uint64 // how often it was taken, before the locations
		fields(sample, func(field, number uint64, packed []byte) {
			numbers := []uint64{number}
			if packed != nil {
				numbers = nil
				for len(packed) > 0 {
					one, n := binary.Uvarint(packed)
					numbers, packed = append(numbers, one), packed[n:]
				}
			}
			if field == 1 {
				for _, location := range numbers {
					external = external || names[functions[locations[location]]] == "runtime._ExternalCode"
				}
			} else if field == 2 {
				times = append(times, numbers...)
			}
		})
		all += times[0]
		if external {
			count += times[0]
		}
	})
	return count, all
}

// samplesOfAWorker has a worker compute for a second: 100 samples, if all are taken.
func samplesOfAWorker(t *testing.T, naive Naive) uint64 {
	var profile bytes.Buffer
	if err := pprof.StartCPUProfile(&profile); err != nil {
		t.Fatal(err)
	}
	err := workerComputes(naive, 1000)
	pprof.StopCPUProfile()
	if err != nil {
		t.Fatal(err)
	}
	count, all := externalSamples(t, &profile)
	t.Logf("naive %t: %d samples outside of Go, %d in all", naive, count, all)
	return count
}

func TestAProfileSeesTheWorkOfAWorker(t *testing.T) {
	// The kernel takes a sample at a tick of its clock, and a busy virtual machine loses ticks.
	count := uint64(0)
	for try := 0; try < 5 && count < 30; try++ {
		count += samplesOfAWorker(t, false)
	}
	if count < 30 {
		t.Errorf("the profile has %d samples of five seconds of work", count)
	}
	if count := samplesOfAWorker(t, true); count > 5 {
		t.Errorf("%d samples with SIGPROF blocked: this test proves nothing", count)
	}
}
