#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Makes the part of docs/misuse.md that is about Java. Needs a JDK from 22 on.
set -euo pipefail
cd "$(dirname "$0")/../../.."
source tests/java/jdks.sh
need_jdk
read -r version home < <(sort -rn <<<"$found")
out=$PWD/build/java/$version
build "$home" "$out"
build_shim "$home" "$out" close_shim
misuse "$version" "$home" "$out" -write docs/misuse.md
cat "$out/run.log"
