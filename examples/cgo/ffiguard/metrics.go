// SPDX-License-Identifier: BSL-1.0

//go:build cgo

package ffiguard

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// metric is a family of OpenMetrics, with its counts in Go and in C++: nil if it is not counted
// there.
type metric struct {
	name, kind, help string
	ofGo             func(TypeStats) uint64
	ofCpp            func(CppTypeStats) uint64
}

var metrics = []metric{
	{"ffiguard_handles_live", "gauge", "Resources that are open.",
		func(t TypeStats) uint64 { return t.Live }, func(t CppTypeStats) uint64 { return t.Live }},
	{"ffiguard_handles_live_bytes", "gauge", "Their bytes, where the type tells them.",
		nil, func(t CppTypeStats) uint64 { return t.Bytes }},
	{"ffiguard_handles_opened", "counter", "Resources that were opened.",
		func(t TypeStats) uint64 { return t.Opened }, func(t CppTypeStats) uint64 { return t.Opened }},
	{"ffiguard_handles_released", "counter", "Resources that were released.",
		func(t TypeStats) uint64 { return t.Released }, func(t CppTypeStats) uint64 { return t.Released }},
	{"ffiguard_handles_abandoned", "counter", "Resources that nobody has closed: the collector found them.",
		func(t TypeStats) uint64 { return t.Abandoned }, nil},
	{"ffiguard_handles_disowned", "counter", "Resources that were given away.",
		nil, func(t CppTypeStats) uint64 { return t.Disowned }},
	{"ffiguard_closes_refused", "counter", "Closes that the closer refused.",
		nil, func(t CppTypeStats) uint64 { return t.Refused }},
}

var eventMetrics = []struct {
	name, kind, help string
	of               func(EventStats) uint64
}{
	{"ffiguard_event_queue_length", "gauge", "Events that wait for their reader.", func(e EventStats) uint64 { return e.Queued }},
	{"ffiguard_events_read", "counter", "Events that were read.", func(e EventStats) uint64 { return e.Read }},
	{"ffiguard_events_lost", "counter", "Events that found no room.", func(e EventStats) uint64 { return e.Lost }},
}

func suffixOf(kind string) string {
	if kind == "counter" {
		return "_total"
	}
	return ""
}

// WriteMetrics writes the numbers of [Observe] as OpenMetrics 1.0 text, for Prometheus and similar
// tools: those of Handles with the label side="go", those of C++ with side="cpp". Times of calls
// (see [TimeCalls]) are the histogram ffiguard_call_duration_seconds; queues that the shim exports
// by FFIGUARD_EXPORT_QUEUE have their lengths in ffiguard_release_queue_length, and event queues
// that have a name by [Events.Observe] theirs in ffiguard_event_queue_length.
func WriteMetrics(w io.Writer) error {
	all := Observe()
	var text bytes.Buffer
	for _, m := range metrics {
		suffix := suffixOf(m.kind)
		fmt.Fprintf(&text, "# TYPE %s %s\n# HELP %s %s\n", m.name, m.kind, m.name, m.help)
		sample := func(side, kind string, value uint64) {
			fmt.Fprintf(&text, "%s%s{side=\"%s\",type=\"%s\"} %d\n", m.name, suffix, side, labelEscaper.Replace(kind), value)
		}
		if m.ofGo != nil {
			for _, t := range all.Types {
				sample("go", t.Type, m.ofGo(t))
			}
		}
		if m.ofCpp != nil {
			for _, t := range all.Cpp {
				sample("cpp", t.Type, m.ofCpp(t))
			}
		}
	}
	const dropped = "ffiguard_records_dropped"
	fmt.Fprintf(&text, "# TYPE %s counter\n# HELP %s Records that found no room.\n", dropped, dropped)
	fmt.Fprintf(&text, "%s_total{side=\"go\"} %d\n%s_total{side=\"cpp\"} %d\n", dropped, all.Dropped, dropped, all.CppDropped)
	const callbacks = "ffiguard_callbacks_live"
	fmt.Fprintf(&text, "# TYPE %s gauge\n# HELP %s Callbacks that are not released.\n%s{side=\"go\"} %d\n", callbacks, callbacks, callbacks, all.Callbacks)
	for _, m := range eventMetrics {
		fmt.Fprintf(&text, "# TYPE %s %s\n# HELP %s %s\n", m.name, m.kind, m.name, m.help)
		for _, one := range all.Events {
			fmt.Fprintf(&text, "%s%s{side=\"go\",queue=\"%s\"} %d\n", m.name, suffixOf(m.kind), labelEscaper.Replace(one.Queue), m.of(one))
		}
	}
	text.Write(cppMetrics())
	text.WriteString("# EOF\n")
	_, err := w.Write(text.Bytes())
	return err
}

var labelEscaper = strings.NewReplacer("\\", "\\\\", "\"", "\\\"", "\n", "\\n")
