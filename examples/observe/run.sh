#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# watch.cpp on a live Go program that opens 12 streams, closes 7 and forgets 5, twice.
#
# Exit status 77: it cannot run here.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/common.sh
out=$PWD/build/examples/observe
mkdir -p "$out"

skip() { echo "skipped: watch: $*"; exit 77; }
[[ -e /usr/include/linux/bpf.h ]] || skip "no linux/bpf.h"
has g++ || skip "no g++"
[[ $(uname -m) =~ ^(x86_64|aarch64)$ ]] || skip "no probes on $(uname -m)"
printf '5.15\n%s\n' "$(uname -r)" | sort -CV || skip "Linux $(uname -r) is older than 5.15"
g++ -std=c++17 -O2 -Wall -Wextra -Iinclude examples/observe/watch.cpp -o "$out/watch"
status=0
"$out/watch" $$ 0 >"$out/watch.out" 2>&1 || status=$?
[[ $status != 77 ]] || skip "$(tail -n 1 "$out/watch.out")"
status=0
(
    source tests/go/env.sh
    CGO_CXXFLAGS='-O2 -DFFIGUARD_OBSERVE=1' go build -o "$out/forgetful" ./cmd/forgetful
) || status=$?
[[ $status != 77 ]] || exit 77
[[ $status == 0 ]]

rm -f "$out/in"
mkfifo "$out/in"
"$out/forgetful" <"$out/in" >"$out/forgetful.out" 2>&1 &
process=$!
exec 7>"$out/in"
wait_for "$out/forgetful.out" ready
"$out/watch" "$process" 60 >"$out/watch.out" 2>&1 7>&- & # or the pipe would stay open
watch=$!
wait_for "$out/watch.out" 'watching 2 probes'
printf 'once\ntwice\n' >&7
wait_for "$out/forgetful.out" '5 forgotten' 2
exec 7>&- # ends the program, and then watch
wait "$process"
wait "$watch"
cat "$out/watch.out"
counted() { sed -nE "s/^ +([0-9]+) $1: +$2\$/\1/p" "$out/watch.out"; }
[[ $(grep -c '^abandoned: zpress.Writer ' "$out/watch.out") == 10 && $(counted abandoned zpress.Writer) == 10 &&
    $(counted opened '.*compressor.*') == 24 ]] || { echo 'watch: FAILED'; exit 1; }
