#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Measures everything that docs/performance.md and docs/codegen.md show, again: writes tests/bench/results/*.json,
# and the pages and pictures from it. Prints target, measured and verdict of each claim; fails on no time.
#
#   tests/bench/run.sh [--quick] [STEP...]     --quick: few rounds, for a look; all steps if none is named
#
# Run it on a quiet machine: about 20 minutes. Steps: codegen callgrind sharing tables threads live_tokens boundary
# guards events libraries observation jni objects fbjni jni_bind go sqlite_go sqlite_java zpress. fbjni and jni_bind
# need a checkout, $FFIGUARD_FBJNI and $FFIGUARD_JNI_BIND; without one their last results stay. What else is
# missing is skipped, by name. build_cost/build_cost.py, which takes longer, is a script of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD bench=$PWD/tests/bench out=$PWD/build/bench
source tests/tools/common.sh
source tests/java/jdks.sh
rounds=9 short=0.3s quick=
if [[ ${1:-} == --quick ]]; then
    shift
    rounds=3 short=0.05s quick=1
fi
cpp=(sharing tables boundary guards events libraries observation)
all=(codegen callgrind "${cpp[@]}" threads live_tokens jni objects fbjni jni_bind go sqlite_go sqlite_java zpress)
steps=("${@:-${all[@]}}")
(($# > 0)) || steps=("${all[@]}")
mkdir -p "$out"
began=$SECONDS
skip() { echo "skipped: $1: $2"; }
measure() { python3 "$bench/measure.py" "$@"; }
wants() { [[ " ${steps[*]} " == *" $1 "* ]]; }
has_header() { echo "#include <$1>" | g++ -E -x c++ - >/dev/null 2>&1; }

# ---- the programs
flags=(-std=c++17 -O2 -DNDEBUG -fno-omit-frame-pointer -Iinclude)
build_bench() { # build_bench SOURCE... : those that measure.py runs
    printf '%s\n' "$@" | xargs -P "$(nproc)" -I{} bash -c 'g++ "${@:3}" "$1/$2.bench.cpp" -o build/bench/"$2" -lbenchmark -pthread -ldl' \
        - "$bench" {} "${flags[@]}"
}
programs() { python3 -c 'import sys; sys.path.insert(0, sys.argv[1]); import claims
print(*sorted({p for d in claims.DOMAINS if d.name in sys.argv[2:] for p in d.programs}))' "$bench" "$@"; }

measured=()
for step in "${cpp[@]}"; do ! wants "$step" || measured+=("$step"); done
if ((${#measured[@]})); then
    if has_header benchmark/benchmark.h; then
        has_header boost/smart_ptr/intrusive_ptr.hpp || skip "boost::intrusive_ptr, boost::dll" "no libboost-dev"
        # shellcheck disable=SC2046 # names
        build_bench $(programs "${measured[@]}")
        for step in "${measured[@]}"; do measure domain "$step" "$rounds" "$out"; done
    else
        skip "${measured[*]}" "no Google Benchmark"
    fi
fi

scaled=(threads:hot_token live_tokens:live_tokens)
for one in "${scaled[@]}"; do
    wants "${one%:*}" || continue
    g++ "${flags[@]}" "$bench/${one#*:}.cpp" -o "$out/${one#*:}" -pthread
    python3 "$bench/scale.py" "${one%:*}" "$rounds" "$out" "$([[ -n $quick ]] && echo 1000000 || echo 10000000)"
done

for step in codegen callgrind; do
    ! wants "$step" || python3 "$bench/$step.py" measure
done

# ---- Java
found=$(jdks)
if [[ -z $found ]]; then
    for step in jni objects fbjni jni_bind sqlite_java; do ! wants "$step" || skip "$step" "no JDK from 17 on with jni.h"; done
fi
each_jdk() { # each_jdk FUNCTION: with $version and $home of 17 and of the newest
    local version home
    while read -r version home; do
        [[ $version != 17 && $version != "$(sort -n <<<"$found" | tail -1 | cut -d' ' -f1)" ]] || "$1"
    done <<<"$found"
}
jni_programs() {
    local at=$out/jdk$version program
    mkdir -p "$at"
    for program in $(programs jni); do
        g++ "${flags[@]}" -isystem "$home/include" -isystem "$home/include/linux" "$bench/$program.bench.cpp" -o "$at/$program" \
            "-L$home/lib/server" -ljvm -lbenchmark -pthread -ldl "-Wl,-rpath,$home/lib/server" &
    done
    wait
}
if wants jni && [[ -n $found ]]; then
    if has_header benchmark/benchmark.h; then
        each_jdk jni_programs
        measure domain jni "$rounds" "$out"
    else
        skip jni "no Google Benchmark"
    fi
fi

# fbjni and jni-bind come from a checkout: a wrapper tells the program its classes.
fbjni_program() {
    local at=$out/jdk$version
    mkdir -p "$at"
    printf '#!/bin/sh\nFBJNI_CLASSES=%s exec %s "$@"\n' "$root/build/fbjni/$version/classes:$(echo "$root"/build/fbjni/jars/*.jar | tr ' ' :)" \
        "$root/build/fbjni/$version/peers" >"$at/peers"
    chmod +x "$at/peers"
}
jni_bind_program() { # by clang: g++ 12 does not compile jni-bind
    local at=$out/jdk$version
    mkdir -p "$at"
    clang++ -std=c++20 -O2 -DNDEBUG -w -Iinclude -isystem "$FFIGUARD_JNI_BIND" -isystem "$home/include" -isystem "$home/include/linux" \
        tests/endurance/jni_bind/peers.bench.cpp -o "$at/jni_bind_peers" "-L$home/lib/server" -ljvm -lbenchmark -pthread -ldl \
        "-Wl,-rpath,$home/lib/server"
}
if wants fbjni && [[ -n $found ]]; then
    if [[ -z ${FFIGUARD_FBJNI:-} ]]; then
        skip fbjni "no \$FFIGUARD_FBJNI, a checkout of facebookincubator/fbjni: its last result stays"
    elif only_build=1 tests/endurance/fbjni.sh "$FFIGUARD_FBJNI" >"$out/fbjni.log" 2>&1; then
        each_jdk fbjni_program
        measure domain fbjni "$rounds" "$out"
    else
        skip fbjni "it does not build: build/bench/fbjni.log"
    fi
fi
if wants jni_bind && [[ -n $found ]]; then
    if [[ -z ${FFIGUARD_JNI_BIND:-} ]]; then
        skip jni_bind "no \$FFIGUARD_JNI_BIND, a checkout of google/jni-bind: its last result stays"
    elif ! has clang++; then
        skip jni_bind "no clang++, and g++ does not compile it"
    else
        each_jdk jni_bind_program
        measure domain jni_bind "$rounds" "$out"
    fi
fi

# ---- the scripts of tests/endurance and tests/go, whose runs are lines of Go's benchmarks
lines() { # lines STEP FILE
    [[ -s $2 ]] || { skip "$1" "nothing was measured"; return 0; }
    measure lines "$1" "tests/bench/run.sh $1" <"$2"
}
external() { # external STEP COMMAND...: which writes $runs
    local status=0
    wants "$1" || return 0
    export runs=$out/$1.txt
    rm -f "$runs"
    "${@:2}" >"$out/$1.log" 2>&1 || status=$?
    if [[ $status == 77 ]]; then
        cat "$out/$1.log"
    elif [[ $status != 0 ]]; then
        echo "FAILED: $1:"
        tail -20 "$out/$1.log"
        failed=1
    else
        lines "$1" "$runs"
    fi
}
failed=0
pick() { [[ -n $quick ]] && echo "$1" || echo "$2"; } # pick QUICK DEFAULT
go_step() { FFIGUARD_BENCH_RUNS=$runs tests/go/bench.sh "$(pick 3 40)" 0.01s; } # many short rounds: the machine changes its pace within one
sqlite_go_step() { FFIGUARD_BENCH_RUNS=$runs tests/endurance/sqlite.sh -rows 5000 -rounds "$(pick 3 40)" -scan 100000 -blobs "$(pick 20 50)"; }
objects_step() { FFIGUARD_BENCH_RUNS=$runs tests/endurance/objects.sh "$(pick 9 21)"; }
sqlite_java_of_jdk() { # all over one SQLite: else sqlite-jdbc's is another, compiled with other options
    jdk=$version same=1 FFIGUARD_BENCH_RUNS=$runs.$version tests/endurance/sqlite_java.sh -rows 5000 -rounds "$(pick 3 21)" -scan 100000
    cat "$runs.$version" >>"$runs"
}
sqlite_java_step() { each_jdk sqlite_java_of_jdk; }
external go go_step
external sqlite_go sqlite_go_step
[[ -z $found ]] || external objects objects_step
[[ -z $found ]] || external sqlite_java sqlite_java_step

if wants zpress; then
    rm -rf "$out/zpress_go" "$out/jdk"
    if has go; then
        (source tests/go/env.sh && cd "$bench/zpress" && go build -o "$out/zpress_go" .) || skip "zpress from Go" "it does not build"
    else
        skip "zpress from Go" "no go"
    fi
    if [[ -n $found ]]; then
        read -r _ home < <(sort -rn <<<"$found")
        mkdir -p "$out/jdk"
        JAVA_HOME=$home examples/java/jni/build.sh "$out/jdk" &&
            "$home/bin/javac" -cp "$out/jdk/classes" -d "$out/jdk" "$bench/zpress/ZpressBench.java"
        echo "$home/bin/java" >"$out/jdk/java"
    fi
    python3 "$bench/zpress.py" "$(pick 2 5)" "$(pick 16 1024)" "$out"
fi

python3 "$bench/page.py" write
echo "all in $((SECONDS - began)) s; docs/performance.md and its pictures are written"
exit "$failed"
