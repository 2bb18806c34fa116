#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The tests of examples/cgo, of the modules in tests/go and of tests/misuse/go: plain, with Go's race
# detector, and with AddressSanitizer over the C++; SQLite and the corpus of misuse also with Go's
# strictest checks of what is passed to C and of cleanups, and with a collection at every turn. Then what ffiguard costs
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
    CGO_CXXFLAGS=-O0 run env GOEXPERIMENT=cgocheck2 go test "$@"
    run go test -exec 'env GOGC=1' "$@"
}

test_module() { # test_module MODULE
    enter "$1"
    run go test "${all[@]}"
    # It runs programs that it builds, with flags of their own.
    [[ $1 != */go/observe ]] || return 0
    # What a naive shim does is told and not judged: not once more in other modes.
    CGO_CXXFLAGS=-O0 run go test -race -skip '^TestNaive$' "${all[@]}"
    run go_asan test -skip '^TestNaive$' "${all[@]}"
    case $1 in
        "$examples")
            # Go's own check of cleanups, from 1.25 on; not of 100,000 of them, which takes minutes.
            local of=(./ffiguard)
            [[ ! -e /usr/include/sqlite3.h ]] || of+=(./sqlite)
            run go test -exec 'env GODEBUG=checkfinalizers=1' -short -skip '120000|NoRoom' "${of[@]}"
            [[ ! -e /usr/include/sqlite3.h ]] || strictly ./sqlite
            ;;
        */misuse/go)
            strictly -run '^TestFfiguard$' .
            run go test -exec 'env GODEBUG=checkfinalizers=1' -run '^TestFfiguard$' .
            ;;
    esac
}

go version
echo "CXX=$CXX CGO_CPPFLAGS=$CGO_CPPFLAGS"
[[ ! -e /usr/include/sqlite3.h ]] || run go run ./cmd/promises -check sqlite
run go run ./cmd/promises -check . meter ffiguard "$tests"/go/{bench,bench/events,callbacks,events,hosted,promises,signals,threads}
test_module "$examples" # alone: it has Go's own packages built, in each mode
all=(./...)
export CGO_CXXFLAGS=-O2 # as cgo's own, but for -g, which a quarter of the time goes to

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
run "$tests/go/recipe.sh"
run "$tests/go/static.sh"

enter "$tests/go/bench"
run "$tests/go/bench.sh" 3 0.1s
