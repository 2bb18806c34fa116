#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The java launcher ends, by a return from main and by System.exit, with static owners in C++ and
# with native threads that are in and out of the VM: exit status 0 within 5 seconds.
#
#   tests/java/exits.sh [RUNS]     200 of each if not given
set -euo pipefail
runs=${1:-200}
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh

found=$(jdks)
if [[ -z $found ]]; then
    echo "skipped: java: no JDK from 17 on with jni.h"
    exit 77
fi

failed=0
while read -r version home; do
    out=$PWD/build/java/$version
    build "$home" "$out"
    build_shim "$home" "$out" exit_shim
    for program in ExitShim\ {return,exit,return-threads,exit-threads} ExitTail\ {return,exit}; do
        read -r name mode <<<"$program"
        bad=0
        for ((i = 0; i < runs; i++)); do
            timeout -s KILL 5 "$home/bin/java" --enable-native-access=ALL-UNNAMED -Xmx64m \
                -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-CreateCoredumpOnCrash \
                "-XX:ErrorFile=$out/exit_error.log" "-Djava.library.path=$out" \
                -cp "$out/classes:$out/tests" "dev.ffiguard.example.$name" "$mode" \
                >"$out/exit.log" 2>&1 </dev/null || {
                echo "FAILED, exit status $?: java $version $program"
                cat "$out/exit.log"
                bad=$((bad + 1))
            }
        done
        echo "java $version $program: $((runs - bad)) of $runs end well"
        [[ $bad == 0 ]] || failed=1
    done
done <<<"$found"
exit $failed
