#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Builds OUTDIR/host and one plugin per language, OUTDIR/c.so, cpp_unique.so, cpp_clean.so, go.so and
# rust.so. A language whose compiler the machine lacks is named and left out.
#
#   examples/plugin_host/build.sh OUTDIR
#
# CC, CXX, CXXFLAGS (for the host), GO and RUSTC are used where set.
set -euo pipefail
[[ $# == 1 ]] || { sed -n 's/^# \?//; 3,8p' "$0" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")"
include=-I../../include
cxx=${CXX:-g++}
PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
has() { command -v "$1" >/dev/null; }
warnings=(-Wall -Wextra -Wpedantic)

read -r -a flags <<<"${CXXFLAGS:--O2}"
"$cxx" -std=c++17 "${warnings[@]}" "${flags[@]}" "$include" -I. host.cpp -o "$out/host" -pthread -ldl

rm -f "$out"/{c,cpp_unique,cpp_clean,go,rust}.so # those of a run that had more compilers
"${CC:-gcc}" -std=c11 "${warnings[@]}" -O2 -shared -fPIC plugin.c -o "$out/c.so"

cpp_plugin() { # cpp_plugin NAME FLAG...
    "$cxx" -std=c++17 "${warnings[@]}" -O2 -shared -fPIC "$include" "${@:2}" plugin.cpp -o "$out/$1.so"
}
if "$cxx" -fno-gnu-unique -E -x c++ /dev/null >/dev/null 2>&1; then
    cpp_plugin cpp_unique
    cpp_plugin cpp_clean -fno-gnu-unique
else # clang, which makes no such symbols
    echo "skipped: cpp_unique: $cxx makes no unique symbols"
    cpp_plugin cpp_clean
fi

if has "${GO:-go}"; then
    GOTOOLCHAIN=local GOPROXY=off GOFLAGS=-buildvcs=false CGO_ENABLED=1 \
        "${GO:-go}" build -buildmode=c-shared -o "$out/go.so" plugin.go
else
    echo 'skipped: go: no go'
fi
if has "${RUSTC:-rustc}"; then
    # Without the 4 MB of symbols that are read at every dlopen under valgrind.
    "${RUSTC:-rustc}" --edition 2021 --crate-type cdylib -C opt-level=3 -C strip=symbols \
        -o "$out/rust.so" plugin.rs
else
    echo 'skipped: rust: no rustc'
fi
