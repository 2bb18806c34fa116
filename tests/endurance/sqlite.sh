#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The Go package of examples/cgo/sqlite beside a naive shim and mattn/go-sqlite3, all over the system's library, doing
# the same work in one run: medians and their ratios, then benchstat's table of the same runs, with an empty method
# of tests/go/bench beside. Every run is in build/sqlite_compared.txt, in the format of Go's benchmarks. Judges
# nothing. No part of tests/run.sh: Go downloads the other modules.
#
#   tests/endurance/sqlite.sh [OPTION...]    -rows N -rounds N -scan N -blobs N -only STEP
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/go/env.sh # leaves with 77 where there is no fit Go
[[ -e /usr/include/sqlite3.h ]] || { echo "skipped: sqlite: no sqlite3.h"; exit 77; }
build=$(cd ../.. && mkdir -p build && cd build && pwd)
runs=$build/sqlite_compared.txt
(cd ../../tests/go/bench && CGO_CXXFLAGS=-O2 go test -c -o "$build/empty_method" .)
cd ../../tests/endurance/sqlite
unset GOPROXY
CGO_CXXFLAGS=-O2 go build -tags libsqlite3 -o "$build/sqlite_compared" .

rm -f "$runs"
for _ in {1..10}; do # what disturbs one shim disturbs the other
    "$build/empty_method" -test.run '^$' -test.bench '^BenchmarkEmptyMethod$' -test.benchtime 0.1s | grep ^Benchmark
done >"$runs"
"$build/sqlite_compared" -bench "$runs" "$@"
echo
[[ -z ${FFIGUARD_BENCH_RUNS:-} ]] || cp "$runs" "$FFIGUARD_BENCH_RUNS" # for tests/bench/run.sh
go tool benchstat -col /shim@'(naive ffiguard mattn)' "$runs"
