#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The tests of examples/cgo and those of the modules in tests/go: plain, with Go's race detector, and
# with AddressSanitizer over the C++.
set -euo pipefail
source "$(dirname "$0")/env.sh"

run() {
    echo "+ $*"
    "$@"
}

go version
echo "CXX=$CXX CGO_CPPFLAGS=$CGO_CPPFLAGS"
for module in "$PWD" "$PWD"/../../tests/go/*/; do
    cd "$module"
    unformatted=$(gofmt -l .)
    if [[ -n $unformatted ]]; then
        echo "not as gofmt writes it: $unformatted"
        exit 1
    fi
    run go vet ./...
    run go test ./...
    run go test -race ./...
    # With gcc: Go asks for a clang newer than some systems have.
    CC=gcc CXX=g++ run fixed_addresses go test -asan ./...
done
