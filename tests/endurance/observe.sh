#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Soaks at record level: SQLite from Go and zpress from Java, SECONDS long each. At the end nothing is
# open, nothing was dropped, and the memory is flat.
#
#   tests/endurance/observe.sh [SECONDS]     600 if not given
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
# What malloc keeps for itself is not looked for here: glibc's cache of each thread is up to 236 kB, and
# Go has as many threads as it had calls into C at one time.
export MALLOC_ARENA_MAX=2 GLIBC_TUNABLES=glibc.malloc.tcache_count=0
seconds=${1:-600}
failed=0
if [[ -e /usr/include/sqlite3.h ]]; then
    (
        source tests/go/env.sh # leaves with 77 where there is no fit Go
        export CGO_CPPFLAGS="$CGO_CPPFLAGS -DFFIGUARD_OBSERVE=1"
        cd ../../tests/endurance/observe
        go build -o "$root/build/soak" ./soak
        "$root/build/soak" "$seconds"
    ) || { [[ $? == 77 ]] || failed=1; }
else
    echo "skipped: soak of SQLite: no sqlite3.h"
fi
source tests/java/jdks.sh
while read -r version home; do
    out=$root/build/java/$version
    build "$home" "$out"
    limit=$((seconds * 3 + 120)) run "$home" "$out" -Xms64m -Xmx64m -XX:+AlwaysPreTouch dev.ffiguard.example.Soak "$seconds" || failed=1
    sed "s/^/JDK $version: /" "$out/run.log"
done < <(jdks)
exit "$failed"
