#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The probes and examples/observe/*.bt: the notes of the probes as g++ and clang write them, then each
# script on a live process, whose numbers are known.
#
#   tests/observe/bpftrace.sh            all
#   tests/observe/bpftrace.sh scripts    only the scripts, on the program of the latest whole run
#
# Exit status 77: bpftrace or what it needs is missing; the notes have been looked at.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/common.sh
source tests/java/jdks.sh
out=$PWD/build/bpftrace
mkdir -p "$out"
sources=(tests/observe/bpftrace/traced.cpp tests/observe/bpftrace/traced_more.cpp)
flags=(-std=c++17 -DFFIGUARD_OBSERVE=1 -fno-omit-frame-pointer -Wall -Wextra -Wpedantic -Wconversion
    -Wsign-conversion -Wshadow -Wold-style-cast -Werror -Iinclude)
probes="abandoned acquire adopt boundary_enter boundary_leave close_deferred close_refused disown held jni_attach
jni_detach library_close library_open pin refer released releasing share unpin unshare upcall_enter upcall_leave violation"
failures=0

check() { # check WHAT EXPECTED ACTUAL
    if [[ $2 == "$3" ]]; then
        echo "ok: $1"
    else
        printf 'FAILED: %s\n  expected: %s\n  is:       %s\n' "$1" "$2" "$3"
        failures=$((failures + 1))
    fi
}

# ---- the notes -----------------------------------------------------------------------------------

notes() { # notes READELF FILE: "probe semaphore" a line
    "$1" -n "$2" | awk '/Provider: /{ours = $2 == "ffiguard"} /Name: /{name = $2}
        /Semaphore: / && ours {print name, $NF}' | sort
}

check_notes() { # check_notes WHAT READELF FILE
    local found
    found=$(notes "$2" "$3")
    check "$1: each probe once" "$(tr -s ' \n' '\n' <<<"$probes" | sort | xargs)" \
        "$(cut -d' ' -f1 <<<"$found" | xargs)"
    check "$1: each has a semaphore of its own" "$(wc -w <<<"$probes")" \
        "$(cut -d' ' -f2 <<<"$found" | grep -vx '0x0*' | sort -u | wc -l)"
}

build() { # build PROGRAM COMPILER FLAG...
    local to=$1
    shift
    "$@" "${flags[@]}" "${sources[@]}" -o "$to" -pthread -ldl
}

build_both() { # build_both PROGRAM COMPILER LEVEL: PROGRAM and PROGRAM.so, of the same objects
    local source objects=() running=() one
    for source in "${sources[@]}"; do
        objects+=("$1-$(basename "$source").o")
        "$2" "$3" "${flags[@]}" -fPIC -c "$source" -o "${objects[-1]}" &
        running+=($!)
    done
    for one in "${running[@]}"; do wait "$one"; done
    "$2" "${objects[@]}" -o "$1" -pthread -ldl
    "$2" -shared "${objects[@]}" -o "$1.so" -pthread -ldl
}

