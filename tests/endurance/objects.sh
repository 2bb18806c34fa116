#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Objects and buffers of Java's with C++ behind them, beside the same by hand: open and close with a
# Cleaner, a call, a direct buffer against allocateDirect. With each JDK found, without -Xcheck:jni.
#
#   tests/endurance/objects.sh [ROUNDS]      41 if not given
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk
while read -r version home; do
    out=$PWD/build/objects/$version
    mkdir -p "$out/classes"
    "$home/bin/javac" -nowarn -d "$out/classes" $(find examples/java/ffiguard/src/main/java -name '*.java') \
        tests/endurance/objects/ObjectsBench.java 2>/dev/null
    compile "$home" -shared -fPIC -fvisibility=hidden -DNDEBUG tests/endurance/objects/objects_jni.cpp \
        -o "$out/libobjects.so"
    echo "JDK $version"
    "$home/bin/java" --enable-native-access=ALL-UNNAMED "-Drounds=${1:-41}" "-Druns=${FFIGUARD_BENCH_RUNS:-}" "-Dobjects=$out/libobjects.so" \
        -cp "$out/classes" ObjectsBench
done <<<"$found"
