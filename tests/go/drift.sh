#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# A Go package whose ffiguard.h is not the one that the C++ was compiled with does not start, and says
# which member differs: in a copy, the package finds another header than its C++ file.
set -euo pipefail
source "$(dirname "$0")/env.sh"
export CGO_CXXFLAGS=-O0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/examples"
cp -r . "$work/examples/cgo"
cp -r ../../include "$work"
cd "$work/examples/cgo"
theirs=ffiguard/drifted/ffiguard/ffiguard.h
mkdir -p "$(dirname "$theirs")"
sed -i 's|^// #cgo CPPFLAGS: .*|// #cgo CFLAGS: -I${SRCDIR}/drifted\n// #cgo CXXFLAGS: -I${SRCDIR}/../../../include|' \
    ffiguard/ffiguard.go

start() { # start SED_EXPRESSION
    sed "$1" "$work/include/ffiguard/ffiguard.h" >"$theirs"
    CGO_CPPFLAGS="-DDRIFT=0x$(sha256sum <"$theirs" | cut -c1-16)" \
        go test -count=1 -run '^$' ./ffiguard >"$work/out" 2>&1
}
drift() { # drift SED_EXPRESSION WORDS
    if start "$1" || ! grep -m1 "^panic: $2" "$work/out"; then
        cat "$work/out"
        echo "FAILED: a drifted header ($1) is not answered by '$2'"
        exit 1
    fi
}

start '' || { cat "$work/out"; echo 'FAILED: a copy of the header is refused'; exit 1; }
drift 's/char message\[248\]/char message[120]/' 'ffiguard: ffiguard_error.message: offset and size'
drift 's/    int32_t detail;/    int64_t detail;/' 'ffiguard: ffiguard_error.detail: offset and size'
drift 's/HEADER_VERSION = 100/HEADER_VERSION = 200/' 'ffiguard: versions do not fit'
