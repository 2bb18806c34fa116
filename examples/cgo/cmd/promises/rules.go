// SPDX-License-Identifier: BSL-1.0

package main

import "fmt"

// promise is what a function may promise, and why not more.
type promise struct {
	nocallback, noescape bool
	reason               string
}

// may is the promise of a function that a header declares.
func (p *pkg) may(f *function) promise {
	if known, ok := p.decided[f.name]; ok {
		return known
	}
	p.decided[f.name] = promise{reason: "calls itself"} // while it is looked at
	decided := p.decide(f)
	p.decided[f.name] = decided
	return decided
}

func (p *pkg) decide(f *function) promise {
	none := func(format string, arguments ...any) promise {
		return promise{reason: fmt.Sprintf(format, arguments...)}
	}
	both := func(format string, arguments ...any) promise {
		return promise{true, f.marks&keepsPointer == 0, fmt.Sprintf(format, arguments...)}
	}
	if at, ok := p.asserted[f.name]; ok {
		return both("never calls back, says %s", at)
	}
	if f.marks&mayCallBack != 0 {
		return none("may call back, says %s", f.at)
	}
	if f.marks&neverCallsBack != 0 {
		return both("never calls back, says %s", f.at)
	}
	if p.headers.hasCallback(f.parameters) {
		return none("takes a callback (%s)", f.at)
	}
	if f.ofFfiguard {
		return both("of ffiguard.h")
	}
	definitions := p.sources.functions[f.name]
	if len(definitions) == 0 {
		return none("is declared in %s, and no file of the package defines it", f.at)
	}
	for _, d := range definitions {
		if why := p.calls(f, d); why != "" {
			return promise{reason: why}
		}
	}
	return both("calls nothing that calls Go (%s)", definitions[0].at)
}

// calls says why a definition may call Go; "" if it does not.
func (p *pkg) calls(f *function, d definition) string {
	switch d.how {
	case accessor:
		return ""
	case drainsHere:
		return fmt.Sprintf("releases what may call Go (%s)", d.at)
	case byHand:
		for i, piece := range d.body {
			if p.exported[piece.text] {
				return fmt.Sprintf("names %s of Go (%s)", piece.text, piece.at)
			}
			if piece.text == "drain" && i > 0 && (d.body[i-1].text == "." || d.body[i-1].text == ">") {
				return fmt.Sprintf("drains a queue (%s)", piece.at)
			}
			if other := p.headers.functions[piece.text]; other != nil && other != f && !p.may(other).nocallback {
				return fmt.Sprintf("names %s (%s), which %s", other.name, piece.at, p.may(other).reason)
			}
		}
	}
	if p.sources.owns != nil && !d.names("defer_releases") && !p.sources.isQueued(d.table) {
		return fmt.Sprintf("holds no defer_releases (%s), its class says no queued_release, and objects of this shim can own a callback (%s)",
			d.at, p.sources.owns.at)
	}
	return ""
}
