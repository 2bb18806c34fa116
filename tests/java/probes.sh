#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# bpftrace sees what the collector of a live Java program finds. After tests/java/run.sh, which has built
# everything; exits with 77 where bpftrace or its privileges are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/common.sh
source tests/java/jdks.sh
need_jdk

why=$(why_no_bpftrace)
[[ -z $why ]] || { echo "skipped: java: probes: bpftrace: $why"; exit 77; }
export BPFTRACE_STRLEN=120

failed=0
while read -r version home; do
    out=$PWD/build/java/$version
    rm -f "$out/in"
    mkfifo "$out/in"
    "$home/bin/java" -Xcheck:jni -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED "-Djava.library.path=$out" \
        -cp "$out/classes:$out/tests" dev.ffiguard.example.AbandonedProbe <"$out/in" >"$out/probe.log" 2>&1 &
    traced=$!
    exec 7>"$out/in"
    wait_for "$out/probe.log" ready
    bpftrace -B line -p "$traced" -e '
        usdt:*:ffiguard:abandoned { @told[arg2] = 1; printf("abandoned %s\n", str(arg0, arg1)); }
        usdt:*:ffiguard:releasing /@told[arg2]/ { printf("released\n"); delete(@told[arg2]); }' \
        >"$out/bpftrace.log" 2>&1 &
    tracer=$!
    wait_for "$out/probe.log" "done" || failed=1
    wait_for "$out/bpftrace.log" '^released$' 5 || failed=1 # a line comes later than what it tells of
    kill -INT "$tracer"
    wait "$tracer" || true
    exec 7>&-
    wait "$traced" || failed=1
    told=$(grep -cxF 'abandoned dev.ffiguard.example.AbandonedProbe$Dropped' "$out/bpftrace.log" || true)
    released=$(grep -c '^released$' "$out/bpftrace.log" || true)
    if [[ $told != 5 || $released != 5 ]]; then
        echo "FAILED: java $version: probes: abandoned $told of 5, of these released $released"
        cat "$out/probe.log" "$out/bpftrace.log"
        failed=1
    else
        echo "java $version: probes: abandoned 5 of 5"
    fi
done <<<"$found"
exit $failed
