#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The tests of examples/cgo, of the modules in tests/go and of tests/misuse/go: plain, with Go's race
# detector, and with AddressSanitizer over the C++; the corpus of misuse also with Go's strictest
# check of what is passed to C, and with a collection at every turn. Then what ffiguard costs a call.
set -euo pipefail
source "$(dirname "$0")/env.sh"
examples=$PWD
tests=$examples/../../tests

run() {
    echo "+ $*"
    "$@"
}

enter() { # enter MODULE
    cd "$1"
    local unformatted
    unformatted=$(gofmt -l .)
    if [[ -n $unformatted ]]; then
        echo "not as gofmt writes it: $unformatted"
        exit 1
    fi
    run go vet "${all[@]}"
}

all=(./...)
if [[ ! -e /usr/include/sqlite3.h ]]; then
    echo "skipped: examples/cgo/sqlite: no sqlite3.h"
    mapfile -t all < <(go list ./... | grep -v '/sqlite$') # the package, and the program on it
fi

go version
echo "CXX=$CXX CGO_CPPFLAGS=$CGO_CPPFLAGS"
modules=("$examples" "$tests/go/threads" "$tests/go/callbacks" "$tests/go/signals" "$tests/go/readers" "$tests/misuse/go")
if echo '#include <lmdb.h>' | "$CC" -E - >/dev/null 2>&1; then
    modules+=("$tests/go/hosted")
else
    echo "skipped: goroutines and a hosted transaction of LMDB: no liblmdb"
fi
for module in "${modules[@]}"; do
    enter "$module"
    run go test "${all[@]}"
    run go test -race "${all[@]}"
    run go_asan test "${all[@]}"
    if [[ $module == "$examples" && -e /usr/include/sqlite3.h ]]; then
        run env GOEXPERIMENT=cgocheck2 go test ./sqlite
        run go test -exec 'env GOGC=1' ./sqlite
    fi
    all=(./...)
done
echo "skipped: crash_reporter in Go, with AddressSanitizer: that has a handler of its own"
echo "skipped: Goexit in a callback, with AddressSanitizer: it has marked the frames that are dropped"
run env GOEXPERIMENT=cgocheck2 go test -run '^TestFfiguard$' .
run go test -exec 'env GOGC=1' -run '^TestFfiguard$' .

run "$tests/go/cache.sh"
run "$tests/go/drift.sh"

enter "$tests/go/bench"
run "$tests/go/bench.sh" 3 0.1s
