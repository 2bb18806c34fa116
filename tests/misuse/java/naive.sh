#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The cases of JNI over a shim without ffiguard, each in a JVM of its own: naive.sh HOME OUTDIR, after
# misuse of tests/java/jdks.sh has built OUTDIR. A case that comes out right there proves nothing: it
# fails. "-v" tells each outcome, which may be another next time.
set -euo pipefail
cd "$(dirname "$0")/../../.."
source tests/java/jdks.sh
home=$1 out=$2 naive=$2/naive
mkdir -p "$naive"
compile "$home" -shared -fPIC -fvisibility=hidden tests/misuse/java/naive_shim.cpp -o "$naive/libzpress_jni.so"
compile "$home" -shared -fPIC -fvisibility=hidden tests/misuse/java/naive_vm_shim.cpp -o "$naive/libvm_shim.so"
cp "$naive/libzpress_jni.so" "$naive/libmisuse_shim.so"

# What has no naive twin (Tail, CloseShim), and what Java does the same over any shim.
skipped='^(parents and children|refusal|wait): |listener|Tail'
skipped+='|^release: a class releases with a function that throws|^release: a stream is (closed by hand|never closed)'
skipped+='|^arguments: a write on a thread that is interrupted|^callbacks: used again in its own callback'
skipped+="|^exit: |^callbacks after unregister: (a ticker is stopped twice|what a stopped|a ticker's callback)"
skipped+='|^exceptions: an Error is thrown|^threads: an object that allows one user is used by 8'

one() { # one "NUMBER AREA: TITLE": "OUTCOME|AREA: TITLE"
    local number=${1%% *} title=${1#* } status=0 outcome log
    log=$naive/$number.log
    # What was freed is overwritten. A crash leaves neither core nor report.
    (ulimit -c 0 && MALLOC_PERTURB_=165 exec timeout -k 5 60 "$home/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
        -XX:ErrorFile=/dev/null -XX:-CreateCoredumpOnCrash -Dmisuse.seconds=1 -Xmx128m \
        "-Djava.library.path=$naive:$out" -cp "$out/classes:$out/tests" dev.ffiguard.example.Misuse \
        -one "$number") >"$log" 2>&1 || status=$?
    if [[ $(grep -m1 '^case: ' "$log") != "case: JNI: $title" ]]; then
        outcome="no such case (tests/misuse/java/page.sh)"
    elif grep -q '^got: ' "$log"; then
        outcome="wrong answer: $(sed -n 's/^got: //p' "$log" | cut -c1-70)"
        [[ $status != 0 ]] || outcome=right
    elif [[ $status == 124 || $status == 137 ]]; then
        outcome=hang
    else
        outcome="crash: $(grep -m1 -oE 'SIG[A-Z]+|double free|free\(\): [a-z]+ [a-z]+|terminate called' "$log" ||
            echo "exit status $status")"
    fi
    echo "$outcome|$title"
}
export -f one
export home out naive
# The page numbers the cases as the program does.
awk -F' [|] ' '/^## / { area = substr($0, 4) } sub(/^JNI: /, "", area) { jni = area }
    /^## FFM/ { jni = "" } /^[|] J[0-9]/ && jni != "" { print substr($1, 4) " " jni ": " $2 }' docs/misuse.md |
    while read -r number title; do
        grep -qE "$skipped" <<<"$title" || printf '%s %s\0' "$number" "$title"
    done | xargs -0 -P2 -I{} bash -c 'one "$1"' one {} >"$naive/outcomes" 2>/dev/null
[[ ${3:-} != -v ]] || cat "$naive/outcomes"
cases=$(wc -l <"$naive/outcomes")
echo "$cases cases of misuse over the naive shim, $(grep -c '^crash' "$naive/outcomes" || true) crash the JVM"
if [[ $cases -lt 75 ]] || grep -E '^(right|no such case)' "$naive/outcomes"; then
    echo "FAILED: the cases above cannot fail, or there are too few"
    exit 1
fi
