#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The tests of examples/cgo, of the modules in tests/go and of tests/misuse/go: plain, with Go's race
# detector, and with AddressSanitizer over the C++; SQLite and the corpus of misuse also with Go's
# strictest check of what is passed to C, and with a collection at every turn. Then what ffiguard costs
# a call.
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

strictly() { # strictly ARGUMENT...
    run env GOEXPERIMENT=cgocheck2 go test "$@"
    run go test -exec 'env GOGC=1' "$@"
}

test_module() { # test_module MODULE
    enter "$1"
    run go test "${all[@]}"
    # What a naive shim does is told and not judged: not once more for the race detector, which does
    # not see C++.
    CGO_CXXFLAGS='-g -O1' run go test -race -skip '^TestNaive$' "${all[@]}"
    run go_asan test "${all[@]}"
    case $1 in
        "$examples") [[ ! -e /usr/include/sqlite3.h ]] || strictly ./sqlite ;;
        */misuse/go) strictly -run '^TestFfiguard$' . ;;
    esac
}

go version
echo "CXX=$CXX CGO_CPPFLAGS=$CGO_CPPFLAGS"
run go run ./cmd/promises -check . meter ffiguard "$tests"/go/{bench,bench/events,callbacks,events,hosted,promises,signals,threads}
test_module "$examples" # alone: it has Go's own packages built, in each mode
all=(./...)

modules=("$tests/misuse/go" "$tests"/go/{threads,callbacks,events,promises,signals,readers})
if [[ -e /usr/include/sqlite3.h ]]; then
    modules+=("$tests/go/observe")
else
    echo "skipped: planted leaks of SQLite's statements: no sqlite3.h"
fi
if echo '#include <lmdb.h>' | "$CC" -E - >/dev/null 2>&1; then
    modules+=("$tests/go/hosted")
else
    echo "skipped: goroutines and a hosted transaction of LMDB: no liblmdb"
fi
# Two at a time: most tests wait, and compile one file at a time before.
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
failed=0
for module in "${modules[@]}"; do
    [[ $(jobs -rp | wc -l) -lt 2 ]] || wait -n || failed=1
    test_module "$module" >"$logs/${module//\//_}" 2>&1 &
done
while [[ -n $(jobs -p) ]]; do wait -n || failed=1; done
for module in "${modules[@]}"; do cat "$logs/${module//\//_}"; done
[[ $failed == 0 ]] || exit 1
echo "skipped: crash_reporter in Go, with AddressSanitizer: that has a handler of its own"
echo "skipped: Goexit in a callback without the package, with AddressSanitizer: it has marked the frames that are dropped"

run "$tests/go/cache.sh"
run "$tests/go/drift.sh"
run "$tests/go/module.sh"
run "$tests/go/two_copies.sh"
run "$tests/go/static.sh"

enter "$tests/go/bench"
run "$tests/go/bench.sh" 3 0.1s
