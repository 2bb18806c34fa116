#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The Go package of examples/cgo/sqlite beside mattn/go-sqlite3, both over the system's library, doing
# the same work in one run: times and their ratios. Judges nothing. No part of tests/run.sh: Go
# downloads the other module.
#
#   tests/endurance/sqlite.sh [OPTION...]    -rows N -rounds N -blobs N
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/go/env.sh # leaves with 77 where there is no fit Go
[[ -e /usr/include/sqlite3.h ]] || { echo "skipped: sqlite: no sqlite3.h"; exit 77; }
unset GOPROXY
cd ../../tests/endurance/sqlite
go build -tags libsqlite3 -o ../../../build/sqlite_compared .
../../../build/sqlite_compared "$@"
