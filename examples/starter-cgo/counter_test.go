package main

import "testing"

func TestAClosedCounterIsRefused(t *testing.T) {
	c, err := New()
	if err != nil || c.Close() != nil {
		t.Fatal("neither made nor closed:", err)
	}
	if _, err := c.Add(1); err == nil || Live() != 0 {
		t.Fatal("used after Close:", err, Live())
	}
}
