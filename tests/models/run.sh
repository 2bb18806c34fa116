#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The models of what threads do without locks (src/bin, each named after its header), run in all
# orders by loom, and each with steps left out, swapped or with a weaker order, which must be seen.
# Not part of the tests: it fetches crates. tests/core/memory_orders.test.cpp is: it fails if a
# header has other memory orders than its model.
#
# usage: tests/models/run.sh [BUILD_DIR] [MODEL...]   (about a minute of one processor, and the build
#                                                      of loom)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$(mktemp -d)}
models=("${@:2}")
((${#models[@]})) || models=(gate user_seats slot_store release_list event_ring)
if ! command -v cargo > /dev/null; then
    echo "skipped: the models: cargo is not here"
    exit 0
fi
export CARGO_TARGET_DIR=$target
build=$(cargo build --quiet --manifest-path "$here/Cargo.toml" 2>&1) || {
    printf '%s\n' "$build"
    case $build in
        *"failed to get"* | *"failed to download"* | *"no matching package"*)
            echo "skipped: the models: the crate loom cannot be fetched"
            exit 0 ;;
    esac
    exit 1
}
failed=0
row() { # MODEL SCENARIO MUTANT EXPECTED
    local began=$SECONDS got=holds why=
    if ! why=$(timeout 1800 "$target/debug/$1" "$2" "$3" 2>&1); then
        got=broken
        why=$(grep -m1 -oE 'Causality violation|failed: [a-z]+|[Dd]eadlock|branches' <<< "$why") || why=other
    fi
    local verdict=ok
    if [[ $got != "$4" || $why == other || $why == branches ]]; then verdict=WRONG failed=1; fi
    printf '%-13s %-24s %-17s %-7s %-5s %3d s  %s\n' "$1" "$3" "$2" "$got" "$verdict" \
        $((SECONDS - began)) "$why"
}
printf '%-13s %-24s %-17s %-7s\n' model mutant scenario properties
for model in "${models[@]}"; do
    while read -r scenario mutant expected; do
        row "$model" "$scenario" "$mutant" "$expected"
    done < <("$target/debug/$model")
done
exit $failed
