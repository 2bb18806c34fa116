#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Signals that C++ and the VM both handle, each in a process of its own, with libjsig and without: what
# the VM lives by is no crash, a crash is reported by both, and SIGTERM reaches the shutdown hooks.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk
ulimit -c 0

failed=0
fail() {
    cat "$out/signals.log"
    echo "FAILED: java $version ${jsig:+with libjsig }$*"
    failed=1
}
java_ends() { # java_ends STATUS MODE: what it printed is in signals.log
    local status=0
    rm -f "$out/hs_err.log"
    timeout -s KILL 60 env ${jsig:+"LD_PRELOAD=$jsig"} "$home/bin/java" --enable-native-access=ALL-UNNAMED \
        -Xmx128m -XX:+UseSerialGC -XX:-CreateCoredumpOnCrash "-XX:ErrorFile=$out/hs_err.log" \
        "-Djava.library.path=$out" -cp "$out/classes:$out/tests" dev.ffiguard.example.SignalShim "$2" \
        >"$out/signals.log" 2>&1 </dev/null || status=$?
    [[ $status == "$1" ]] || fail "$2: exit status $status, not $1"
}
printed() { # printed LINE MODE
    [[ $(grep -cxF "$1" "$out/signals.log") == 1 ]] || fail "$2: did not print once: $1"
}
crash_is_told_twice() { # crash_is_told_twice MODE
    printed 'C++: crash reported' "$1"
    grep -q 'SIGSEGV (0xb)' "$out/hs_err.log" || fail "$1: no hs_err file with the crash"
}

while read -r version home; do
    out=$PWD/build/java/$version
    [[ ${1:-} == built ]] || build "$home" "$out"
    build_shim "$home" "$out" signal_shim
    for jsig in '' "$home/lib/libjsig.so"; do
        java_ends 0 faults
        printed OK faults
        java_ends 1 crash # as without a core dump
        crash_is_told_twice crash
        java_ends 143 chained
        printed 'hook: 1' chained
        java_ends 143 taken
        printed 'lives: 3' taken
        printed 'hook: 3' taken
    done
    jsig=
    compile "$home" tests/java/signal_program.cpp -o "$out/signal_program" "$home/lib/server/libjvm.so" \
        "-Wl,-rpath,$home/lib/server"
    rm -f "$out/hs_err.log"
    timeout -s KILL 60 "$out/signal_program" "-XX:ErrorFile=$out/hs_err.log" >"$out/signals.log" 2>&1 || true
    crash_is_told_twice program
    echo "java $version: signals"
done <<<"$found"
exit $failed
