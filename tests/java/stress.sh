#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Eight Java threads against the shim built with AddressSanitizer.
#
#   tests/java/stress.sh [SECONDS]     30 if not given
set -euo pipefail
seconds=${1:-30}
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk

# The JVM is not built with ASan, so its runtime has to come first, and g++ has it as a shared
# object. SIGSEGV belongs to the JVM, and so does most of what would look like a leak at the end.
export CXX=g++
libasan=$(g++ -print-file-name=libasan.so)
# Newer kernels spread addresses wider than the sanitizers of older compilers can bear.
if setarch -R true 2>/dev/null; then launcher='setarch -R'; fi
limit=$((seconds + 300))
while read -r version home; do
    out=$PWD/build/java/$version-asan
    CXXFLAGS='-O1 -g -fsanitize=address -fno-omit-frame-pointer' build "$home" "$out"
    LD_PRELOAD=$libasan \
    ASAN_OPTIONS=handle_segv=0:allow_user_segv_handler=1:detect_leaks=0:halt_on_error=1 \
        run "$home" "$out" dev.ffiguard.example.Stress "$seconds"
    echo "java $version: $(tail -n 1 "$out/run.log")"
done <<<"$found"
