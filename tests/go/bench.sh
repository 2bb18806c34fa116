#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# What ffiguard adds to a call from Go, over a naive shim that does the same work: times, and their
# ratios, of medians. Judges nothing. With benchstat on PATH also its table.
#
#   tests/go/bench.sh [COUNT] [TIME]     how many runs of each, 5 if not given; how long each, 0.3s
set -euo pipefail
count=${1:-5} time=${2:-0.3s}
source "$(dirname "$0")/env.sh"
cd ../../tests/go/bench

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
go test -c -o "$results/bench" .
go test -c -o "$results/events" ./events
for ((i = 0; i < count; ++i)); do # one after the other: what disturbs one disturbs its neighbour
    for of in bench events; do "$results/$of" -test.run '^$' -test.bench . -test.benchtime "$time"; done
done >"$results/text"
[[ -z ${FFIGUARD_BENCH_RUNS:-} ]] || cp "$results/text" "$FFIGUARD_BENCH_RUNS" # for tests/bench/run.sh
if has benchstat; then benchstat -col /shim "$results/text"; fi
awk '
    /^Benchmark/ {
        sub(/^Benchmark/, "", $1); sub(/-[0-9]+$/, "", $1)
        split($1, name, "/shim=")
        if (!(name[1] in seen)) { seen[name[1]] = 1; order[++names] = name[1] }
        time[$1, ++runs[$1]] = $3
    }
    function median(of,   i, j, n, swap) {
        n = runs[of]
        for (i = 1; i <= n; ++i)
            for (j = i + 1; j <= n; ++j)
                if (time[of, j] < time[of, i]) {
                    swap = time[of, i]; time[of, i] = time[of, j]; time[of, j] = swap
                }
        return time[of, int((n + 1) / 2)]
    }
    END {
        for (i = 1; i <= names; ++i) {
            if (!((order[i] "/shim=naive") in runs)) continue
            naive = median(order[i] "/shim=naive"); guarded = median(order[i] "/shim=ffiguard")
            printf "%-24s %10.1f ns naive  %10.1f ns ffiguard  ratio %.3f\n", order[i], naive, guarded, guarded / naive
        }
    }' "$results/text"
