#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# All rooms at work in both hosts (a JVM, a Go program) for a long time: signals, libraries that come and go, threads that
# attach and leave, forks; and processes that end in the middle of it. The memory is flat, the counts are balanced, each
# exit is clean.
#
#   tests/deep/endurance.sh [OUT.json]
#   MINUTES=60 EXITS=200     how long in all, and how many processes end in the middle in each way; VM_EXITS=200:
#                            the same for tests/java/exits.sh
#   MINUTES=short            half a minute, for the test suite
set -uo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
root=$PWD
start=$SECONDS
minutes=${MINUTES:-60} exits=${EXITS:-200}
if [[ $minutes == short ]]; then
    exits=${EXITS:-4} host=5
    set -- # it is no result
else
    host=$((minutes * 60 / 6)) # each of: two JDKs, Go; the rest is for what was there before
fi
from=tests/deep/endurance
out=$root/build/deep/endurance
mkdir -p "$out"
: >"$out/rows"
flags=(-std=c++17 -O1 -Wall -Wextra -Iinclude -shared -fPIC -fvisibility=hidden)
export ROOMS_PLUGIN=$out/plugin.so
# What malloc keeps for itself is not looked for: glibc has up to 236 kB for each thread.
export MALLOC_ARENA_MAX=2 GLIBC_TUNABLES=glibc.malloc.tcache_count=0
"${CC:-gcc}" -shared -fPIC "$from/plugin.c" -o "$ROOMS_PLUGIN" || exit 1
read -r _ home < <(jdks)
[[ -z ${home:-} ]] || flags+=(-DWITH_JVM -isystem "$home/include" -isystem "$home/include/linux")
"${CXX:-g++}" "${flags[@]}" "$from/rooms.cpp" -o "$out/librooms.so" -pthread -ldl || exit 1 # for all hosts

row() { # row WHAT TARGET MEASURED PROBLEM: met if there is no problem
    local verdict=met
    [[ -z $4 ]] || verdict=missed
    printf 'row\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$verdict" "$4" | tee -a "$out/rows"
}

works() { # works WHAT COMMAND...: for $host seconds
    local what=$1 log=$out/works.log problem= name before after works=0 memory= descriptors= threads= open=?
    shift
    timeout $((host * 2 + 120)) "$@" run "$host" >"$log" 2>&1 </dev/null || problem="exit code $?"
    while read -r name before after; do
        case $name in
            WORKS) works=$before ;;
            MEMORY)
                memory="$before to $after kB"
                # 1 MB, or one in 50: pages that are touched late.
                [[ $((after - before)) -le $((before / 50 > 1024 ? before / 50 : 1024)) ]] || problem="memory grows, $memory"
                ;;
            DESCRIPTORS)
                descriptors="$before to $after"
                [[ $after -le $((before + 2)) ]] || problem="descriptors grow, $descriptors"
                ;;
            THREADS) # Go and the JVM start some when they like
                threads="$before to $after"
                [[ $after -le $((before + 8)) ]] || problem="threads grow, $threads"
                ;;
            OPEN)
                open=$before${after:+ $after}
                [[ -z $open ]] || problem="open at the end: $open"
                ;;
        esac
    done <"$log"
    [[ $open != '?' ]] || problem=${problem:-no result}
    [[ -z $problem ]] || cat "$log"
    row "$what, $host s" "flat and balanced" "$works pieces of work; memory ${memory:-?}, descriptors ${descriptors:-?}, threads ${threads:-?}" \
        "$problem"
}

ends() { # ends WHAT CODE COMMAND...: processes that end after 20 to 300 ms
    local what=$1 code=$2 i got problem= bad=0
    shift 2
    for ((i = 0; i < exits; ++i)); do
        got=0
        timeout -s KILL 60 "$@" $((20 + RANDOM % 280)) >"$out/end.log" 2>&1 </dev/null || got=$?
        [[ $got == "$code" ]] && ! grep -qE 'FAILED|SIGSEGV|SIGABRT|fatal error|terminate called' "$out/end.log" && continue
        bad=$((bad + 1))
        cp "$out/end.log" "$out/end.failed.log"
        problem="exit code $got, see build/deep/endurance/end.failed.log"
    done
    [[ $bad == 0 ]] || head -n 40 "$out/end.failed.log"
    row "the process ends in the middle: $what" "$exits of $exits clean" "$((exits - bad)) of $exits" "$problem"
}

while read -r version home; do
    [[ $version == 17 || $version == 25 ]] || continue
    [[ $minutes != short || -z ${done_one:-} ]] || continue
    done_one=1
    at=$out/jvm$version
    mkdir -p "$at"
    "$home/bin/javac" -d "$at" "$from/Rooms.java" || exit 1
    java=("$home/bin/java" --enable-native-access=ALL-UNNAMED -Xms64m -Xmx64m -XX:+UseSerialGC -XX:+AlwaysPreTouch
        -XX:-CreateCoredumpOnCrash "-XX:ErrorFile=$at/hs_err.log" "-Drooms=$out/librooms.so" -cp "$at" Rooms)
    works "all rooms in a JVM, JDK $version" "${java[@]}"
    for how in exit return halt; do ends "JDK $version, $how" 0 "${java[@]}" "$how"; done
done < <(jdks)

if (
    mkdir -p "$out/go"
    source tests/go/env.sh
    cd "$root/$from/go" && CGO_LDFLAGS="-L$out -Wl,-rpath,$out" go build -o "$out/go/program" .
); then
    works "all rooms in a Go program" "$out/go/program"
    for how in exit return c_exit; do ends "Go, $how" 0 "$out/go/program" "$how"; done
    ends "Go, panic" 2 "$out/go/program" panic
else
    printf 'row\tall rooms in a Go program\tflat and balanced\tnot run\texplained\tno Go 1.24\n' >>"$out/rows"
fi

if [[ $minutes != short ]]; then
    piece() { # piece WHAT LOG COMMAND...
        local what=$1 log=$out/$2.log problem=
        shift 2
        bash "$@" >"$log" 2>&1 </dev/null || problem="exit code $?, see build/deep/endurance/${log##*/}"
        [[ -z $problem ]] || tail -n 30 "$log"
        row "$what: $*" "passes" "$(tail -n 1 "$log" | tr '\t' ' ' | cut -c1-100)" "$problem"
    }
    piece "SQLite from Go and zpress from Java at level record" soak tests/endurance/observe.sh $((host / 2))
    piece "goroutines and objects that call Go when they end" promises tests/endurance/promises.sh $((host / 2))
    piece "plugins of four languages come and go" cycles tests/endurance/run.sh 20000 25
    piece "a VM ends while owners and native threads live" vm tests/java/exits.sh "${VM_EXITS:-$exits}"
fi
python3 tests/deep/results.py make endurance "Endurance: all rooms in both hosts" \
    "MINUTES=$minutes EXITS=$exits VM_EXITS=${VM_EXITS:-$exits} tests/deep/endurance.sh" $((SECONDS - start)) \
    "$@" <"$out/rows"
