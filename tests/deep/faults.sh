#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Every system call, C library call and allocation of the C++ rooms fails in turn, in each plausible
# way: a status names the fault, nothing is lost and nothing closed twice, and the same works after
# it. See faults/faults.hpp; faults/tolerated.txt names what is right without a status.
#
#   tests/deep/faults.sh [OUT.json]      FAULTS_ONLY=posix/unique_fd for one scenario
# Part of tests/deep.sh. Needs g++, GNU ld (--wrap), nm and python3; Linux.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-/dev/stdout}
work=${FAULTS_BUILD_DIR:-build/deep/faults}
read -ra cxx <<<"${CMAKE_CXX_COMPILER_LAUNCHER:-} ${CXX:-g++}"
mkdir -p "$work"
started=$SECONDS
flags=(-std=c++17 -O1 -g1 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion
       -Wshadow -Wold-style-cast -Werror -Iinclude)

# What the linker sends to calls.cpp: each name with a __real_ there.
"${cxx[@]}" "${flags[@]}" -c tests/deep/faults/calls.cpp -o "$work/calls.o"
nm -u "$work/calls.o" | sed -n 's/^ *U __real_//p' | sort >"$work/wrapped"
sed 's/^/-Wl,--wrap=/' "$work/wrapped" >"$work/wrap_flags"

objects=("$work/calls.o")
for source in tests/deep/faults/*.cpp; do
  name=$(basename "$source" .cpp)
  if [[ $name == calls ]]; then continue; fi
  "${cxx[@]}" "${flags[@]}" -c "$source" -o "$work/$name.o" &
  objects+=("$work/$name.o")
  if [[ $(jobs -rp | wc -l) -ge $(nproc) ]]; then wait -n; fi
done
# Every function of every header: what they call is stood in for, or named with its reason.
(cd include && find ffiguard -mindepth 2 -maxdepth 2 -name '*.hpp' ! -path '*/jni/*' | sort) |
  sed 's/.*/#include <&>/' >"$work/all.cpp"
"${cxx[@]}" -std=c++17 -O0 -fkeep-inline-functions -DFFIGUARD_OBSERVE=1 -Iinclude \
  -c "$work/all.cpp" -o "$work/all.o" &
wait
"${cxx[@]}" "${objects[@]}" "@$work/wrap_flags" -o "$work/faults" -ldl -lpthread
nm -u "$work/all.o" | awk '{ print $2 }' | grep -v '^_[Z_]\|^_Unwind\|^_GLOBAL' | sort -u |
  comm -23 - "$work/wrapped" >"$work/others"
sed 's/#.*//; s/   .*//' tests/deep/faults/not_wrapped.txt | tr ' ' '\n' | sort -u >"$work/named"
unknown=$(comm -23 "$work/others" "$work/named" | tr '\n' ' ')

rc=0
"$work/faults" tests/deep/faults/tolerated.txt "$work/rooms.json" \
  ${FAULTS_FIRST:+--first} ${FAULTS_ONLY:+"$FAULTS_ONLY"} >"$work/log" || rc=$?
cat "$work/log" >&2
if [[ -n $unknown ]]; then
  echo "neither in calls.cpp nor in not_wrapped.txt: $unknown" >&2
  rc=1
fi
python3 - "$work/rooms.json" "$((SECONDS - started))" "$(wc -l <"$work/wrapped")" "$unknown" \
  >"$out" <<'PYTHON'
import datetime, json, sys
path, seconds, wrapped, unknown = sys.argv[1:]
with open(path) as file:
    found = json.load(file)
rows = []
for room, one in sorted(found["rooms"].items()):
    rows.append({"what": f"{room}: each call fails, each errno ({one['functions']} kinds of calls)",
                 "target": "0 wrong",
                 "measured": f"{one['runs']} faults, {one['bad']} wrong, {one['explained']} explained",
                 "verdict": "missed" if one["bad"] else "met", "why": ""})
rows.append({"what": "calls of the headers that neither fail in a test nor are named with a reason",
             "target": "0", "measured": str(len(unknown.split())),
             "verdict": "missed" if unknown else "met", "why": unknown})
print(json.dumps({"name": "faults", "title": "Fault injection: system calls and allocations",
                  "date": datetime.date.today().isoformat(), "command": "tests/deep/faults.sh",
                  "seconds": int(seconds), "rows": rows, "exceptions": found["exceptions"]}, indent=1))
PYTHON
exit $rc
