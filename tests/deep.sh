#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The deep runs: what proves docs/reliability.md, and is too long for tests/run.sh.
#
#   tests/deep.sh                    every tests/deep/NAME.sh
#   tests/deep.sh security models    these
#   tests/deep.sh --list             their names
#
# Each writes tests/deep/results/NAME.json, from which docs/reliability.md is made. A run that fails leaves the old
# result as it is. The exit code is 0 if each run ended well and no row is missed.
set -uo pipefail
cd "$(dirname "$0")/.."

all=()
for script in tests/deep/*.sh; do
    name=${script##*/}
    all+=("${name%.sh}")
done
[[ ${1:-} != --list ]] || { printf '%s\n' "${all[@]}"; exit; }
names=("$@")
[[ $# != 0 ]] || names=("${all[@]}")
for name in "${names[@]}"; do
    [[ -e tests/deep/$name.sh ]] || { echo "$0: no run is called '$name'; there are: ${all[*]}" >&2; exit 2; }
done

mkdir -p build/deep tests/deep/results
failed=() skipped=() fresh=()
for name in "${names[@]}"; do
    out=build/deep/$name.json
    rm -f "$out"
    echo "==== $name"
    bash "tests/deep/$name.sh" "$out" </dev/null 2>&1 | tee "build/deep/$name.log"
    case ${PIPESTATUS[0]} in
        0) ;;
        77) skipped+=("$name") ;;
        *) failed+=("$name") ;;
    esac
    [[ -e $out ]] || continue
    if python3 tests/deep/results.py check "$out"; then
        cp "$out" "tests/deep/results/$name.json"
        fresh+=("$out")
    else
        failed+=("$name")
    fi
done

echo
missed=0
[[ ${#fresh[@]} == 0 ]] || python3 tests/deep/results.py table "${fresh[@]}" || missed=1
python3 tests/deep/page.py write
[[ ${#skipped[@]} == 0 ]] || echo "skipped: ${skipped[*]}: see build/deep/*.log"
[[ ${#failed[@]} == 0 ]] || echo "FAILED: ${failed[*]}: see build/deep/*.log"
[[ ${#failed[@]} == 0 && $missed == 0 ]]
