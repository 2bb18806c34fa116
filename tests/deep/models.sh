#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The model tests with many seeds; each again over headers with one line broken, which it must
# notice (models/breaks.txt); and the models of memory orders (tests/models/run.sh), if cargo is here.
#
# usage: tests/deep/models.sh [OUT.json]
#   FFIGUARD_MODEL_SEEDS=n: 1000 if not given. FFIGUARD_MODEL_JOBS=n: at a time, 2 if not given.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-/dev/stdout}
export FFIGUARD_MODEL_SEEDS=${FFIGUARD_MODEL_SEEDS:-1000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export work
began=$SECONDS

flags=(-std=c++17 -O0 -Itests -DDOCTEST_CONFIG_SUPER_FAST_ASSERTS
       "-DFFIGUARD_TEST_SOURCE_DIR=\"$PWD\"" "-DFFIGUARD_TEST_LIB_DIR=\"$work\"")
if javac=$(command -v javac) && jdk=$(dirname "$(dirname "$(readlink -f "$javac")")") && [[ -f $jdk/include/jni.h ]]; then
    flags+=(-isystem "$jdk/include" -isystem "$jdk/include/linux")
    for source in tests/jni/fake/*.cpp; do
        [[ $source == *.test.cpp ]] ||
            g++ "${flags[@]}" -Iinclude -c "$source" -o "$work/$(basename "$source").fake.o"
    done
else
    echo "skipped: the model of JNI references: no JDK headers found" >&2
fi
g++ "${flags[@]}" -Iinclude -c tests/main.cpp -o "$work/main.o"
gcc -shared -fPIC tests/library/lib/counter.c -o "$work/counter.so"
printf '%s\0' "${flags[@]}" > "$work/flags"

# one NUMBER MODEL HEADER SED WHAT: writes a row; without HEADER the test must pass.
one() {
    local number=$1 model=$2 header=$3 script=$4 what=$5 include=include flags objects=() rc=0
    mapfile -d '' flags < "$work/flags"
    if [[ -n $header ]]; then
        include=$work/$number.include
        cp -r include "$include"
        sed -i "$script" "$include/ffiguard/$header"
        if cmp -s "include/ffiguard/$header" "$include/ffiguard/$header"; then
            echo "$number|$model|$what|nothing was broken: the line has changed|missed" > "$work/$number.row"
            return
        fi
    fi
    [[ $model != jni/* ]] || objects=("$work"/*.fake.o)
    if ! g++ "${flags[@]}" "-I$include" "tests/${model}_model.test.cpp" "$work/main.o" \
        "${objects[@]}" -o "$work/$number.program" -ldl -lpthread 2> "$work/$number.log"; then
        echo "$number|$model|$what|does not compile|missed" > "$work/$number.row"
        return
    fi
    [[ -z $header ]] || export FFIGUARD_MODEL_SEEDS=300
    timeout 900 "$work/$number.program" -tce="*threads*" > "$work/$number.log" 2>&1 || rc=$?
    local said
    said=$(grep -m1 -oE '(seed|txt:)[ ]?[0-9]+, [0-9]+ of [0-9]+ steps' "$work/$number.log" || echo "exit status $rc")
    if [[ -n $header ]]; then
        if ((rc != 0)); then said="noticed: $said|met"; else said="not noticed|missed"; fi
    elif ((rc == 0)); then
        said="no difference|met"
    else
        said="$said|missed"
        cat "$work/$number.log" >&2
    fi
    echo "$number|$model|$what|$said" > "$work/$number.row"
    rm -rf "$work/$number.include" "$work/$number.program"
}
export -f one

models=(core/unique_handle core/shared_handle core/handle_table core/life_cycle thread/scoped_guards
        go/callback_registration library/library)
compgen -G "$work/*.fake.o" > /dev/null && models+=(jni/ref/references)
{
    for model in "${models[@]}"; do
        printf '%s\0%s\0\0\0%s\0' "$((++number))" "$model" "$FFIGUARD_MODEL_SEEDS seeds"
    done
    while IFS='|' read -r model header script what; do
        [[ $model == \#* || " ${models[*]} " != *" $model "* ]] ||
            printf '%s\0%s\0%s\0%s\0%s\0' "$((++number))" "$model" "$header" "$script" "$what"
    done < tests/deep/models/breaks.txt
} | xargs -0 -n 5 -P "${FFIGUARD_MODEL_JOBS:-2}" bash -c 'one "$@"' one

tests/models/run.sh "${FFIGUARD_MODEL_TARGET:-$work/target}" > "$work/orders" || true
cat "$work"/*.row | sort -n > "$work/rows"
python3 - "$out" "$((SECONDS - began))" "$work/rows" "$work/orders" << 'PY'
import datetime, json, sys
rows = []
for line in open(sys.argv[3]):
    _, model, what, measured, verdict = line.rstrip("\n").split("|")
    broken = "seeds" not in what
    rows.append({"what": f"{model}: " + (f"broken: {what}" if broken else f"random operations, {what}"),
                 "target": "the model test notices" if broken else "no sequence differs from the model",
                 "measured": measured, "verdict": verdict, "why": ""})
orders = {}
for line in open(sys.argv[4]):
    fields = line.split()
    if len(fields) < 5 or fields[0] == "model":
        continue
    count = orders.setdefault(fields[0], {"none": [0, 0], "mutants": [0, 0], "wrong": []})
    kind = count["none" if fields[1] == "none" else "mutants"]
    kind[1] += 1
    if fields[4] == "ok":
        kind[0] += 1
    else:
        count["wrong"].append(f"{fields[1]} in {fields[2]}")
for name, count in orders.items():
    rows.append({"what": f"memory orders of {name}.hpp, in all orders that loom finds",
                 "target": "every scenario holds; every step left out, swapped or weaker is noticed",
                 "measured": "%d of %d scenarios hold; %d of %d mutants are noticed"
                             % (*count["none"], *count["mutants"]),
                 "verdict": "missed" if count["wrong"] else "met", "why": "; ".join(count["wrong"])})
exceptions = [] if orders else [{"name": "memory orders", "why": open(sys.argv[4]).read().strip()}]
json.dump({"name": "models", "title": "Model-based tests and memory orders",
           "date": datetime.date.today().isoformat(), "command": "tests/deep/models.sh",
           "seconds": int(sys.argv[2]), "rows": rows, "exceptions": exceptions},
          open(sys.argv[1], "w"), indent=1)
sys.exit(any(row["verdict"] == "missed" for row in rows))
PY
