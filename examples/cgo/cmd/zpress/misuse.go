// SPDX-License-Identifier: BSL-1.0

package main

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"time"
	"unsafe"

	zpress "example.invalid/ffiguard/examples/cgo"
	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

// answer is how one misuse was answered, in words.
type answer struct{ misuse, text string }

// misuses commits each and fails if one is not answered as promised.
func misuses() ([]answer, error) {
	var answers []answer
	var failed error
	for _, m := range []struct {
		name   string
		commit func() (string, error)
	}{
		{"second close", secondClose},
		{"second close of the object", secondWriterClose},
		{"write after close", writeAfterClose},
		{"write after its close", writerWriteAfterClose},
		{"forged token", forgedToken},
		{"token of another table", otherTable},
		{"close during a write", closeDuringWrite},
		{"abandoned stream", abandoned},
		{"null token", nullToken},
		{"null data with a size", nullData},
		{"nul in a file name", nulInName},
	} {
		text, err := m.commit()
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", m.name, err))
			text = "NOT AS PROMISED: " + err.Error()
		}
		answers = append(answers, answer{m.name, text})
	}
	return answers, failed
}

// answered is the answer in words where it is one of those promised.
func answered(got error, promised ...ffiguard.Status) (string, error) {
	for _, status := range promised {
		if errors.Is(got, status) {
			return got.Error(), nil
		}
	}
	return "", fmt.Errorf("answered %v, promised %v", got, promised)
}

// withStream gives misuse an open stream, which it may close.
func withStream(misuse func(zpress.Stream) (string, error)) (string, error) {
	s, err := zpress.Open(6)
	if err != nil {
		return "", err
	}
	defer s.Close()
	return misuse(s)
}

func secondClose() (string, error) {
	return withStream(func(s zpress.Stream) (string, error) {
		if err := s.Close(); err != nil {
			return "", err
		}
		return answered(s.Close(), ffiguard.ErrClosed)
	})
}

func secondWriterClose() (string, error) {
	w, err := zpress.NewWriter(io.Discard, 6)
	if err != nil {
		return "", err
	}
	return "nil, and nothing happens", errors.Join(w.Close(), w.Close())
}

func writeAfterClose() (string, error) {
	return withStream(func(s zpress.Stream) (string, error) {
		if err := s.Close(); err != nil {
			return "", err
		}
		return answered(s.Compress([]byte("late"), io.Discard), ffiguard.ErrClosed)
	})
}

func writerWriteAfterClose() (string, error) {
	w, err := zpress.NewWriter(io.Discard, 6)
	if err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	_, err = w.Write([]byte("late"))
	return answered(err, ffiguard.ErrClosed)
}

func forgedToken() (string, error) {
	return withStream(func(s zpress.Stream) (string, error) {
		for range 1000 {
			random := zpress.Stream(rand.Uint64())
			if random == s {
				continue
			}
			_, err := answered(random.Close(), ffiguard.ErrWrongType, ffiguard.ErrWrongTable,
				ffiguard.ErrMalformed, ffiguard.ErrStale, ffiguard.ErrClosed)
			if err != nil {
				return "", err
			}
		}
		// The likeliest guess: the number that the same place will have next.
		next := s + 2<<22
		return answered(next.Compress([]byte("x"), io.Discard), ffiguard.ErrMalformed)
	})
}

func otherTable() (string, error) {
	sum, err := zpress.OpenChecksum()
	if err != nil {
		return "", err
	}
	defer sum.Close()
	return answered(zpress.Stream(sum).Compress([]byte("x"), io.Discard),
		ffiguard.ErrWrongType, ffiguard.ErrWrongTable)
}

func closeDuringWrite() (string, error) {
	data := make([]byte, 8<<20)
	rand.NewChaCha8([32]byte{}).Read(data)
	before := zpress.Live()
	for range 100 {
		s, err := zpress.Open(6)
		if err != nil {
			return "", err
		}
		written := make(chan error)
		go func() { written <- s.Compress(data, io.Discard) }()
		time.Sleep(10 * time.Millisecond)
		closed := s.Close()
		during := zpress.Live()
		err = <-written
		switch {
		case closed != nil:
			return "", closed
		case zpress.Live() != before:
			return "", errors.New("the stream was not released after the write")
		case err == nil && during > before:
			return "ok; the write finished, then the stream was released", nil
		case err != nil && !errors.Is(err, ffiguard.ErrClosed):
			return "", err
		}
		// The close came before the write or after it.
	}
	return "", errors.New("no close hit a write")
}

func abandoned() (string, error) {
	before := zpress.Live()
	if err := abandon(); err != nil {
		return "", err
	}
	for end := time.Now().Add(30 * time.Second); zpress.Live() > before; {
		if time.Now().After(end) {
			return "", errors.New("not released in 30 s")
		}
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	return "released by the garbage collector", nil
}

func abandon() error {
	w, err := zpress.NewWriter(io.Discard, 6)
	if err != nil {
		return err
	}
	_, err = w.Write([]byte("never closed"))
	return err
}

func nullToken() (string, error) {
	return answered(zpress.Stream(0).Close(), ffiguard.ErrNull)
}

func nullData() (string, error) {
	return withStream(func(s zpress.Stream) (string, error) {
		slice := struct {
			data     *byte
			len, cap int
		}{nil, 16, 16}
		corrupt := *(*[]byte)(unsafe.Pointer(&slice))
		return answered(s.Compress(corrupt, io.Discard), ffiguard.ErrNull)
	})
}

// nulInName asks for a file that is there, by a name that is another's.
func nulInName() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	_, err = zpress.FileChecksum(self + "\x00.png")
	var e *ffiguard.Error
	if errors.As(err, &e) && e.Detail != len(self)+1 {
		return "", fmt.Errorf("the NUL is byte %d, told %d", len(self)+1, e.Detail)
	}
	if _, err := answered(err, ffiguard.ErrMalformed); err != nil {
		return "", err
	}
	return "malformed, and the place of the NUL", nil
}
