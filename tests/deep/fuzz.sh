#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The model tests (*_model.test.cpp) under libFuzzer with AddressSanitizer. What reaches new code is
# kept in tests/deep/fuzz/NAME.txt, one sequence a line, and runs again in the model test.
#
# usage: tests/deep/fuzz.sh [OUT.json]
#   FFIGUARD_FUZZ_SECONDS=n: for each model, 60 if not given.
#   FFIGUARD_FUZZ_MODELS="core/handle_table ...": these only.
#   FFIGUARD_FUZZ_KEEP=1: write what was found to tests/deep/fuzz/NAME.txt, at most 60 lines each.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${FFIGUARD_FUZZ_SECONDS:-60}
read -ra models <<< "${FFIGUARD_FUZZ_MODELS:-core/unique_handle core/shared_handle core/handle_table core/life_cycle thread/scoped_guards go/callback_registration}"
out=${1:-/dev/stdout}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! echo 'extern "C" int LLVMFuzzerTestOneInput(const char*, unsigned long) { return 0; }' |
    clang++ -x c++ -fsanitize=fuzzer,address - -o "$work/probe" 2> /dev/null; then
    echo "skipped: the fuzzer: this clang++ has no -fsanitize=fuzzer" >&2
    exit 0
fi
began=$SECONDS
rows=()
for model in "${models[@]}"; do
    name=${model##*/}
    echo "fuzz: $name" >&2
    optimize=-O1
    [[ $name != life_cycle ]] || optimize=-O0 # 17 kinds of trees
    clang++ -std=c++17 $optimize -g1 -fsanitize=fuzzer,address -Iinclude -Itests \
        "-DMODEL=\"../../${model}_model.test.cpp\"" tests/deep/fuzz/target.cpp -o "$work/$name" -ldl -lpthread
    mkdir -p "$work/$name.in" "$work/$name.out"
    python3 - "tests/deep/fuzz/$name.txt" "$work/$name.in" read << 'PY'
import os, sys
if os.path.exists(sys.argv[1]):
    for number, line in enumerate(open(sys.argv[1])):
        open(f"{sys.argv[2]}/{number}", "wb").write(bytes.fromhex(line))
PY
    verdict=met why=
    timeout $((seconds * 3 + 60)) "$work/$name" -max_total_time="$seconds" -max_len=1600 \
        -timeout=60 -print_final_stats=1 -artifact_prefix="$work/$name-" "$work/$name.in" \
        > "$work/$name.log" 2>&1 || verdict=missed
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$name.log")
    if [[ $verdict == missed ]]; then
        cat "$work/$name.log" >&2
        why=$(grep -m1 -oE 'FFIGUARD_MODEL_STEPS=[0-9a-f]+|ERROR: [A-Za-z]+: [a-z-]+' "$work/$name.log" || echo "see the log")
    fi
    timeout 300 "$work/$name" -merge=1 "$work/$name.out" "$work/$name.in" > /dev/null 2>&1 || true
    kept=$(find "$work/$name.out" -type f | wc -l)
    if [[ ${FFIGUARD_FUZZ_KEEP:-} == 1 ]]; then
        python3 - "tests/deep/fuzz/$name.txt" "$work/$name.out" << 'PY'
import os, sys
found = sorted((open(os.path.join(sys.argv[2], name), "rb").read() for name in os.listdir(sys.argv[2])),
               key=lambda data: (len(data), data))
found = [data for data in found if len(data) >= 4]
step = max(1, -(-len(found) // 60))  # short ones and long ones
with open(sys.argv[1], "w") as to:
    for data in found[::step]:
        to.write(data.hex() + "\n")
PY
    fi
    rows+=("$name|${runs:-0}|$kept|$verdict|$why")
done
python3 - "$out" "$((SECONDS - began))" "$seconds" "${rows[@]}" << 'PY'
import datetime, json, sys
rows = []
for row in sys.argv[4:]:
    name, runs, kept, verdict, why = row.split("|", 4)
    rows.append({"what": f"random operations on {name}, chosen by coverage for {sys.argv[3]} s",
                 "target": "no sequence differs from the model, and no memory error",
                 "measured": f"{runs} sequences; {kept} kept as corpus", "verdict": verdict, "why": why})
json.dump({"name": "fuzz", "title": "Model tests under libFuzzer",
           "date": datetime.date.today().isoformat(), "command": "tests/deep/fuzz.sh",
           "seconds": int(sys.argv[2]), "rows": rows, "exceptions": []},
          open(sys.argv[1], "w"), indent=1)
PY
[[ " ${rows[*]} " != *"|missed|"* ]]
