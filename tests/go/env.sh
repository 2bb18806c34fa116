# shellcheck shell=bash
# SPDX-License-Identifier: BSL-1.0
# To be sourced: stands in examples/cgo, ready to run go. Exits 77 where there is no Go 1.24 or no C++ compiler.

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
export CGO_ENABLED=1 GOPROXY=off GOTOOLCHAIN=local GOFLAGS='-mod=mod -buildvcs=false'
export CC=${CC:-gcc} CXX=${CXX:-g++}

# Go's build cache does not see headers outside of the package: without their hash in the flags,
# which it does see, a test would pass on yesterday's headers.
CGO_CPPFLAGS="-DFFIGUARD_SOURCES=0x$(
    find include examples/meter examples/sqlite examples/zpress tests/threads tests/readers -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16
)"
export CGO_CPPFLAGS

source tests/tools/common.sh
if ! has go; then
    echo 'skipped: go: no go'
    exit 77
fi
has "$CXX" || { echo "skipped: go: no $CXX"; exit 77; }
if [[ $(go_minor) -lt 24 ]]; then
    echo "skipped: go: $(go version) is older than 1.24"
    exit 77
fi

# go with AddressSanitizer over Go and C++. By gcc: Go asks for a clang newer than some systems have.
# Of itself -asan builds the C files with it, and not those of C++.
go_asan() { # go_asan test|run|... ARGUMENT...
    CC=gcc CXX=g++ CGO_CXXFLAGS='-g1 -O1 -fsanitize=address' fixed_addresses go "$1" -asan "${@:2}"
}

cd examples/cgo || exit
