// SPDX-License-Identifier: BSL-1.0

// Package signals handles signals in C++ that Go handles, too.
package signals

/*
#cgo CXXFLAGS: -std=c++17 -I${SRCDIR}/../../../include -fvisibility=hidden
#cgo LDFLAGS: -ldl -pthread
#cgo noescape shim_take_term
#cgo nocallback shim_take_term
#cgo noescape shim_terms
#cgo nocallback shim_terms
#cgo noescape shim_give_term_back
#cgo nocallback shim_give_term_back
#cgo noescape shim_report_crashes
#cgo nocallback shim_report_crashes
#cgo noescape shim_reports
#cgo nocallback shim_reports
#cgo noescape shim_report_no_crashes
#cgo nocallback shim_report_no_crashes
#cgo noescape shim_crash
#cgo nocallback shim_crash
#cgo noescape shim_crash_on_thread
#cgo nocallback shim_crash_on_thread
#include "shim.h"
*/
import "C"

func takeTerm(chains bool) bool {
	if chains {
		return C.shim_take_term(1) == 1
	}
	return C.shim_take_term(0) == 1
}
func terms() int         { return int(C.shim_terms()) }
func giveTermBack() bool { return C.shim_give_term_back() == 1 }

func reportCrashes() bool   { return C.shim_report_crashes() == 1 }
func reports() int          { return int(C.shim_reports()) }
func reportNoCrashes() bool { return C.shim_report_no_crashes() == 1 }
func crash()                { C.shim_crash() }
func crashOnThread()        { C.shim_crash_on_thread() }
