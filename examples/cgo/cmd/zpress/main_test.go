// SPDX-License-Identifier: BSL-1.0

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFileIsCompressedAndEveryMisuseAnswered(t *testing.T) {
	input := filepath.Join(t.TempDir(), "input")
	data := bytes.Repeat([]byte("a line of the input\n"), 100_000)
	if err := os.WriteFile(input, data, 0o600); err != nil {
		t.Fatal(err)
	}
	output := filepath.Join(t.TempDir(), "output.gz")
	if err := run(input, output, 6, func(f facts) {
		if f.bytesIn != int64(len(data)) || f.bytesOut == 0 || f.bytesOut >= f.bytesIn {
			t.Errorf("%d bytes in, %d out", f.bytesIn, f.bytesOut)
		}
	}); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(output); err != nil {
		t.Error(err)
	}
}

func TestTheInputIsNotOverwritten(t *testing.T) {
	input := filepath.Join(t.TempDir(), "input")
	if err := os.WriteFile(input, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := run(input, input, 6, func(facts) {})
	if kept, _ := os.ReadFile(input); err == nil || string(kept) != "precious" {
		t.Errorf("%v, %q", err, kept)
	}
}

func TestADamagedFileIsNotAccepted(t *testing.T) {
	var out bytes.Buffer
	data := strings.Repeat("a line of the input\n", 10_000)
	if _, err := compress(strings.NewReader(data), &out, 6); err != nil {
		t.Fatal(err)
	}
	for name, zipped := range map[string][]byte{
		"whole":   out.Bytes(),
		"cut":     out.Bytes()[:out.Len()-1],
		"changed": append(bytes.Clone(out.Bytes()[:out.Len()-8]), "checksum"...),
		"longer":  append(bytes.Clone(out.Bytes()), out.Bytes()...),
		"empty":   nil,
	} {
		err := check(strings.NewReader(data), bytes.NewReader(zipped))
		if (err == nil) != (name == "whole") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
