#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Two halves of something that ffiguard owns, ended in every order of two by: a static object, a thread_local object of the
# main thread or of another one, an exit handler, a library's static object, dlclose() at exit, a destructor function,
# nothing. In a program, a program with a VM, and a Go program, by every way that each has to end. No crash, no hang, no
# double release, and a leak report that is right.
#
#   tests/deep/exit_order.sh [OUT.json]
set -uo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
root=$PWD
start=$SECONDS
out=$PWD/build/deep/exit_order
source=tests/deep/exit_order
mkdir -p "$out"
: >"$out/rows"
flags=(-std=c++17 -Wall -Wextra -Iinclude -O1 -g1)
all=owners,tables,families,waiting,queues,workers,signals,shares,homes,events,loans

make_it() { # make_it DIRECTORY COMPILER FLAG...
    local to=$1 cxx=$2
    shift 2
    mkdir -p "$to"
    "$cxx" "${flags[@]}" "$@" "$source/program.cpp" -rdynamic -o "$to/program" -pthread -ldl ${link[@]+"${link[@]}"} &&
        "$cxx" "${flags[@]}" "$@" -shared -fPIC -fvisibility=hidden "$source/library.cpp" -o "$to/library.so" -pthread
}

excluded=0
runs() { # runs WHAT LOG COMMAND...: run.py with its arguments
    local what=$1 log=$2 verdict=met why= count faults left
    shift 2
    nice python3 "$source/run.py" "$@" >"$log" 2>&1 || true
    read -r count faults left < <(sed -n 's/^RUNS \([0-9]*\) FAULTS \([0-9]*\) EXCLUDED \([0-9]*\)$/\1 \2 \3/p' "$log")
    excluded=$((excluded + ${left:-0}))
    if [[ ${faults:-1} != 0 ]]; then
        verdict=missed why="see ${log#"$root/"}"
        head -n 60 "$log"
    fi
    printf 'row\t%s\tno crash, no hang, nothing released twice, a right report\t%s runs, %s faults\t%s\t%s\n' \
        "$what" "${count:-0}" "${faults:-no result}" "$verdict" "$why" | tee -a "$out/rows"
}

link=()
make_it "$out/plain" "${CXX:-g++}" || exit 1
runs "a program: return from main, exit(), exit() on another thread" "$out/plain.log" "$out/plain" "$out/plain/program" \
    "$out/plain/library.so" "$all" return,exit,thread
if make_it "$out/asan" clang++ -fsanitize=address,undefined -fno-sanitize-recover=all; then
    export ASAN_OPTIONS=detect_leaks=0
    runs "the same under ASan and UBSan: return from main" "$out/asan.log" "$out/asan" "$out/asan/program" \
        "$out/asan/library.so" "$all" return setarch -R
    unset ASAN_OPTIONS
fi

while read -r version home; do
    [[ $version == 17 || $version == 25 ]] || continue
    link=("$home/lib/server/libjvm.so" "-Wl,-rpath,$home/lib/server")
    make_it "$out/jvm$version" "${CXX:-g++}" -DWITH_JVM -isystem "$home/include" -isystem "$home/include/linux" || continue
    runs "DestroyJavaVM at one moment, Java references at the other, JDK $version" "$out/jvm$version.log" \
        "$out/jvm$version" "$out/jvm$version/program" "$out/jvm$version/library.so" refs return,exit # on another thread DestroyJavaVM() would wait for main
done < <(jdks)

link=()
if (
    mkdir -p "$out/go"
    "${CXX:-g++}" "${flags[@]}" -DFOR_GO -shared -fPIC "$source/program.cpp" -o "$out/go/libexit_order.so" -pthread -ldl &&
        "${CXX:-g++}" "${flags[@]}" -shared -fPIC -fvisibility=hidden "$source/library.cpp" -o "$out/go/library.so" -pthread || exit
    source tests/go/env.sh
    cd "$root/$source/go" && CGO_LDFLAGS="-L$out/go -Wl,-rpath,$out/go" go build -o "$out/go/program" .
); then
    runs "Go: return of main, os.Exit, panic, exit() through cgo" "$out/go.log" "$out/go" "$out/go/program" "$out/go/library.so" \
        tables,waiting,workers,signals,homes,events go_return,go_exit,go_panic,go_c_exit
else
    printf 'row\tGo: return of main, os.Exit, panic, exit() through cgo\tno faults\tnot run\texplained\tno Go 1.24\n' >>"$out/rows"
fi

[[ $excluded == 0 ]] ||
    printf 'exception\t%s of these runs\tthe library is unloaded while objects of its tables, or places of its thread_home, are there; core.md says that it must stay loaded\n' \
        "$excluded" >>"$out/rows"
python3 tests/deep/results.py make exit_order "Static exit order, in every order of two" tests/deep/exit_order.sh \
    $((SECONDS - start)) "$@" <"$out/rows"
