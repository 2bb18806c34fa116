#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Eight threads, goroutines and Java threads open, write, close, close twice and abandon streams of
# the zpress shim for FFIGUARD_STRESS_SECONDS (10) each: C++ under TSan, Go and Java with the C++
# side under ASan. Streams released must equal streams opened.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/common.sh
seconds=${FFIGUARD_STRESS_SECONDS:-10}
out=build/stress
mkdir -p "$out"

has "${CXX:-g++}" || { echo "skipped: stress: no ${CXX:-g++}"; exit 77; }
echo "== C++, 8 threads, ThreadSanitizer, $seconds s"
"${CXX:-g++}" -std=c++17 -g -O1 -fsanitize=thread -Wno-tsan -pthread -Iinclude -Iexamples/zpress \
    examples/zpress/zpress.cpp tests/stress/zpress_stress.cpp -ldl -o "$out/zpress_tsan"
fixed_addresses "$out/zpress_tsan" "$seconds" 8

ran=1
for language in go java; do
    echo "== $language, 8 at once, AddressSanitizer on the C++ side, $seconds s"
    status=0
    bash "tests/$language/stress.sh" "$seconds" || status=$?
    [[ $status == 0 || $status == 77 ]] || exit "$status"
    [[ $status == 77 ]] || ran=$((ran + 1))
done
echo "$ran of 3 stress runs done"
