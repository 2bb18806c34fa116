// SPDX-License-Identifier: BSL-1.0

package ffiguard

// #cgo noescape ffiguard_version
// #cgo nocallback ffiguard_version
// #cgo noescape ffiguard_layout
// #cgo nocallback ffiguard_layout
// #include <ffiguard/ffiguard.h>
import "C"

import (
	"fmt"
	"reflect"
	"strings"
)

// If the header differs from the one that the C++ was compiled with, structs would be read at wrong
// offsets. So this package refuses to start then.
func init() {
	if err := MatchHeader(C.FFIGUARD_HEADER_VERSION, C.ffiguard_error{}, C.ffiguard_buffer{},
		C.ffiguard_view{}, C.ffiguard_go_string{}, C.ffiguard_go_slice{}, C.ffiguard_callback{},
		C.ffiguard_versioned_cell{}, C.ffiguard_thread_state{}, C.ffiguard_held{},
		C.ffiguard_type_totals{}, C.ffiguard_ledger_totals{}); err != nil {
		panic(err)
	}
}

// MatchHeader compares the ffiguard.h of the calling package with the one of this package and with
// what the linked C++ was compiled with: the version, but for the patch level, and the layout of
// each given struct. The error names the first member with another offset or size.
//
// For the init of a package with its own shim, before its first call:
//
//	func init() {
//		err := ffiguard.MatchHeader(C.FFIGUARD_HEADER_VERSION, C.ffiguard_error{}, C.ffiguard_buffer{})
//		if err != nil {
//			panic(err)
//		}
//	}
//
// If a program has several shims, the linker keeps the ffiguard_layout of one. If all call
// MatchHeader, each header is compared with that one, and so with all others.
func MatchHeader(version uint32, structs ...any) error {
	return match(version, uint32(C.ffiguard_version()), C.GoString(C.ffiguard_layout()), structs...)
}

func match(header, shim uint32, layout string, structs ...any) error {
	const own = C.FFIGUARD_HEADER_VERSION
	if header/100 != own/100 || shim/100 != own/100 {
		return fmt.Errorf("ffiguard: versions do not fit: package ffiguard was made with %s, the "+
			"calling package's ffiguard.h is %s, the C++ was compiled with %s", inWords(own),
			inWords(header), inWords(shim))
	}
	of := map[string]string{}
	for line := range strings.Lines(layout) {
		name, numbers, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		of[name] = numbers
	}
	for _, s := range structs {
		t := reflect.TypeOf(s)
		name := strings.TrimPrefix(strings.TrimPrefix(t.Name(), "_Ctype_"), "struct_")
		for i := range t.NumField() {
			f := t.Field(i)
			member := strings.TrimPrefix(f.Name, "_") // cgo's _type is a member "type"
			if err := same(of, name+"."+member, "offset and size", fmt.Sprint(f.Offset, f.Type.Size())); err != nil {
				return err
			}
		}
		if err := same(of, name, "size", fmt.Sprint(t.Size())); err != nil {
			return err
		}
	}
	return nil
}

func same(of map[string]string, name, what, here string) error {
	there, known := of[name]
	if !known {
		return fmt.Errorf("ffiguard: the C++ has no %s", name)
	}
	if here != there {
		return fmt.Errorf("ffiguard: %s: %s are %s in Go and %s in C++: they were compiled with "+
			"different copies of ffiguard.h", name, what, here, there)
	}
	return nil
}

func inWords(version uint32) string {
	return fmt.Sprintf("%d.%d.%d", version/10000, version/100%100, version%100)
}
