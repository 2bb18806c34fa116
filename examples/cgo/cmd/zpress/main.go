// SPDX-License-Identifier: BSL-1.0

// Zpress compresses a file, checks the result with Go's own gzip reader, and shows how misuse of
// the C++ side is answered.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	zpress "example.invalid/ffiguard/examples/cgo"
)

func main() {
	output := flag.String("o", "", "write the gzip file here, not to a temporary file")
	level := flag.Int("level", 6, "1 (fast) to 9 (small)")
	table := flag.Bool("table", false, "print lines of key=value")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: zpress [-o OUTPUT] [-level N] [-table] FILE")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	report := facts.print
	if *table {
		report = facts.printTable
	}
	if err := run(flag.Arg(0), *output, *level, report); err != nil {
		fmt.Fprintln(os.Stderr, "zpress:", err)
		os.Exit(1)
	}
}

// facts is what a run has shown.
type facts struct {
	input                  string
	bytesIn, bytesOut      int64
	opened, released, live uint64
	answers                []answer
}

func run(input, output string, level int, report func(facts)) error {
	in, err := os.Open(input)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := create(output, in)
	if err != nil {
		return err
	}
	defer out.Close()
	if output == "" {
		defer os.Remove(out.Name())
	}

	f := facts{input: input}
	if f.bytesIn, err = compress(in, out, level); err != nil {
		return err
	}
	if f.bytesOut, err = out.Seek(0, io.SeekCurrent); err != nil {
		return err
	}
	if err := check(in, out); err != nil {
		return err
	}
	var misuse error
	f.answers, misuse = misuses()
	f.opened, f.released, f.live = zpress.Opened(), zpress.Released(), zpress.Live()
	report(f)
	if misuse == nil && (f.live != 0 || f.opened != f.released) {
		misuse = errors.New("not every stream was released once")
	}
	return misuse
}

// create makes the file, or a temporary one where name is empty, unless it is the input.
func create(name string, input *os.File) (*os.File, error) {
	if name == "" {
		return os.CreateTemp("", "zpress-*.gz")
	}
	in, err := input.Stat()
	if err != nil {
		return nil, err
	}
	if there, err := os.Stat(name); err == nil && os.SameFile(there, in) {
		return nil, errors.New("the output is the input")
	}
	return os.Create(name)
}

func compress(from io.Reader, to io.Writer, level int) (int64, error) {
	w, err := zpress.NewWriter(to, level)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(w, from)
	return n, cmp.Or(err, w.Close())
}

// check reads both files from their start, the second one through Go's own gzip reader.
func check(plain, zipped io.ReadSeeker) error {
	for _, f := range []io.Seeker{plain, zipped} {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
	}
	unzipped, err := gzip.NewReader(bufio.NewReader(zipped))
	if err != nil {
		return err
	}
	if _, err := io.Copy(expect{plain}, unzipped); err != nil {
		return err
	}
	if n, err := plain.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		return errDiffers
	}
	return nil
}

var errDiffers = errors.New("what Go's gzip reader gives back is not the input")

// expect takes only what its reader gives.
type expect struct{ io.Reader }

func (e expect) Write(p []byte) (int, error) {
	wanted := make([]byte, len(p))
	if _, err := io.ReadFull(e, wanted); err != nil || !bytes.Equal(p, wanted) {
		return 0, errDiffers
	}
	return len(p), nil
}

func (f facts) print() {
	fmt.Printf("%s: %d bytes in, %d bytes out; Go's gzip reader gives the input back\n",
		f.input, f.bytesIn, f.bytesOut)
	fmt.Printf("streams: %d opened, %d closed; tokens live: %d\n\n", f.opened, f.released, f.live)
	fmt.Printf("%-24s | %s\n", "misuse", "answer")
	for _, a := range f.answers {
		fmt.Printf("%-24s | %s\n", a.misuse, a.text)
	}
}

func (f facts) printTable() {
	fmt.Printf("bytes_in=%d\nbytes_out=%d\n", f.bytesIn, f.bytesOut)
	fmt.Printf("streams_opened=%d\nstreams_closed=%d\n", f.opened, f.released)
	fmt.Printf("tokens_live=%d\n", f.live)
	for _, a := range f.answers {
		fmt.Printf("%s=%s\n", strings.ReplaceAll(a.misuse, " ", "_"), a.text)
	}
}
