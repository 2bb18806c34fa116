#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# ffiguard beside raw JNI and fbjni, ratios of one run with each JDK found.
#
#   tests/endurance/fbjni.sh CHECKOUT [--benchmark_filter=ROWS]
#
# CHECKOUT is a working copy of facebookincubator/fbjni; nothing is written there. Needs Google
# Benchmark, and Maven for the two small JARs that fbjni's Java half is compiled with.
set -euo pipefail
cd "$(dirname "$0")/../.."
fbjni=$(realpath "${1:?usage: fbjni.sh CHECKOUT}")
source tests/java/jdks.sh
need_jdk
out=$PWD/build/fbjni
mkdir -p "$out/jars"
for jar in com.facebook.soloader:nativeloader:0.12.1 com.google.code.findbugs:jsr305:3.0.2; do
    mvn -q dependency:copy -Dartifact="$jar" -DoutputDirectory="$out/jars"
done
while read -r version home; do
    [[ $version == 17 || $version == 25 ]] || continue
    at=$out/$version
    mkdir -p "$at/classes"
    "$home/bin/javac" -nowarn -cp "$out/jars/*" -d "$at/classes" $(find "$fbjni/java" -name '*.java') 2>/dev/null
    flags=(-std=c++20 -O2 -DNDEBUG "-I$fbjni/cxx" "-isystem$home/include" "-isystem$home/include/linux")
    [[ -e $at/libfbjni.so ]] || g++ "${flags[@]}" -w -shared -fPIC -DBUILDING_FBJNI "$fbjni"/cxx/fbjni/*.cpp \
        "$fbjni"/cxx/fbjni/detail/*.cpp "$fbjni"/cxx/lyra/*.cpp -o "$at/libfbjni.so" -ldl
    g++ "${flags[@]}" -Iinclude tests/endurance/fbjni/peers.bench.cpp -o "$at/peers" "-L$at" -lfbjni \
        "-L$home/lib/server" -ljvm -lbenchmark -pthread "-Wl,-rpath,$at:$home/lib/server"
    [[ -z ${only_build:-} ]] || continue # for tests/bench/run.sh
    echo "JDK $version"
    FBJNI_CLASSES="$at/classes:$(echo "$out"/jars/*.jar | tr ' ' :)" python3 tests/bench/measure.py ratios "$at/peers" "${@:2}"
done <<<"$found"
