#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# What docs/security.md says of tokens, measured: forged tokens and structs under ASan and UBSan, the numbers of tables
# against the birthday law, and how many tries a guess takes.
#
#   tests/deep/security.sh [OUT.json]
#   FORGED=10000000 COUNT=5000      how many forged tokens, and processes, loads and children
set -uo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/common.sh
forged=${FORGED:-10000000} count=${COUNT:-5000}
start=$SECONDS
out=build/deep/security
mkdir -p "$out"
rows=$out/rows
: >"$rows"
row() { # row WHAT TARGET MEASURED HOLDS WHY
    local verdict=met why=
    [[ $4 == 1 ]] || { verdict=missed why=$5; }
    printf 'row\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$verdict" "$why" >>"$rows"
}

cxx=${CXX:-clang++}
has "$cxx" || cxx=g++
flags=(-std=c++17 -Wall -Wextra -Iinclude)
"$cxx" "${flags[@]}" -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all -DFFIGUARD_OBSERVE=1 \
    tests/deep/security/forged.cpp -o "$out/forged" -pthread -ldl &&
    g++ "${flags[@]}" -O2 tests/deep/security/seeds.cpp -o "$out/seeds" -ldl &&
    g++ "${flags[@]}" -O2 -DPLUGIN -shared -fPIC -fvisibility=hidden tests/deep/security/seeds.cpp -o "$out/seeds.so" &&
    g++ "${flags[@]}" -O2 tests/deep/security/guess.cpp -o "$out/guess" -pthread || exit 1

seed=$RANDOM$RANDOM
echo "forged: seed $seed"
if fixed_addresses timeout 3600 "$out/forged" "$forged" "$seed" >"$out/forged.log" 2>&1; then good=1; else good=0; fi
[[ $good == 1 ]] || cat "$out/forged.log"
kinds=$(awk -F'\t' 'NF == 2 { printf "%s%s %d", sep, $1, $2; sep = ", " }' "$out/forged.log")
row "forged tokens into 16 exported functions, under ASan and UBSan" "$forged, none opens or changes anything" \
    "${kinds:-see forged.log}" "$good" "seed $seed: $(tail -n 1 "$out/forged.log" | tr '\t' ' ')"
row "structs of random bytes into the functions of ffiguard.h, under ASan and UBSan" "$((forged / 100)) of each, no finding" \
    "$([[ $good == 1 ]] && echo "no finding" || echo "a finding")" "$good" "seed $seed"

law() { # law WHAT COMMAND...: EXPECTED DEVIATION FOUND, four deviations apart at most
    local what=$1 expected deviation found
    shift
    read -r expected deviation found < <("$@")
    row "$what" "${expected:-?} ± $(awk "BEGIN { printf \"%.1f\", 4 * ${deviation:-0} }")" "${found:-failed}" \
        "$(awk "BEGIN { d = ${found:--1e9} - ${expected:-0}; print (d < 0 ? -d : d) <= 4 * ${deviation:-0} }")" \
        "more than four deviations from the law"
}
pairs() { # pairs WHAT COMMAND...
    law "pairs of $count $1 whose first tables have one number" "${@:2}"
}
without_name() { "$@" | cut -d' ' -f2-; }
pairs processes without_name "$out/seeds" processes "$count"
pairs "loads of one library in one process" without_name "$out/seeds" reloads "$count" "$out/seeds.so"
pairs "children of one process" without_name "$out/seeds" children "$count"

read -r mean deviation median < <("$out/guess" number 2000)
row "tries of a caller that knows the layout and one open object, but no token: mean of 2,000 guesses" \
    "32,768 ± $((4 * ${deviation:-0})), one in 65,535 a try" "mean ${mean:-?}, median ${median:-?}" \
    "$(awk "BEGIN { d = ${mean:-0} - 32768; print (d < 0 ? -d : d) <= 4 * ${deviation:-0} }")" "not the law"
law "hits in 100,000,000 random slots and generations of a known table with 1,048,576 open objects" \
    "$out/guess" slot 100000000

# A program with more rights than its caller writes no file that the caller names.
target="a report from a plain program, none from a setuid one"
if [[ $(id -u) == 0 ]] && has setpriv; then
    other=$(mktemp -d)
    chmod 755 "$other"
    mkdir -m 777 "$other/reports"
    g++ "${flags[@]}" tests/deep/security/report.cpp -o "$other/plain" -pthread -ldl && cp "$other/plain" "$other/setuid" &&
        chmod 4755 "$other/setuid"
    for program in plain setuid; do
        setpriv --reuid=65534 --regid=65534 --clear-groups env "FFIGUARD_OBSERVE_REPORT=$other/reports/$program" "$other/$program"
    done
    reports=$(ls "$other/reports")
    row "FFIGUARD_OBSERVE_REPORT in a setuid program" "$target" "a report from: ${reports:-none}" \
        "$([[ $reports == plain ]] && echo 1 || echo 0)" "the caller names the file"
    rm -rf "$other"
else
    printf 'row\tFFIGUARD_OBSERVE_REPORT in a setuid program\t%s\tnot run\texplained\tneeds root and setpriv\n' "$target" >>"$rows"
fi

python3 tests/deep/results.py make security "Security: forged and guessed tokens" tests/deep/security.sh $((SECONDS - start)) \
    "$@" <"$rows"
