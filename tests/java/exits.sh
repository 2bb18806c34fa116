#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# A process ends while owners live and native threads are in and out of the VM: exit status 0 within
# 5 seconds (or FFIGUARD_EXIT_SECONDS, for a busy machine). The process is the java launcher, which
# returns from main or calls System.exit, or a C++ program that makes its VM itself, in every way that
# exit_program.cpp knows.
#
#   tests/java/exits.sh [RUNS [built]]     200 of each if not given; built: what tests/java/run.sh builds is there
set -euo pipefail
runs=${1:-200} built=${2:-}
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk

ends() { # ends HOW COMMAND...: as often as it is to be
    local how=$1 bad=0 i
    shift
    for ((i = 0; i < runs; i++)); do
        timeout -s KILL "${FFIGUARD_EXIT_SECONDS:-5}" "$@" >"$out/exit.log" 2>&1 </dev/null && continue
        echo "FAILED, exit status $?: java $version $how"
        cat "$out/exit.log"
        bad=$((bad + 1))
    done
    ways=$((ways + 1))
    [[ $bad == 0 ]] || { echo "java $version $how: $bad of $runs runs end badly"; failed=1; }
}

exits_of() { # exits_of VERSION HOME
    local version=$1 home=$2 out=$PWD/build/java/$1 ways=0 failed=0 program name mode
    [[ $built == built ]] || build "$home" "$out"
    build_shim "$home" "$out" exit_shim
    for program in ExitShim\ {return,exit,return-threads,exit-threads} ExitTail\ {return,exit}; do
        read -r name mode <<<"$program"
        ends "launcher $program" "$home/bin/java" --enable-native-access=ALL-UNNAMED -Xmx64m \
            -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-CreateCoredumpOnCrash \
            "-XX:ErrorFile=$out/exit_error.log" "-Djava.library.path=$out" \
            -cp "$out/classes:$out/tests" "dev.ffiguard.example.$name" "$mode"
    done
    compile "$home" tests/java/exit_program.cpp -o "$out/exit_program" "$home/lib/server/libjvm.so" \
        "-Wl,-rpath,$home/lib/server"
    for mode in $("$out/exit_program"); do
        ends "program $mode" env -C "$out" ./exit_program "$mode"
    done
    echo "java $version: $ways ways to end, $runs runs of each"
    return "$failed"
}

running=()
while read -r version home; do
    exits_of "$version" "$home" </dev/null &
    running+=($!)
done <<<"$found"
failed=0
for one in "${running[@]}"; do wait "$one" || failed=1; done
exit "$failed"
