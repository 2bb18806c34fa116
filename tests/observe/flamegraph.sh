#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# What examples/observe/flamegraph.py draws of folded stacks is XML that has each frame with its number.
set -euo pipefail
cd "$(dirname "$0")/../.."
drawn=$(printf '%s\n' 'main;run;zpress_open;stream 6' 'main;run;db_open;map<int, "a&b"> 3' 'main;run;zpress_open;stream 1' |
    examples/observe/flamegraph.py)
expected='all: 10 (100.0 %)
main: 10 (100.0 %)
run: 10 (100.0 %)
db_open: 3 (30.0 %)
map<int, "a&b">: 3 (30.0 %)
zpress_open: 7 (70.0 %)
stream: 7 (70.0 %)'
titles=$(python3 -c '
import sys, xml.etree.ElementTree as tree
for title in tree.fromstring(sys.stdin.read()).iter("{http://www.w3.org/2000/svg}title"):
    print(title.text)' <<<"$drawn")
[[ $titles == "$expected" ]] || { printf 'FAILED: flame graph\n%s\n' "$titles"; exit 1; }
if examples/observe/flamegraph.py <<<'no count' >/dev/null 2>&1; then
    echo "FAILED: a line without a count was taken"
    exit 1
fi
echo "ok: flame graph"
