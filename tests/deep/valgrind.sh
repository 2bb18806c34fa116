#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The C++ rooms under valgrind: memcheck (what is read before it is set, is freed and used, is lost) and
# helgrind (what two threads use without order).
#
#   tests/deep/valgrind.sh [OUT.json]      VALGRIND_ROOMS="memory posix" VALGRIND_TOOLS=memcheck
# Part of tests/deep.sh. Needs g++, cmake, ninja, valgrind and python3. valgrind/excluded.txt names
# the tests that a tool cannot run, valgrind/foreign.supp faults of other code.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-/dev/stdout}
work=$PWD/${VALGRIND_BUILD_DIR:-build/deep/valgrind}
read -ra rooms <<<"${VALGRIND_ROOMS:-core memory posix library signal thread go observe}"
read -ra tools <<<"${VALGRIND_TOOLS:-memcheck helgrind}"
started=$SECONDS
{
  cmake -S . -B "$work" -G Ninja -DCMAKE_C_COMPILER=gcc -DCMAKE_CXX_COMPILER=g++ \
    -DFFIGUARD_TESTS=rooms -DFFIGUARD_TESTS_TOGETHER=8 -DCMAKE_CXX_FLAGS="-O1 -g"
  if [[ -n ${VALGRIND_ROOMS:-} ]]; then
    cmake --build "$work" --target "${rooms[@]/#/test_}"
  else
    cmake --build "$work"
  fi
} >"$work.log" 2>&1 || { tail -50 "$work.log" >&2; exit 1; }

: >"$work.rows"
rc=0
for tool in "${tools[@]}"; do
  options=(--error-exitcode=9 --suppressions=tests/deep/valgrind/foreign.supp --trace-children=no
           --child-silent-after-fork=yes)
  if [[ $tool == memcheck ]]; then
    options+=(--leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite)
  fi
  for room in "${rooms[@]}"; do
    excluded=$(sed -n "s/^\(\*\|$tool\) $room \(.*\) : .*/\2/p" tests/deep/valgrind/excluded.txt |
               paste -sd,)
    log=$work/$tool.$room.log
    answer=0
    timeout 3600 valgrind --tool="$tool" "${options[@]}" --log-file="$log" \
      "$work/tests/test_$room" ${excluded:+--test-case-exclude="$excluded"} \
      >"$log.out" 2>&1 || answer=$?
    errors=$(sed -n 's/.*ERROR SUMMARY: \([0-9]*\) errors.*/\1/p' "$log" | tail -1)
    cases=$(sed -n 's/.*test cases: *\([0-9]*\) .*/\1/p' "$log.out" | tail -1)
    failed=$(sed -n 's/.*test cases:.*| *\([0-9]*\) failed.*/\1/p' "$log.out" | tail -1)
    if [[ ${errors:-1} != 0 ]]; then rc=1; fi
    echo "$tool $room ${errors:-none} ${cases:-0} ${failed:-?} $answer" | tee -a "$work.rows" >&2
  done
done
python3 - "$work.rows" tests/deep/valgrind/excluded.txt "$((SECONDS - started))" >"$out" <<'PYTHON'
import datetime, json, re, sys
path, excluded, seconds = sys.argv[1:]
rows = []
with open(path) as file:
    for line in file:
        tool, room, errors, cases, failed, answer = line.split()
        rows.append({"what": f"{room}: {tool}", "target": "0 errors",
                     "measured": f"{errors} errors in {cases} test cases",
                     "verdict": "met" if errors == "0" and cases != "0" else "missed",
                     "why": "" if failed == "0" else f"{failed} test cases fail under the tool"})
names = []
with open(excluded) as file:
    for line in file:
        match = re.fullmatch(r"(\S+) (\S+) (.*) : (.*)\n", line)
        if match and not line.startswith("#"):
            names.append({"name": f"{match[2]}, {match[1]}: {match[3]}", "why": match[4]})
print(json.dumps({"name": "valgrind", "title": "valgrind: memcheck and helgrind",
                  "date": datetime.date.today().isoformat(), "command": "tests/deep/valgrind.sh",
                  "seconds": int(seconds), "rows": rows, "exceptions": names}, indent=1))
PYTHON
exit $rc
