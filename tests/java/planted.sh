#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# 3 streams that a Java program leaks at one line, 5 that it abandons at another and 4 violations: Java's own
# tools, the report of C++ and, where it is there, bpftrace on the live process tell these numbers. With every
# JDK found, over a stripped shim that is compiled with the ledger.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/common.sh
source tests/java/jdks.sh
need_jdk
source=tests/java/dev/ffiguard/example/Planted.java
leak=$(sed -n '/ LEAK$/=' $source) abandon=$(sed -n '/ ABANDON$/=' $source)
types=dev.ffiguard.example

why=$(why_no_bpftrace)
[[ -z $why ]] || echo "skipped: java: planted: bpftrace: $why"
export __BPFTRACE_NOTIFY_PROBES_ATTACHED=1

expect() { # expect WHAT FILE PATTERN
    grep -qE "$3" "$2" && return
    echo "FAILED: java $version: planted: $1: no line $3 in"
    cat "$2"
    failed=1
}

failed=0
while read -r version home; do
    out=$PWD/build/java/$version/planted
    mkdir -p "$out"
    # shellcheck disable=SC2046 # no blanks in these names
    "$home/bin/javac" -Xlint:all -Werror -d "$out/classes" $(sources ffiguard jni) \
        tests/java/dev/ffiguard/example/{Check,Planted}.java
    compile "$home" -shared -fPIC -fvisibility=hidden -DFFIGUARD_OBSERVE=1 -s -Iexamples/zpress \
        examples/java/jni/src/main/cpp/zpress_jni.cpp examples/zpress/zpress.cpp tests/java/planted_jni.cpp -o "$out/libzpress_jni.so"
    rm -f "$out/in"
    mkfifo "$out/in"
    FFIGUARD_OBSERVE_LEVEL=record FFIGUARD_OBSERVE_REPORT=exit timeout 120 "$home/bin/java" -Xcheck:jni -XX:+UseSerialGC \
        --enable-native-access=ALL-UNNAMED "-Djava.library.path=$out" -cp "$out/classes" $types.Planted \
        "$leak" "$abandon" <"$out/in" >"$out/java.log" 2>&1 &
    java=$!
    exec 7>"$out/in"
    wait_for "$out/java.log" ready
    scripts=()
    if [[ -z $why ]]; then
        scripts=(live violations)
        process=$(pgrep -P "$java" java)
    fi
    tracers=()
    for script in "${scripts[@]}"; do
        # END tidies up only, and now and then bpftrace 0.17 cannot load it on a busy machine.
        sed '/^END.*}$/d; /^END$/,/^}/d' "examples/observe/$script.bt" >"$out/$script.bt"
        chmod +x "$out/$script.bt"
        : >"$out/$script.log"
        timeout 100 "$out/$script.bt" -B line -p "$process" >"$out/$script.log" 2>&1 &
        tracers+=($!)
        wait_for "$out/$script.log" NOTIFY_PROBES_ATTACHED
    done
    echo >&7
    wait_for "$out/java.log" planted
    for tracer in "${tracers[@]}"; do
        for ((i = 0; i < 300; ++i)); do # it misses one now and then
            [[ $((i % 30)) != 0 ]] || kill -INT "$tracer" 2>/dev/null || break
            kill -0 "$tracer" 2>/dev/null || break
            sleep 0.1
        done
        wait "$tracer" || true
    done
    if [[ -z $why ]]; then
        expect bpftrace "$out/live.log" '^@open\[std::unique_ptr<.*compressor.*>\]: 3$'
        expect bpftrace "$out/live.log" '^@opened\[std::unique_ptr<.*compressor.*>\]: 12$'
        expect bpftrace "$out/live.log" '^@closed\[std::unique_ptr<.*compressor.*>\]: 9$'
        expect bpftrace "$out/violations.log" '^@violations\[double release\]: 4$'
    fi
    exec 7>&-
    wait "$java" || { echo "FAILED: java $version: planted"; cat "$out/java.log"; failed=1; }
    expect "report at exit" "$out/java.log" '^3 std::unique_ptr<.*compressor.*> opened at libzpress_jni\.so\+0x'
    expect "violations at exit" "$out/java.log" '^ffiguard: 12 open \(.* 4 violations, '
    expect "a violation" "$out/java.log" \
        '^ffiguard: double release: planted \(opened as sensor at .*Planted_violate.* by thread [0-9]+, closed at .*Planted_violate.* by thread [0-9]+\)$'
    echo "java $version: planted: 3 leaked, 5 abandoned, 4 violations"
done <<<"$found"
exit $failed
