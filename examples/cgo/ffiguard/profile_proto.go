// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"bytes"
	"encoding/binary"
	"os"
	"strconv"
	"strings"
	"time"
)

// message is a protocol buffer that is being written.
type message []byte

func (m *message) number(field int, value uint64) {
	if value != 0 {
		*m = binary.AppendUvarint(binary.AppendUvarint(*m, uint64(field)<<3), value)
	}
}

func (m *message) bytes(field int, value []byte) {
	*m = binary.AppendUvarint(binary.AppendUvarint(*m, uint64(field)<<3|2), uint64(len(value)))
	*m = append(*m, value...)
}

func (m *message) packed(field int, values ...uint64) {
	var all message
	for _, value := range values {
		all = binary.AppendUvarint(all, value)
	}
	m.bytes(field, all)
}

// profileWriter writes github.com/google/pprof/proto/profile.proto; the numbers are those of its fields.
type profileWriter struct {
	out       message
	strings   map[string]uint64
	functions map[[2]string]uint64
	locations map[locationKey]uint64
	mappings  []mapping
}

type locationKey struct {
	function, file string
	line           int
	address        uint64
}

// sampleType is one of the values that each sample has.
type sampleType struct {
	name, unit string
	of         func(Held) uint64
}

func encodeProfile(types []sampleType, all []Held, now time.Time) []byte {
	w := profileWriter{strings: map[string]uint64{}, functions: map[[2]string]uint64{},
		locations: map[locationKey]uint64{}, mappings: mappingsNow()}
	w.text("") // the first has to be that
	for _, each := range types {
		w.out.bytes(1, w.valueType(each.name, each.unit))
	}
	for _, one := range all {
		w.sample(types, one)
	}
	w.out.number(9, uint64(now.UnixNano()))
	w.out.bytes(11, w.valueType("objects", "count"))
	w.out.number(12, 1)
	for i, one := range w.mappings {
		w.mapping(uint64(i+1), one)
	}
	w.out.number(14, w.text(types[0].name))
	texts := make([]string, len(w.strings))
	for text, at := range w.strings {
		texts[at] = text
	}
	for _, text := range texts {
		w.out.bytes(6, []byte(text))
	}
	return w.out
}

func (w *profileWriter) text(s string) uint64 {
	at, known := w.strings[s]
	if !known {
		at = uint64(len(w.strings))
		w.strings[s] = at
	}
	return at
}

func (w *profileWriter) valueType(name, unit string) (m message) {
	m.number(1, w.text(name))
	m.number(2, w.text(unit))
	return m
}

func (w *profileWriter) sample(types []sampleType, one Held) {
	var stack []uint64
	if one.Cpp != "" {
		stack = append(stack, w.location(locationKey{function: one.Cpp, address: one.cppPlace}))
	}
	for _, frame := range one.Stack {
		stack = append(stack, w.location(locationKey{frame.Function, frame.File, frame.Line, 0}))
	}
	if len(stack) == 0 {
		stack = append(stack, w.location(locationKey{function: notRecorded}))
	}
	var m message
	m.packed(1, stack...)
	values := make([]uint64, len(types))
	for i, each := range types {
		values[i] = each.of(one)
	}
	m.packed(2, values...)
	m.bytes(3, w.label("type", one.Type))
	by := "Go"
	if one.OnlyCpp {
		by = "C++"
	}
	m.bytes(3, w.label("held_by", by))
	if one.Oldest != 0 {
		var age message
		age.number(1, w.text("age"))
		age.number(3, uint64(one.AgeClass()/time.Second))
		age.number(4, w.text("seconds"))
		m.bytes(3, age)
	}
	w.out.bytes(2, m)
}

func (w *profileWriter) label(key, value string) (m message) {
	m.number(1, w.text(key))
	m.number(2, w.text(value))
	return m
}

// location is one for each frame: an inlined function is a frame of its own.
func (w *profileWriter) location(key locationKey) uint64 {
	if id, known := w.locations[key]; known {
		return id
	}
	id := uint64(len(w.locations) + 1)
	w.locations[key] = id
	var line, m message
	line.number(1, w.function(key.function, key.file))
	line.number(2, uint64(key.line))
	m.number(1, id)
	for i, one := range w.mappings {
		if one.low <= key.address && key.address < one.high {
			m.number(2, uint64(i+1))
		}
	}
	m.number(3, key.address)
	m.bytes(4, line)
	w.out.bytes(4, m)
	return id
}

func (w *profileWriter) function(name, file string) uint64 {
	key := [2]string{name, file}
	if id, known := w.functions[key]; known {
		return id
	}
	id := uint64(len(w.functions) + 1)
	w.functions[key] = id
	var m message
	m.number(1, id)
	m.number(2, w.text(name))
	m.number(3, w.text(name))
	m.number(4, w.text(file))
	w.out.bytes(5, m)
	return id
}

// mapping says that functions, files and lines are known: for a stripped program pprof would find
// wrong names.
func (w *profileWriter) mapping(id uint64, one mapping) {
	var m message
	m.number(1, id)
	m.number(2, one.low)
	m.number(3, one.high)
	m.number(4, one.offset)
	m.number(5, w.text(one.file))
	m.number(7, 1)
	m.number(8, 1)
	m.number(9, 1)
	w.out.bytes(3, m)
}

type mapping struct {
	low, high, offset uint64
	file              string
}

// mappingsNow returns the mappings of files with code. None if there is no /proc.
func mappingsNow() (all []mapping) {
	text, _ := os.ReadFile("/proc/self/maps")
	for line := range bytes.Lines(text) {
		// 55d0e8a00000-55d0e8b00000 r-xp 00001000 08:01 1234   /usr/bin/program
		parts := strings.Fields(string(line))
		if len(parts) < 6 || !strings.Contains(parts[1], "x") || !strings.HasPrefix(parts[5], "/") {
			continue
		}
		low, high, _ := strings.Cut(parts[0], "-")
		var one mapping
		one.low, _ = strconv.ParseUint(low, 16, 64)
		one.high, _ = strconv.ParseUint(high, 16, 64)
		one.offset, _ = strconv.ParseUint(parts[2], 16, 64)
		one.file = strings.Join(parts[5:], " ")
		all = append(all, one)
	}
	return all
}
