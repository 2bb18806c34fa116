#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Sets up what a fresh Debian or Ubuntu machine lacks, then runs every part of the tests.
#
#   tests/run.sh              every part
#   tests/run.sh gcc asan     these parts; FFIGUARD_PARTS="gcc asan" does the same
#
# A part that cannot run exits 77. It, and every smaller thing left out of a part that did run,
# says "skipped: <what>: <why>"; the table at the end repeats these lines.
set -euo pipefail
cd "$(dirname "$0")/.."

all_parts=(gcc clang asan tsan noexcept m32 cxx20 cxx23 platforms go java stress examples bench)
read -r -a parts <<<"${*:-${FFIGUARD_PARTS:-${all_parts[*]}}}"
for part in "${parts[@]}"; do
    if [[ " ${all_parts[*]} " != *" $part "* ]]; then
        echo "$0: no part is called '$part'; there are: ${all_parts[*]}" >&2
        exit 2
    fi
done
source tests/tools/common.sh
jobs=$(nproc)
logs=build/logs

links_with() { # links_with COMPILER FLAG...
    echo 'int main() {}' | "$@" -x c++ - -o /dev/null 2>/dev/null
}

setup() {
    local missing=()
    has cmake || missing+=(cmake)
    has ninja || missing+=(ninja-build)
    has make || missing+=(make)
    has g++ || missing+=(g++)
    has clang++ || missing+=(clang)
    has pkg-config || missing+=(pkg-config)
    has javac || missing+=(default-jdk-headless)
    has mvn || missing+=(maven)
    has python3 || missing+=(python3)
    has doxygen || missing+=(doxygen)
    has clang-tidy || missing+=(clang-tidy)
    has clang-format || missing+=(clang-format)
    [[ -e /usr/include/doctest/doctest.h ]] || missing+=(doctest-dev)
    [[ -e /usr/include/benchmark/benchmark.h ]] || missing+=(libbenchmark-dev)
    [[ -e /usr/include/zlib.h ]] || missing+=(zlib1g-dev)
    [[ -e /usr/include/sqlite3.h ]] || missing+=(libsqlite3-dev)
    [[ -e /usr/include/lmdb.h ]] || missing+=(liblmdb-dev)
    install_packages "${missing[@]}"
    if has clang++ && ! links_with clang++ -fsanitize=thread; then
        install_packages "libclang-rt-$(clang++ -dumpversion | cut -d. -f1)-dev"
    fi
    if [[ $(uname -m) == x86_64 ]] && has g++ && ! links_with g++ -m32; then
        install_packages g++-multilib
    fi

    # Where the system's cmake is too old for presets, a newer one.
    local wanted=()
    has conan || wanted+=(conan)
    has meson || wanted+=(meson)
    python3 -c 'import prometheus_client' 2>/dev/null || wanted+=(prometheus_client)
    python3 -c 'import ziglang' 2>/dev/null || wanted+=(ziglang) # other systems' headers, and a compiler
    has cmake && cmake --list-presets >/dev/null 2>&1 || wanted+=(cmake)
    install_python_packages "${wanted[@]}"
    install_go
    bash tests/java/junit.sh setup
}

# ---- parts ---------------------------------------------------------------------------------------

skip() {
    echo "skipped: $1: $2"
    return 77
}

cxx_part() { # cxx_part PRESET COMPILER CTEST_OPTION...
    has "$2" || { skip "$1" "no $2"; return; }
    cmake --preset "$1" &&
        cmake --build "build/$1" --parallel "$jobs" -- -k 0 &&
        fixed_addresses ctest --test-dir "build/$1" --no-tests=error "${@:3}" || return
    # What a test left out: CTest shows nothing of one that passes.
    grep '^skipped: ' "build/$1/Testing/Temporary/LastTest.log" | sort -u || true
}

sanitizer_part() { # sanitizer_part PRESET COMPILER FLAG
    links_with "$2" "$3" || { skip "$1" "no $2 that links with $3"; return; }
    cxx_part "$1" "$2" --parallel "$jobs" --output-on-failure
}

script_part() { # script_part NAME SCRIPT
    if [[ -e $2 ]]; then bash "$2"; else skip "$1" "no $2"; fi
}

