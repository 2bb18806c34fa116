#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Go's build cache does not see headers outside of a package. env.sh makes it: in a copy, a header is
# broken after a test has passed, and the test must fail.
set -euo pipefail
cd "$(dirname "$0")/../.."
export CGO_CXXFLAGS=-O0
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/examples" "$copy/tests"
cp -r include "$copy"
cp -r examples/cgo examples/meter examples/sqlite examples/zpress "$copy/examples"
cp -r tests/go tests/threads tests/readers tests/tools "$copy/tests"

test_copy() ( # the part of the tests that reads the header
    source "$copy/tests/go/env.sh"
    [[ -z ${1:-} ]] || export CGO_CPPFLAGS=$1
    go test -run '^TestCheckCopiesWhatTheCallHasFilled$' ./ffiguard
)
flags() (
    source "$copy/tests/go/env.sh"
    echo "$CGO_CPPFLAGS"
)

old=$(flags)
test_copy
sed -i 's/return "closed"/return "broken"/' "$copy/include/ffiguard/core/status.hpp"
if [[ $(flags) == "$old" ]]; then
    echo "cache: another header, the same flags: $old"
    exit 1
fi
if test_copy >"$copy/output" 2>&1 || ! grep -q -- "--- FAIL" "$copy/output"; then
    echo 'cache: the test does not fail on a broken header:'
    cat "$copy/output"
    exit 1
fi
if test_copy "$old" >/dev/null 2>&1; then
    echo 'the broken header is seen; with the flags of before Go passes on the old one'
else
    echo 'the broken header is seen, by Go itself, too'
fi
