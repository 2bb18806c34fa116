// SPDX-License-Identifier: BSL-1.0

// Promises writes the lines "#cgo noescape f" and "#cgo nocallback f" of a Go package over a C++ shim, or
// checks them, so that nobody keeps such a list by hand.
//
//	go run ./cmd/promises [-check] [-why] [-I directory]... [package directory]...
//
// It reads the headers that the preambles include, as far as -I of the #cgo lines or of the command line
// leads to them, and the C and C++ files of the package with what they include. A function that the
// package calls gets both promises if it is declared in such a header, defined in such a file, and may
// not call Go. It gets none if
//
//   - its comment in the header says "may call back" (one comment for all declarations up to an empty line),
//   - it takes a function pointer, an ffiguard_callback, or a struct with one,
//   - it drains a release_queue (FFIGUARD_EXPORT_QUEUE),
//   - its body names a function that Go exports, or one that may call back,
//   - an object of the shim can own a callback, and the function holds no defer_releases: it may be the
//     last to leave a closed object, and releases the callback then. Not a function of FFIGUARD_EXPORT_ whose
//     class, with all others of its tree, says queued_release.
//
// A comment "never calls back" in the header, or "//promises:never-calls-back f" in a Go file, says it where
// the tool can't see it. "keeps its pointer" in the header leaves noescape out. cgo honours noescape only
// beside nocallback: a callback may move the stack that the pointer points to.
//
// -check writes nothing; it prints what is wrong as file:line and exits with 1. -why tells the reason for
// each function.
package main

import (
	"flag"
	"fmt"
	"os"
)

type list []string

func (l *list) String() string         { return fmt.Sprint(*l) }
func (l *list) Set(value string) error { *l = append(*l, value); return nil }

func main() {
	check := flag.Bool("check", false, "write nothing, and fail if a line is wrong or missing")
	why := flag.Bool("why", false, "print the reason for each function")
	var include list
	flag.Var(&include, "I", "a directory of headers, besides those of the #cgo lines")
	flag.Parse()
	dirs := flag.Args()
	if len(dirs) == 0 {
		dirs = []string{"."}
	}
	failed := false
	for _, dir := range dirs {
		p, err := load(dir, include)
		if err != nil {
			fmt.Fprintln(os.Stderr, "promises:", err)
			os.Exit(2)
		}
		if *why {
			for _, line := range p.reasons() {
				fmt.Println(line)
			}
		}
		if *check {
			for _, line := range p.check() {
				fmt.Println(line)
				failed = true
			}
			continue
		}
		if err := p.write(); err != nil {
			fmt.Fprintln(os.Stderr, "promises:", err)
			os.Exit(2)
		}
	}
	if failed {
		os.Exit(1)
	}
}
