#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The models of what threads do without locks, run in all orders by loom, and each with steps left
# out or turned round, which must be seen. Not part of the tests: it fetches crates.
#
# usage: tests/models/run.sh [BUILD_DIR]   (about 25 s of one processor, and the build of loom)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$(mktemp -d)}
if ! command -v cargo > /dev/null; then
    echo "skipped: the models: cargo is not here"
    exit 0
fi
export CARGO_TARGET_DIR=$target
build=$(cargo build --quiet --manifest-path "$here/user_seats/Cargo.toml" 2>&1) || {
    printf '%s\n' "$build"
    case $build in
        *"failed to get"* | *"failed to download"* | *"no matching package"*)
            echo "skipped: the models: the crate loom cannot be fetched"
            exit 0 ;;
    esac
    exit 1
}
model=$target/debug/user_seats
failed=0
row() { # SCENARIO MUTANT EXPECTED
    local began=$SECONDS got=holds why=
    if ! why=$("$model" "$1" "$2" 2>&1); then
        got=broken
        why=$(grep -m1 -oE 'Causality violation|failed: [a-z]+|[Dd]eadlock|branches' <<< "$why") || why=other
    fi
    local verdict=ok
    if [[ $got != "$3" || $why == other || $why == branches ]]; then verdict=WRONG failed=1; fi
    printf '%-22s %-18s %-7s %-5s %3d s  %s\n' "$2" "$1" "$got" "$verdict" $((SECONDS - began)) "$why"
}
printf '%-22s %-18s %-7s\n' "without" scenario properties
for scenario in users again last_users closers two_close tries carried carried_twice refused \
    table_end table_end_closed; do
    row $scenario none holds
done
row carried no_barrier broken
row tries try_without_barrier broken
row carried_twice closed_before_barrier broken
row last_users no_publish_own broken
row refused no_second_sum broken
row two_close no_look_again broken
row carried silent_transient broken
row last_users relaxed_leave broken
row table_end no_leaving_mark broken
row table_end relaxed_goodbye broken
exit $failed