only_scripts=${1:-}
look_at_notes() {
    for compiler in g++ clang++; do
        has "$compiler" || { echo "skipped: probes by $compiler: it is not installed"; continue; }
        case $($compiler -dumpmachine) in
            x86_64*linux* | aarch64*linux*) ;;
            *) echo "skipped: probes by $compiler: not for x86-64 or aarch64 Linux"; continue ;;
        esac
        for level in -O0 -O2; do
            build_both "$out/traced-$compiler$level" "$compiler" "$level"
            check_notes "$compiler $level" readelf "$out/traced-$compiler$level"
            check_notes "$compiler $level, shared object" readelf "$out/traced-$compiler$level.so"
        done
        # A shim that uses few of them has all.
        "$compiler" -O2 "${flags[@]}" tests/observe/bpftrace/traced_more.cpp -shared -fPIC -o "$out/few.so"
        check_notes "$compiler -O2, a shim with a table and an owner" readelf "$out/few.so"
        build "$out/traced-gc" "$compiler" -O2 -ffunction-sections -Wl,--gc-sections -s
        check_notes "$compiler -O2, --gc-sections, stripped" readelf "$out/traced-gc"
    done
    if has g++ && has lto-dump; then
        build "$out/traced-lto" g++ -O2 -flto=auto
        check_notes "g++ -O2 -flto" readelf "$out/traced-lto"
        check "g++ -O2 -flto: its ledger is found" "7" "$("$out/traced-lto" <<<$'leak\nledger' |
            sed -n 's/ done ledger//p')"
    else
        echo "skipped: probes by g++ -flto: no g++ or no lto-dump"
    fi
    # Not installed by tests/run.sh: Debian's package of it takes g++-multilib away, which m32 needs.
    if has aarch64-linux-gnu-g++; then
        build "$out/traced-aarch64" aarch64-linux-gnu-g++ -O2 -static
        check_notes "aarch64" readelf "$out/traced-aarch64"
        if has qemu-aarch64-static; then
            check "aarch64: it runs" "done leak" \
                "$(qemu-aarch64-static "$out/traced-aarch64" <<<leak | tail -n 1)"
        else
            echo "skipped: aarch64 program: no qemu-aarch64-static"
        fi
    else
        echo "skipped: probes on aarch64: no aarch64-linux-gnu-g++"
    fi
}
[[ $only_scripts == scripts ]] || look_at_notes

# ---- the scripts ---------------------------------------------------------------------------------

