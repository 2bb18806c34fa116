#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# A C++ program hosts a library in Go: builds host.cpp and plugin/ and runs them.
#
#   examples/go_host/run.sh
#   FFIGUARD_CHECKED=1 examples/go_host/run.sh   the host under AddressSanitizer
#
# CC and CXX are used where set. Leaves with 77 where there is no Go 1.22 or no C++ compiler.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/common.sh
has go || { echo 'skipped: go_host: no go'; exit 77; }
has "${CXX:-g++}" || { echo "skipped: go_host: no ${CXX:-g++}"; exit 77; }
if [[ $(go_minor) -lt 22 ]]; then
    echo "skipped: go_host: $(go version) is older than 1.22"
    exit 77
fi
out=$PWD/build/examples/go_host
flags=(-O2)
if [[ -n ${FFIGUARD_CHECKED:-} ]]; then
    out=$out-checked
    flags=(-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all)
fi
mkdir -p "$out"
(
    cd examples/go_host/plugin
    GOTOOLCHAIN=local GOPROXY=off GOFLAGS=-buildvcs=false CGO_ENABLED=1 \
        go build -buildmode=c-shared -o "$out/search.so" search.go
)
"${CXX:-g++}" -std=c++17 -Wall -Wextra -Wpedantic "${flags[@]}" -Iinclude -Iexamples/go_host \
    examples/go_host/host.cpp -o "$out/host" -pthread -ldl
fixed_addresses timeout 300 "$out/host" "$out/search.so"