run_part() {
    case $1 in
        gcc | cxx20 | cxx23) cxx_part "$1" g++ --parallel "$jobs" --output-on-failure ;;
        clang)
            cxx_part "$1" clang++ --parallel "$jobs" --output-on-failure &&
                { bash tests/tools/tidy.sh || [[ $? == 77 ]]; }
            ;;
        noexcept)
            # It has the ledger compiled in.
            FFIGUARD_OBSERVE_LEVEL=record cxx_part "$1" clang++ --parallel "$jobs" --output-on-failure
            ;;
        m32)
            links_with g++ -m32 || { skip m32 "no g++ that links with -m32"; return; }
            cxx_part m32 g++ --parallel "$jobs" --output-on-failure
            ;;
        asan) sanitizer_part "$1" clang++ -fsanitize=address,undefined ;;
        tsan) sanitizer_part "$1" clang++ -fsanitize=thread ;;
        platforms)
            has python3 || { skip platforms "no python3"; return; }
            python3 tests/platforms/headers.py
            ;;
        go | java | stress) script_part "$1" "tests/$1/run.sh" ;;
        examples)
            script_part examples examples/run.sh &&
                FFIGUARD_CHECKED=1 script_part examples examples/run.sh &&
                bash tests/endurance/run.sh 1000 25 &&
                MINUTES=short bash tests/deep/endurance.sh &&
                bash tests/observe/flamegraph.sh &&
                { bash tests/observe/bpftrace.sh || [[ $? == 77 ]]; }
            ;;
        bench)
            if [[ -e tests/bench/CMakeLists.txt ]]; then
                cxx_part bench g++ --verbose # one after the other: they measure time
            else
                skip bench "no tests/bench/CMakeLists.txt"
            fi
            ;;
    esac
}

# What a part prints goes to its log. Figures and tables are worth seeing at once; of a build, only
# what went wrong.
is_build() { [[ " gcc clang asan tsan noexcept m32 cxx20 cxx23 " == *" $1 "* ]]; }

keep_log() { # keep_log PART
    if is_build "$1"; then cat >"$logs/$1.log"; else tee "$logs/$1.log"; fi
}

show_failure() { # show_failure PART
    is_build "$1" || return 0
    echo "-- from $logs/$1.log:"
    sed -E '/^(-- |\[[0-9]+\/[0-9]+\] )/d' "$logs/$1.log" | tail -n 150
}

# ---- main ----------------------------------------------------------------------------------------

setup

skip_line='^(-- )?skipped: ' # of a script, or of CMake
rows=()
passed=0 failed=0 skipped=0

# time_part PART: runs it, and notes how many seconds it took, of the clock and of the processors.
time_part() (
    status=0
    run_part "$1" </dev/null || status=$?
    times >"$logs/$1.times" # not in a pipeline: of this shell's children
    awk -F'[ms ]' -v seconds=$SECONDS '{ cpu += $1 * 60 + $2 + $4 * 60 + $5 }
        END { printf "%d %d\n", seconds, cpu }' "$logs/$1.times" >"$logs/$1.seconds"
    exit "$status"
)

# The tests of Java and Go wait for a good part of their time. They run beside each other: Java, which
# prints less, tells what it has to say in its turn.
java=''
if [[ " ${parts[*]} " == *' go '*'java '* ]]; then beside=go; else beside=''; fi
for part in "${parts[@]}"; do
    echo "== $part"
    SECONDS=0
    status=0
    if [[ $part == "$beside" ]]; then
        FFIGUARD_EXIT_SECONDS=15 time_part java >"$logs/java.log" 2>&1 &
        java=$!
    fi
    if [[ $part == java && -n $java ]]; then
        wait "$java" || status=$?
        cat "$logs/java.log"
    else
        time_part "$part" 2>&1 | keep_log "$part" || status=${PIPESTATUS[0]}
    fi
    read -r seconds cpu <"$logs/$part.seconds" || seconds=0 cpu=0
    case $status in
        0)
            result=passed
            passed=$((passed + 1))
            ;;
        77)
            result=''
            grep -qE "$skip_line" "$logs/$part.log" ||
                echo "skipped: $part: it gives no reason" >>"$logs/$part.log"
            ;;
        *)
            result=FAILED
            failed=$((failed + 1))
            show_failure "$part"
            ;;
    esac
    echo "== $part: ${result:-skipped}, $seconds s, of the processors $cpu s"
    [[ -z $result ]] || rows+=("$(printf '%-10s %-8s %5d s, processors %5d s' "$part" "$result" "$seconds" "$cpu")")
    while IFS= read -r what; do
        skipped=$((skipped + 1))
        rows+=("$(printf '%-10s %-8s          %s' "$part" skipped "$what")")
    done < <(sed -nE "s/$skip_line//p" "$logs/$part.log")
done

echo
printf '%s\n' "${rows[@]}"
echo
echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed == 0 && $passed -gt 0 ]]
