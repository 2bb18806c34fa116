#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# clang-tidy over all public headers, as one source file, and clang-format over include/. Fifteen seconds.
# Exits with 77 where the tools are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/common.sh
failed=0

if ! has clang-format; then
    echo "skipped: the format of include/: no clang-format"
elif [[ $(clang-format --version) != *"version 14."* ]]; then
    echo "skipped: the format of include/: each version has its own, and this is not clang-format 14"
elif ! find include -name '*.hpp' -print0 | xargs -0 clang-format --dry-run -Werror 2>build/logs/format.log; then
    grep 'error:' build/logs/format.log | head -n 20
    echo "FAILED: find include -name '*.hpp' -print0 | xargs -0 clang-format -i"
    failed=1
fi

has clang-tidy || { echo "skipped: clang-tidy: it is not installed"; exit $((failed ? 1 : 77)); }
jni=()
if has javac; then
    jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
    jni=(-isystem "$jdk/include" -isystem "$jdk/include/linux")
fi
[[ -e ${jni[1]:-}/jni.h ]] || { jni=() && echo "skipped: clang-tidy over jni/: no JDK headers found"; }
find include/ffiguard -name '*.h*' -not -path '*/detail/*' | sort |
    { if [[ ${#jni[@]} == 0 ]]; then sed '/\/jni\//d'; else cat; fi; } |
    sed 's|^include/\(.*\)|#include <\1>|' >build/tidy.cpp
clang-tidy --quiet build/tidy.cpp -- -std=c++17 -Iinclude "${jni[@]}" 2>build/logs/tidy.log || failed=1
exit $failed
