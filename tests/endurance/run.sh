#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The plugins of examples/plugin_host in C, C++, Go and Rust are opened, called and closed CYCLES
# times, through ffiguard and with bare dlopen and dlclose: the memory must not grow; nor does that of
# a C++ plugin that uses ffiguard itself, a hundredth as often. Valgrind, where
# there is one, sees 1,000 cycles and finds nothing definitely lost. Then fibonacci(N) through a
# symbol is timed against a raw pointer, alone and from 100 threads: printed, not judged. At last an
# attached native thread makes 10 x CYCLES local references: owned, they leave nothing.
#
#   tests/endurance/run.sh [CYCLES [N]]      100000 42 if not given
set -euo pipefail
cd "$(dirname "$0")/../.."
cycles=${1:-100000}
n=${2:-42}
source tests/tools/common.sh
out=build/endurance
bash examples/plugin_host/build.sh "$out"
for program in cycles calls; do
    "${CXX:-g++}" -std=c++17 -O2 -Wall -Wextra -Iinclude -Iexamples/plugin_host \
        "tests/endurance/$program.cpp" -o "$out/$program" -pthread -ldl
done
"${CXX:-g++}" -std=c++17 -O2 -Wall -Wextra -fPIC -shared -Iinclude -Iexamples/plugin_host \
    tests/endurance/guarded_plugin.cpp -o "$out/guarded.so" -pthread
plugins=()
for plugin in c cpp_clean go rust; do [[ ! -e $out/$plugin.so ]] || plugins+=("$plugin"); done

failed=0
fail() {
    echo "endurance: FAILED: $1"
    failed=1
}

quotient() { awk "BEGIN { printf \"%.$3f\", $1 / $2 }"; } # quotient A B DECIMALS

# The runtime of Go may come to need a page, and so may the loader. What malloc has given out is
# counted to the byte: so 60 bytes lost a cycle are seen in a short run, too.
allowed_kb=64
allowed_bytes=500
growth_row() { printf '%-9s | %-8s | %7s | %7s | %9s | %6s | %8s\n' "$@"; }
growth_row plugin mode cycles seconds 'MB growth' MB/s 'B malloc'
for plugin in "${plugins[@]}" guarded; do
    times=$cycles
    [[ $plugin != guarded ]] || times=$((cycles < 10000 ? 100 : cycles / 100))
    # It stays, and is opened in a microsecond: in less time a single page would be a high rate.
    [[ $plugin != go ]] || times=$((cycles < 1000000 ? 1000000 : cycles))
    for mode in raw ffiguard; do
        read -r seconds kb bytes < <("$out/cycles" "$mode" "$out/$plugin.so" "$times")
        growth_row "$plugin" "$mode" "$times" "$(quotient "$seconds" 1 3)" "$(quotient "$kb" 1024 3)" \
            "$(quotient "$kb" "(1024 * $seconds)" 4)" "$bytes"
        allowed=$allowed_bytes
        # Go's runtime starts a thread when it likes, which takes 3 KB; of a million cycles that
        # lost a byte each there would be 1 MB.
        [[ $plugin != go ]] || allowed=32768
        [[ $mode == raw || $bytes -le $allowed ]] || fail "$plugin loses $bytes bytes of malloc's"
        [[ $mode == raw || $kb -le $allowed_kb ]] || fail "$plugin grows by $kb KB"
    done
done
# The count sees what it is there for, where malloc tells.
read -r _ _ bytes < <("$out/cycles" lossy "$out/c.so" 100)
[[ $bytes -gt $allowed_bytes ]] || ! getconf GNU_LIBC_VERSION >/dev/null 2>&1 ||
    fail "60 bytes lost a cycle are not seen: $bytes"

echo
if has valgrind; then
    for plugin in "${plugins[@]}"; do
        # Its other findings are not counted: it takes the stacks of goroutines for stray memory.
        if valgrind --leak-check=full "$out/cycles" ffiguard "$out/$plugin.so" 1000 \
            >"$out/valgrind.$plugin" 2>&1 &&
            grep -qE 'definitely lost: 0 bytes|no leaks are possible' "$out/valgrind.$plugin"; then
            echo "valgrind: $plugin, 1000 cycles: nothing definitely lost"
        else
            cat "$out/valgrind.$plugin"
            fail "valgrind, $plugin"
        fi
    done
else
    echo 'skipped: endurance: no valgrind'
fi

echo
call_row() { printf '%-9s | %-23s | %10s | %9s | %5s\n' "$@"; }
time_calls() { # time_calls PLUGIN N REPEATS
    read -r raw symbol raw_100 symbol_100 < <("$out/calls" "$out/$1.so" "$2" "$3")
    call_row "$1" "fibonacci($2)" "$raw" "$symbol" "$(quotient "$symbol" "$raw" 2)"
    call_row "$1" "100 x 500 fibonacci($(($2 / 2)))" "$raw_100" "$symbol_100" \
        "$(quotient "$symbol_100" "$raw_100" 2)"
}
call_row plugin call 'raw CPU ms' symbol ratio
for plugin in "${plugins[@]}"; do
    time_calls "$plugin" 25 20
    [[ $n == 25 ]] || time_calls "$plugin" "$n" 3
done

echo
source tests/java/jdks.sh
locals_row() { printf '%-4s | %-8s | %7s | %9s | %8s | %7s\n' "$@"; }
found=$(jdks)
if [[ -z $found ]]; then echo 'skipped: local references of a native thread: no JDK with jni.h'; fi
locals_row JDK mode calls 'KB growth' 'GC us' 'then us'
while read -r version home; do
    [[ -n $version ]] || continue
    "${CXX:-g++}" -std=c++17 -O2 -Wall -Wextra -Iinclude -isystem "$home/include" \
        -isystem "$home/include/linux" tests/endurance/jni_locals.cpp -o "$out/jni_locals" \
        -L"$home/lib/server" -ljvm -Wl,-rpath,"$home/lib/server" -pthread
    for mode in raw ffiguard; do
        read -r kb before after < <("$out/jni_locals" "$mode" $((cycles * 10)))
        locals_row "$version" "$mode" $((cycles * 10)) "$kb" "$before" "$after"
        [[ $mode == raw || $kb -le $allowed_kb ]] || fail "local references of JDK $version grow by $kb KB"
    done
done <<<"$found"
[[ $failed == 0 ]]