end() {
    [[ $failures -eq 0 ]] || { echo "$failures failed"; exit 1; }
    [[ $# -eq 0 ]] || { echo "skipped: bpftrace: $*"; exit 77; }
    exit 0
}

why=$(why_no_bpftrace)
[[ -z $why ]] || end "$why"
program=$out/traced-g++-O2
[[ -x $program ]] || end "no program with probes"
export __BPFTRACE_NOTIFY_PROBES_ATTACHED=1 # it then says when

# What the script prints, with all that the program is told to do; from where tracefs is not mounted
# come lines about that, too.
observe() { # observe SCRIPT "COMMAND..." LINES ARGUMENT...: LINES printed as it happens
    local script=$1 commands=$2 lines=$3 traced tracer command status=0
    shift 3
    rm -f "$out/in"
    mkfifo "$out/in"
    "$program" <"$out/in" >"$out/answers" &
    traced=$!
    exec 7>"$out/in"
    wait_for "$out/answers" ready
    "examples/observe/$script" "$@" -B line -p "$traced" >"$out/$script.log" 2>&1 &
    tracer=$!
    wait_for "$out/$script.log" __BPFTRACE_NOTIFY_PROBES_ATTACHED
    for command in $commands; do
        echo "$command" >&7
        wait_for "$out/answers" "done $command"
    done
    # A map has what the program did before it answered; a line comes later.
    wait_for "$out/$script.log" '^[0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]+ ' "$lines" # a time and a thread
    # Two end by themselves, after their seconds.
    [[ $script == leaks.bt || $script == jni_refs.bt ]] || kill -INT "$tracer"
    wait "$tracer" || status=$?
    exec 7>&-
    wait "$traced" || status=$?
    sed -E -i '/RLIMIT_MEMLOCK|uprobe_events|failed to detach|NOTIFY_PROBES_ATTACHED/d' "$out/$script.log"
    check "$script: ends in peace" 0 "$status"
    check "$script: finds its maps" "" "$(grep -E 'look up stack|Error loading program' "$out/$script.log" || true)"
}

row() { # row SCRIPT MAP KEY: its value
    grep -F "@$2[$3]: " "$out/$1.log" | tail -n 1 | sed 's/.*]: //'
}

observe live.bt "off leak events libraries violations" 0
check "live: opened of streams, at level off" 12 "$(row live.bt opened traced::stream)"
check "live: closed of streams" 5 "$(row live.bt closed traced::stream)"
check "live: open of streams" 7 "$(row live.bt open traced::stream)"
check "live: open of meters, closed by their last user" 0 "$(row live.bt open meter)"
check "live: refused once" 1 "$(row live.bt refused stubborn)"
check "live: given away" 1 "$(row live.bt given_away 'owned_traits<free>')"
check "live: open of what is given away or shared" 0 "$(row live.bt open 'owned_traits<free>')"
observe live.bt "many held" 0
check "live: more than 4,096 are open" 10000 "$(row live.bt open meter)"
check "live: held of the ledger" 10000 "$(row live.bt held meter)"
observe live.bt "leak c_held abandon first_use_of_a_text" 0
check "live: held, told by C" 7 "$(row live.bt held traced::stream)"
check "live: abandoned" 5 "$(row live.bt abandoned meter.New)"
check "live: a type whose name nobody has read yet" 1 "$(row live.bt abandoned untouched)"

observe leaks.bt "leak many libraries" 0 2
check "leaks: streams" 7 "$(row leaks.bt left_by_type traced::stream)"
check "leaks: meters, more than 4,096" 10000 "$(row leaks.bt left_by_type meter)"
check "leaks: libraries" 1 "$(row leaks.bt left_by_type library_traits)"
check "leaks: the stack has the function that leaks, and the count" 7 "$(awk '
    /^@left\[traced::stream/ {of_stream = 1; here = 0} /leak_here/ {here = 1}
    /^\]: / {if (of_stream && here) print $2; of_stream = 0}' "$out/leaks.bt.log")"

observe boundary.bt "calls" 0
check "boundary: calls" 10 "$(row boundary.bt ns traced_flush | sed -E 's/count ([0-9]+),.*/\1/')"
check "boundary: failures with closed (6)" 2 "$(row boundary.bt failed_with 'traced_flush, 6')"
check "boundary: calls back" "@calls_back: 8" "$(grep @calls_back: "$out/boundary.bt.log")"
observe exports.bt "calls" 0 "$program" traced_flush
check "exports: calls" 10 "$(row exports.bt calls traced_flush)"

observe violations.bt "violations events" 5
check "violations: of each kind" "3 1" \
    "$(row violations.bt violations 'bad access') $(row violations.bt violations leak)"
check "violations: a line for each" 4 "$(grep -c ' planted' "$out/violations.bt.log")"
check "violations: a refused close" 1 "$(row violations.bt refused stubborn)"

observe libraries.bt "libraries" 5
check "libraries: what is open" "1 0" \
    "$(row libraries.bt open libm.so.6) $(row libraries.bt open libdl.so.2)"
check "libraries: a line for each event" "3 2" \
    "$(grep -c ' open  ' "$out/libraries.bt.log") $(grep -c ' close ' "$out/libraries.bt.log")"

observe_jni() {
    local found home
    found=$(jdks)
    home=$(sed -n '1s/.* //p' <<<"$found")
    [[ -n $home ]] || { echo 'skipped: jni_refs.bt: no JDK from 17 on with jni.h'; return; }
    program=$out/traced_jni
    g++ -O2 "${flags[@]}" -isystem "$home/include" -isystem "$home/include/linux" \
        tests/observe/bpftrace/traced_jni.cpp -o "$program" "$home/lib/server/libjvm.so" \
        -Wl,-rpath,"$home/lib/server" -pthread -ldl
    observe jni_refs.bt "keep held delete many" 0 8
    check "jni_refs: live, by class" "2 3 10000 0" "$(for class in Error Thread Object Exception; do
        row jni_refs.bt live "java.lang.$class"; done | xargs)"
    check "jni_refs: a row for each" 10005 "$(grep -c '^@lag_ms_of\[' "$out/jni_refs.bt.log")"
    check "jni_refs: the oldest first" "Error Thread Object" "$(sed -nE \
        's/^@lag_ms_of\[.*, java.lang.(.*)\]: .*/\1/p' "$out/jni_refs.bt.log" | uniq | xargs)"
    check "jni_refs: the lag and the time of creation make the time of the end" 1 "$(sed -nE \
        's/^@lag_ms_of\[([0-9]+),.*\]: ([0-9]+)/\1 \2/p' "$out/jni_refs.bt.log" |
        awk '{end = $1 + $2; if (NR == 1) first = end; d = end - first; if (d > 2 || d < -2) bad = 1} END {print !bad}')"
}
observe_jni
end
