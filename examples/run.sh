#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# One C++ shim (zpress) compresses FILE for a Go program and for a Java program. Each checks the
# result with its language's own gzip reader and shows how misuse of the shim is answered. A second
# shim (tail) calls Java listeners on a thread of C++. Then one C++ host loads, uses and closes plugins
# in C, C++, Go and Rust, and another calls a Go library that calls it back, and stops it (go_host).
# Another shim (sqlite) makes a database of 100,000 rows and closes it in the middle of a query. At last a
# C++ program watches a live Go program by eBPF (observe/watch.cpp).
#
#   examples/run.sh [FILE]           FILE: by default a file of 5 MB or more found on the machine
#   FFIGUARD_CHECKED=1 examples/run.sh [FILE]   Go and the C++ under AddressSanitizer, Java with
#                                               -Xcheck:jni; a report of either is a failure
#
# Installs what a fresh Debian or Ubuntu machine lacks, and says what.
set -euo pipefail
file=${1:+$(realpath "$1")}
cd "$(dirname "$0")/.."
source tests/tools/common.sh
checked=${FFIGUARD_CHECKED:-}
out=$PWD/build/examples
mkdir -p "$out"

missing=()
has g++ || missing+=(g++)
has javac || missing+=(default-jdk-headless)
[[ -e /usr/include/zlib.h ]] || missing+=(zlib1g-dev) # its types; the code is loaded at run time
[[ -e /usr/include/sqlite3.h ]] || missing+=(libsqlite3-dev)
install_packages "${missing[@]}"
install_go

if [[ -z $file ]]; then
    file=$(find -L /usr/lib /usr/bin /usr/local -type f -readable -size +5M -size -64M -print -quit \
        2>/dev/null || true)
fi
if [[ -z $file ]]; then
    file=$out/made-input
    find /usr/include /usr/share -type f -readable -exec cat {} + 2>/dev/null | head -c 6000000 >"$file" || true
fi
[[ -r $file ]] || { echo "$0: cannot read $file" >&2; exit 1; }
echo "input: $file ($(stat -Lc %s "$file") bytes)"

# What every demo needs is said before it fails for want of it.
needs() { # needs DEMO: leaves with 77
    has "${CXX:-g++}" || { echo "skipped: $1: no ${CXX:-g++}"; exit 77; }
    [[ $1 == tail || $1 == sqlite || -e /usr/include/zlib.h ]] || { echo "skipped: $1: no zlib.h"; exit 77; }
}

go_demo() (
    needs go
    source tests/go/env.sh # leaves with 77 where there is no fit Go
    if [[ -n $checked ]]; then
        go_asan run ./cmd/zpress -table "$file"
    else
        go run ./cmd/zpress -table "$file"
    fi
)

sqlite_demo() (
    needs sqlite
    [[ -e /usr/include/sqlite3.h ]] || { echo "skipped: sqlite: no sqlite3.h"; exit 77; }
    source tests/go/env.sh
    if [[ -n $checked ]]; then go_asan run ./cmd/sqlite; else go run ./cmd/sqlite; fi
)

java_demo() (
    needs java
    has javac || { echo "skipped: java: no JDK"; exit 77; }
    bash examples/java/jni/build.sh "$out/jni"
    java ${checked:+-Xcheck:jni} -Djava.library.path="$out/jni" -jar "$out/jni/zpress.jar" -table "$file"
)

tail_demo() (
    has javac || { echo "skipped: tail: no JDK"; exit 77; }
    [[ -e $out/jni/tail.jar ]] || { echo "skipped: tail: java, which builds it, was left out"; exit 77; }
    java ${checked:+-Xcheck:jni} -Djava.library.path="$out/jni" -jar "$out/jni/tail.jar"
)

failed=0 ran=0
for demo in go java tail sqlite; do
    echo "== $demo${checked:+, checked}"
    status=0
    "${demo}_demo" >"$out/$demo.out" 2>"$out/$demo.err" </dev/null || status=$?
    if grep -hE '^skipped: ' "$out/$demo.out" "$out/$demo.err"; then
        continue
    fi
    # -Xcheck:jni and the sanitizers print, and some of them go on. The Java demo leaves a stream to
    # the collector, and ffiguard says so.
    if [[ $status != 0 ]] ||
        grep -qP '^(?!WARNING: ffiguard: never closed).*(WARNING|FATAL|ERROR: |runtime error:)' \
            "$out/$demo".{out,err}; then
        echo "$demo: FAILED with exit status $status"
        cat "$out/$demo.out" "$out/$demo.err"
        failed=1
    else
        ran=$((ran + 1))
    fi
done

echo
awk -F= '
    FNR == 1 { ++column }
    /^skipped: / { next }
    { key = $1; sub(/^[^=]*=/, "") }
    !(key in row) { row[key] = ++rows; name[rows] = key }
    { cell[row[key], column] = $0 }
    END {
        line = "%-30s | %-48s | %s\n"
        printf line, "", "Go", "Java"
        for (r = 1; r <= rows; ++r) {
            gsub(/_/, " ", name[r])
            printf line, name[r], cell[r, 1] == "" ? "-" : cell[r, 1], cell[r, 2] == "" ? "-" : cell[r, 2]
        }
    }' "$out/go.out" "$out/java.out"
echo
grep -v '^skipped: ' "$out/tail.out" || true

echo
echo "sqlite, from Go"
awk -F= '!/^skipped: / { key = $1; gsub(/_/, " ", key); sub(/^[^=]*=/, ""); printf "%-30s | %s\n", key, $0 }' "$out/sqlite.out"

echo
echo "== plugin_host${checked:+, checked}"
status=0
bash examples/plugin_host/run.sh || status=$?
[[ $status == 0 || $status == 77 ]] || { echo "plugin_host: FAILED with exit status $status"; failed=1; }

echo
echo "== go_host${checked:+, checked}"
status=0
bash examples/go_host/run.sh || status=$?
[[ $status == 0 || $status == 77 ]] || { echo "go_host: FAILED with exit status $status"; failed=1; }

echo
echo "== watch"
status=0
bash examples/observe/run.sh || status=$?
[[ $status == 0 || $status == 77 ]] || { echo "watch: FAILED with exit status $status"; failed=1; }
[[ $ran -gt 0 ]] || echo "$0: no demo has run: the lines above say what is missing"
[[ $failed == 0 && $ran -gt 0 ]]
