#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Builds the tests of the rooms for other targets, each room one program, and runs them.
#
#   tests/platforms/rooms.sh                      the short form: musl, aarch64 and Windows, two rooms
#   tests/platforms/rooms.sh TARGET[:ROOM,...]... these, for instance  musl  aarch64:core,memory
#   tests/platforms/rooms.sh all
#
# A target is compiled by zig (PyPI: ziglang), which brings the C and C++ library along, and runs as
# it is, under qemu-user or under Wine. zig builds the C++ library of a target once: a minute of processor.
# The targets that end in -gnu are compiled by Debian's cross compilers (g++-s390x-linux-gnu). What a target cannot have says "skipped: <what>: <why>"; test
# cases that are left out stand in rooms_left_out.tsv with their reason. The result of each room is
# a line of rooms.tsv, which docs/platforms.md is made from. build/platforms/rooms keeps the logs.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/common.sh

work=$PWD/build/platforms/rooms
results=${FFIGUARD_ROOMS_TSV:-$PWD/tests/platforms/rooms.tsv}
left_out=tests/platforms/rooms_left_out.tsv
python=${FFIGUARD_ZIG_PYTHON:-python3} # one that has ziglang
jobs=${FFIGUARD_JOBS:-$(nproc)}
mkdir -p "$work"

static_rooms=(core memory posix signal thread go) # of library/ there is nothing without shared objects
all_targets=(m32 libcxx musl musl-shared aarch64 arm riscv64 s390x s390x-gnu riscv64-gnu windows)

skip() { echo "skipped: $1: $2"; }
failed=0
fail() {
    echo "FAILED: $1"
    failed=1
}

# Sets compiler, runner, rooms, shared (can load a shared object) and needs; for a TARGET.
describe() {
    local zig=("$python" -m ziglang c++ -fno-sanitize=undefined)
    runner=() needs='' shared=yes rooms=("${static_rooms[@]}" library) libs=(-ldl -lpthread)
    case $1 in
        m32) compiler=(g++ -m32) ;;
        libcxx) compiler=(clang++ -stdlib=libc++) ;;
        musl) compiler=("${zig[@]}" -target x86_64-linux-musl -static)
            shared=no rooms=("${static_rooms[@]}")
            ;;
        musl-shared)
            compiler=("${zig[@]}" -target x86_64-linux-musl -dynamic)
            needs=/lib/ld-musl-x86_64.so.1
            ;;
        aarch64 | arm | riscv64 | s390x)
            local triple=$1-linux-musl
            [[ $1 == arm ]] && triple=arm-linux-musleabihf
            compiler=("${zig[@]}" -target "$triple" -static) shared=no
            has "qemu-$1" && runner=("qemu-$1") || runner=("qemu-$1-static")
            rooms=(core memory)
            [[ $1 == aarch64 ]] && rooms=("${static_rooms[@]}")
            ;;
        s390x-gnu | riscv64-gnu)
            compiler=("${1%-gnu}-linux-gnu-g++" -static) shared=no rooms=(core memory)
            has "qemu-${1%-gnu}" && runner=("qemu-${1%-gnu}") || runner=("qemu-${1%-gnu}-static")
            ;;
        windows)
            compiler=("${zig[@]}" -target x86_64-windows-gnu) shared=no libs=()
            runner=(wine)
            rooms=(core memory library platforms)
            ;;
        *)
            echo "$0: no target is called '$1'; there are: ${all_targets[*]}" >&2
            exit 2
            ;;
    esac
}

