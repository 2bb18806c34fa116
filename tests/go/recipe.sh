#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The first ten minutes of docs/recipes/go.md, as a new user has them: each block that names a file is
# written, and each block of commands is run, in the order of the page.
set -euo pipefail
source "$(dirname "$0")/env.sh"
root=$(cd ../.. && pwd)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
unset CGO_CPPFLAGS
export GOFLAGS=-buildvcs=false CGO_CXXFLAGS=-O0 # many builds, and nothing waits for the code
python3 "$root/tests/docs/pages.py" session "$root/docs/recipes/go.md" "Ten minutes" >"$work/steps.sh"
[[ $(grep -c '^cat >' "$work/steps.sh") -ge 5 && $(grep -c '^cat <<' "$work/steps.sh") -ge 6 ]]
ln -s "$root" "$work/ffiguard"
cd "$work"
sed -i "s|/usr/local|$work/prefix|; s|^CGO_CXXFLAGS=.* go test|go_asan test|" steps.sh
# shellcheck source=/dev/null
(source steps.sh)
cd notes
unformatted=$(gofmt -l notes.go each.go notes_test.go)
[[ -z $unformatted ]] || { echo "not as gofmt writes it: $unformatted"; exit 1; }
grep -q 'nocallback notes_add' notes.go && ! grep -q 'nocallback notes_each' ./*.go
