// SPDX-License-Identifier: BSL-1.0

package zpress

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/iotest"
)

// goData is what Go tests its own compression with.
func goData(t *testing.T) map[string][]byte {
	t.Helper()
	source := filepath.Join(runtime.GOROOT(), "src", "compress")
	texts, _ := filepath.Glob(filepath.Join(source, "testdata", "*.txt"))
	inputs, _ := filepath.Glob(filepath.Join(source, "flate", "testdata", "*.in"))
	files := append(texts, inputs...)
	if len(files) == 0 {
		t.Skip("skipped: Go's own test data: no files in ", source)
	}
	data := map[string][]byte{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		data[filepath.Base(file)] = content
	}
	return data
}

// zip writes what from gives, through zpress, to to.
func zip(t *testing.T, from io.Reader, to io.Writer) (int64, error) {
	t.Helper()
	w := newWriter(t, to)
	defer func() { want(t, w.Close(), nil) }()
	return io.Copy(struct{ io.Writer }{w}, struct{ io.Reader }{from}) // with no short cut
}

func TestGoReadsWhatWasWrittenOfItsOwnData(t *testing.T) {
	for name, data := range goData(t) {
		var out bytes.Buffer
		n, err := zip(t, bytes.NewReader(data), &out)
		want(t, err, nil)
		r, err := gzip.NewReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); n != int64(len(data)) || err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes written, %d read, %v", name, n, len(got), err)
		}
	}
}

// The file that package compress/gzip keeps because readers once took it for endless.
func TestGosOwnGzipFileGoesThrough(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(runtime.GOROOT(), "src/compress/gzip/testdata/issue6550.gz.base64"))
	if err != nil {
		t.Skip("skipped: Go's own gzip file: ", err)
	}
	file := base64.NewDecoder(base64.StdEncoding, bytes.NewReader(text))
	var out bytes.Buffer
	_, err = zip(t, file, &out)
	want(t, err, nil)
	got := unzip(t, &out)
	wanted, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil || !bytes.Equal(got, wanted) {
		t.Errorf("%d bytes of %d, %v", len(got), len(wanted), err)
	}
}

func TestReadersOfIotest(t *testing.T) {
	for name, data := range goData(t) {
		if len(data) > 20_000 {
			data = data[:20_000] // a call for each byte
		}
		for kind, reader := range map[string]func(io.Reader) io.Reader{
			"one byte":    iotest.OneByteReader,
			"half":        iotest.HalfReader,
			"data at end": iotest.DataErrReader,
		} {
			var out bytes.Buffer
			_, err := zip(t, reader(bytes.NewReader(data)), &out)
			want(t, err, nil)
			r, err := gzip.NewReader(reader(&out))
			if err != nil {
				t.Fatal(err)
			}
			if err := iotest.TestReader(r, data); err != nil {
				t.Errorf("%s, %s: %v", name, kind, err)
			}
		}
	}
}

func TestReadersOfIotestThatFail(t *testing.T) {
	before := Live()
	data := text(100_000)
	full := errors.New("no more")
	for _, c := range []struct {
		from io.Reader
		want error
	}{
		{iotest.TimeoutReader(bytes.NewReader(data)), iotest.ErrTimeout},
		{io.MultiReader(bytes.NewReader(data), iotest.ErrReader(full)), full},
	} {
		var out bytes.Buffer
		n, err := zip(t, c.from, &out)
		want(t, err, c.want)
		if got := unzip(t, &out); int64(len(got)) != n || !bytes.Equal(got, data[:n]) {
			t.Errorf("%d bytes went in before the failure, %d came out", n, len(got))
		}
	}
	if Live() != before {
		t.Error("not released")
	}
}

func TestWritersOfIotest(t *testing.T) {
	data := random(100_000)
	var out, logged bytes.Buffer
	log.SetOutput(&logged)
	defer log.SetOutput(os.Stderr)
	_, err := zip(t, bytes.NewReader(data), iotest.NewWriteLogger("", &out))
	want(t, err, nil)
	if !bytes.Equal(unzip(t, &out), data) {
		t.Error("not what is read")
	}
	if logged.Len() == 0 {
		t.Error("nothing was logged")
	}

	out.Reset()
	_, err = zip(t, bytes.NewReader(data), iotest.TruncateWriter(&out, 50_000)) // which says nothing
	want(t, err, nil)
	r, err := gzip.NewReader(&out)
	want(t, err, nil)
	if _, err := io.ReadAll(r); err != io.ErrUnexpectedEOF {
		t.Error("half a file read without an error:", err)
	}
}