# What a target lacks, or nothing.
missing_for() { # missing_for TARGET
    if [[ ${compiler[0]} == "$python" ]]; then
        "$python" -m ziglang version >/dev/null 2>&1 || { echo "no ziglang (PyPI)"; return; }
    else
        echo 'int main() {}' | "${compiler[@]}" -x c++ - -o /dev/null 2>/dev/null ||
            { echo "no ${compiler[*]} that links"; return; }
    fi
    [[ -z $needs || -e $needs ]] || { echo "no $needs"; return; }
    [[ ${#runner[@]} == 0 ]] || has "${runner[0]}" || echo "no ${runner[0]}"
}

# One object of a room. Called by xargs.
compile_one() { # compile_one OUT SOURCE COMMAND...
    local out=$1 source=$2 object
    object=$out/$(tr / _ <<<"${source#tests/}").o
    [[ ! $object -nt $source || -n $(find include tests -newer "$object" -name '*.hpp' -print -quit) ]] || return 0
    local before=()
    # doctest and the standard library are two thirds of a test. main.cpp has doctest in its own way.
    if [[ $source != tests/main.cpp ]]; then
        [[ ! -e $out/../before.pch ]] || before=(-include-pch "$out/../before.pch") # clang's
        [[ ! -e $out/../before.hpp.gch ]] || before=(-include "$out/../before.hpp") # of g++
    fi
    if [[ ${#before[@]} -gt 0 ]] && "${@:3}" "${before[@]}" -c "$source" -o "$object" >"$object.log" 2>&1; then
        return
    fi
    # Also where a name of the test is one of a header that it does not include.
    if ! "${@:3}" -c "$source" -o "$object" >"$object.log" 2>&1; then
        rm -f "$object"
        echo "$source does not compile: $object.log"
    fi
}
export -f compile_one

# Sources of a room that can be had for the target.
sources_of() { # sources_of TARGET ROOM
    local source name
    for source in tests/"$2"/*.test.cpp; do
        name=$2/$(basename "$source" .test.cpp)
        case $name in thread/lmdb | go/sqlite) continue ;; esac # they have a library of their own
        local why
        why=$(awk -F'\t' -v t="$1" -v n="$name" '
            !/^#/ && t ~ "^(" $1 ")$" && $2 == n && $3 == "*" { print $4; exit }' "$left_out")
        if [[ $shared == no && -z $why && $2 != platforms ]] && grep -q FFIGUARD_TEST_LIB_DIR "$source"; then
            why="needs shared objects, and the program is static"
        fi
        if [[ $1 == windows && -z $why ]] && grep -qE \
            '(dlfcn|unistd|pthread|signal|poll|fcntl|alloca)\.h>|<sys/|(forked|late_calls|every_step|test_library)\.hpp|library_host_|/(posix|signal|thread)/' \
            "$source"; then
            why="needs POSIX"
        fi
        if [[ -n $why ]]; then
            skip "$1: $name" "$why" >&2
            printf '%s\t%s\n' "$name" "$why" >>"$work/$1/$2/left_out"
        else
            echo "$source"
        fi
    done
}

# Test cases of a room that are left out, as doctest takes them.
cases_left_out() { # cases_left_out TARGET ROOM
    awk -F'\t' -v t="$1" -v r="$2/" '
        !/^#/ && t ~ "^(" $1 ")$" && index($2, r) == 1 && $3 != "*" {
            gsub(/,/, "?", $3); printf "%s%s", n++ ? "," : "", $3 }' "$left_out"
}

# One shared object. Called by xargs.
build_one() { # build_one SOURCE OUTPUT COMMAND...
    [[ ! $2 -nt $1 ]] || return 0
    "${@:3}" "$1" -o "$2" >"$2.log" 2>&1 </dev/null || echo "$1 does not compile: $2.log"
}
export -f build_one

build_libs() { # build_libs LIB: the shared objects of all rooms, linked as tests/CMakeLists.txt links them
    local lib=$1 source name
    if [[ ${runner[*]} == wine ]]; then
        build_one tests/library/lib/provider.c "$lib/provider.dll" "${compiler[@]}" -shared -x c
    fi
    [[ $shared == yes ]] || return 0
    local link=(${FFIGUARD_LAUNCHER:-} "${compiler[@]}" -shared -fPIC -Iinclude -Itests "-Wl,-rpath,$lib")
    local c=(-x c -std=gnu11)
    build_one tests/library/lib/provider.c "$lib/dependency.so" "${link[@]}" -Wl,-soname,dependency.so "${c[@]}"
    build_one tests/library/lib/provider.c "$lib/gone.so" "${link[@]}" -Wl,-soname,libffiguard_gone.so.1 "${c[@]}"
    for source in tests/*/lib/*.c tests/*/lib/*.cpp; do
        [[ $source != tests/jni/* ]] || continue
        name=$(basename "${source%.*}")
        local flags=(-std=c++17)
        [[ $source == *.cpp ]] || flags=("${c[@]}")
        case $name in
            no_delete) flags=(-Wl,-z,nodelete "${flags[@]}") ;;
            needs_gone | needs_dependency) flags=("$lib/${name#needs_}.so" "${flags[@]}") ;;
        esac
        printf '%s\n' "$source $lib/$name.so ${link[*]} ${flags[*]}"
    done | xargs -P "$jobs" -I{} bash -c 'build_one {}'
}

run_room() { # run_room TARGET ROOM
    local target=$1 room=$2 out=$work/$1/$2 log=$work/$1/$2.log
    mkdir -p "$out" "$work/$target/lib"
    # A copy, so that the system's other headers do not come with it.
    mkdir -p "$work/doctest/doctest"
    cp -u "${FFIGUARD_DOCTEST:-/usr/include/doctest/doctest.h}" "$work/doctest/doctest/"
    local command=(${FFIGUARD_LAUNCHER:-} "${compiler[@]}" -std=c++17 -O0 -g0 -w -Iinclude -Itests
                   -isystem "$work/doctest" -DDOCTEST_CONFIG_SUPER_FAST_ASSERTS
                   "-DFFIGUARD_TEST_LIB_DIR=\"$work/$target/lib\"" "-DFFIGUARD_TEST_SOURCE_DIR=\"$PWD\"")
    build_libs "$work/$target/lib"
    local before=$work/$target/before.pch
    [[ ${compiler[0]} != *g++ ]] || before=$work/$target/before.hpp.gch
    if [[ ! -e $before ]]; then
        printf '#include <%s>\n' atomic cerrno chrono condition_variable cstdint cstdio cstdlib cstring \
            exception functional memory mutex new set string thread type_traits utility vector \
            doctest/doctest.h >"$work/$target/before.hpp"
        "${command[@]}" -x c++-header "$work/$target/before.hpp" -o "$before" 2>"$out/pch.log" || rm -f "$before"
    fi
    : >"$out/left_out"
    { echo tests/main.cpp; sources_of "$target" "$room"; } >"$out/sources"
    local wrong
    wrong=$(xargs -P "$jobs" -I{} bash -c 'compile_one "$0" {} "$@"' "$out" "${command[@]}" <"$out/sources")
    if [[ -n $wrong ]]; then
        fail "$target $room: $wrong"
        return
    fi
    local objects=() source
    while read -r source; do objects+=("$out/$(tr / _ <<<"${source#tests/}").o"); done <"$out/sources"
    local program=$out/test_$room
    [[ $target == windows ]] && program+=.exe
    if ! "${compiler[@]}" "${objects[@]}" -o "$program" "${libs[@]}" >"$out/link.log" 2>&1; then
        fail "$target $room: does not link: $out/link.log"
        return
    fi
    local arguments=("--test-case-exclude=$(cases_left_out "$target" "$room")")
    local status=0 each=("*")
    # A process of its own for each source: qemu keeps memory of each thread that has ended, and a fork()
    # of gigabytes takes seconds.
    if [[ ${runner[*]} == qemu* ]]; then
        mapfile -t each < <(sed -E '1d; s|.*/|*/|' "$out/sources")
    fi
    : >"$log"
    for source in "${each[@]}"; do
        (cd "$out" && WINEDEBUG=-all timeout 900 "${runner[@]}" "$program" "${arguments[@]}" "--source-file=$source") \
            >>"$log" 2>&1 </dev/null || { status=$?; echo "$source: exit status $status" >>"$log"; }
    done
    grep '^skipped: ' "$log" | sort -u || true
    local cases
    cases=$(tr -d '\r' <"$log" | sed -nE 's/.*test cases: +([0-9]+) \| +([0-9]+) passed.*/\2 \1/p' |
        awk '{ passed += $1; all += $2 } END { if (NR > 0) print passed " of " all }')
    echo "$target $room: ${cases:-none} (log: $log)"
    if [[ $status != 0 || ${cases:-0} == 0* ]]; then
        fail "$target $room: exit status $status, see $log"
        return
    fi
    local names # each reason once
    names=$({
        cat "$out/left_out"
        awk -F'\t' -v t="$target" -v r="$room/" '
            !/^#/ && t ~ "^(" $1 ")$" && index($2, r) == 1 && $3 != "*" { print $3 "\t" $4 }' "$left_out"
    } | awk -F'\t' '
        !($2 in of) { reasons[++n] = $2 }
        { of[$2] = of[$2] (of[$2] == "" ? "" : ", ") $1 }
        END { for (i = 1; i <= n; ++i) printf "%s%s: %s", (i > 1 ? "; " : ""), of[reasons[i]], reasons[i] }')
    record "$target" "$room" "${cases%% *}" "${names:-none}"
}

# Replaces the line of this target and room.
record() { # record TARGET ROOM CASES NAMES
    [[ -e $results ]] || printf '# target\troom\tcases passed\tleft out, and why\tdate\n' >"$results"
    {
        awk -F'\t' -v t="$1" -v r="$2" '!($1 == t && $2 == r)' "$results"
        printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$(date +%F)"
    } >"$results.new"
    { grep '^#' "$results.new"; grep -v '^#' "$results.new" | sort; } >"$results"
    rm -f "$results.new"
}

asked=("$@")
[[ ${#asked[@]} -gt 0 ]] || asked=(musl:core,memory aarch64:core,memory windows:core,memory)
[[ ${asked[*]} != all ]] || asked=("${all_targets[@]}")
for one in "${asked[@]}"; do
    target=${one%%:*}
    describe "$target"
    why=$(missing_for "$target")
    if [[ -n $why ]]; then
        skip "the tests on $target" "$why"
        continue
    fi
    [[ $one != *:* ]] || IFS=, read -r -a rooms <<<"${one#*:}"
    for room in "${rooms[@]}"; do run_room "$target" "$room"; done
done
exit "$failed"
