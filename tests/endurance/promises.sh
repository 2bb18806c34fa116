#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# 64 goroutines use and close objects that call Go when they are released, by functions that promised
# cgo not to call Go, while the collector runs all the time; some of them owned by a C library, and each
# release is an event. At the end nothing is left.
#
#   tests/endurance/promises.sh [SECONDS]     60 if not given
set -euo pipefail
seconds=${1:-60}
source "$(dirname "$0")/../go/env.sh" # leaves with 77 where there is no fit Go
cd ../../tests/go/promises
FFIGUARD_PROMISES_SECONDS=$seconds go test -v -count=1 -timeout "$((seconds + 300))s" -run '^TestObjects' .
