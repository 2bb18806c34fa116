#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The tests of examples/cgo, tests/go/threads and tests/misuse/go: plain, with Go's race detector, and
# with AddressSanitizer over the C++; the corpus of misuse also with Go's strictest check of what is
# passed to C, and with a collection at every turn.
set -euo pipefail
source "$(dirname "$0")/env.sh"

run() {
    echo "+ $*"
    "$@"
}

go version
echo "CXX=$CXX CGO_CPPFLAGS=$CGO_CPPFLAGS"
examples=$PWD
for module in . ../../tests/go/threads ../../tests/misuse/go; do
    cd "$examples/$module"
    unformatted=$(gofmt -l .)
    if [[ -n $unformatted ]]; then
        echo "not as gofmt writes it: $unformatted"
        exit 1
    fi
    run go vet ./...
    run go test ./...
    run go test -race ./...
    run go_asan test ./...
done
GOEXPERIMENT=cgocheck2 run go test -run '^TestFfiguard$' .
run go test -exec 'env GOGC=1' -run '^TestFfiguard$' .
