// SPDX-License-Identifier: BSL-1.0

// Package ffipprof serves what C++ holds, beside the profiles of net/http/pprof:
//
//	import _ "example.invalid/ffiguard/examples/cgo/ffiguard/ffipprof"
//
//	go tool pprof http://localhost:6060/debug/pprof/ffiguard.live
//	go tool pprof http://localhost:6060/debug/pprof/ffiguard.abandoned
//
// the numbers of ffiguard.Observe as the variable "ffiguard" of expvar, at /debug/vars, and as
// OpenMetrics text at /debug/ffiguard/metrics. It is a separate package, so that not every program
// needs net/http.
package ffipprof

import (
	"expvar"
	"net/http"
	"strconv"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
)

func init() {
	for _, p := range []*ffiguard.Profile{ffiguard.Live, ffiguard.Abandoned} {
		http.Handle("/debug/pprof/"+p.Name(), Handler(p))
	}
	http.Handle("/debug/ffiguard/metrics", Metrics)
	expvar.Publish("ffiguard", expvar.Func(func() any { return ffiguard.Observe() }))
}

// Handler is for a program that does not serve http.DefaultServeMux. With ?debug=1 it writes text, with
// ?debug=2 folded stacks.
func Handler(p *ffiguard.Profile) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		debug, _ := strconv.Atoi(r.FormValue("debug"))
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if debug != 0 {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		} else {
			w.Header().Set("Content-Type", "application/octet-stream")
			w.Header().Set("Content-Disposition", `attachment; filename="`+p.Name()+`.pb.gz"`)
		}
		p.WriteTo(w, debug) // what fails is the connection
	})
}

// Metrics serves ffiguard.WriteMetrics.
var Metrics http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8")
	ffiguard.WriteMetrics(w) // what fails is the connection
})
