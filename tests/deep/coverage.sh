#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Which lines and branches of the headers the tests of the rooms run, with every instantiation of a
# template counted as one: clang's source-based coverage.
#
#   tests/deep/coverage.sh [OUT.json]      COVERAGE_ROOMS="posix signal" for some rooms
# Part of tests/deep.sh. Needs clang, llvm-cov and llvm-profdata of one version, cmake, ninja and
# python3; a JDK for jni/. What is not run is listed, and has to be explained in
# coverage/exceptions.txt.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-/dev/stdout}
work=$PWD/${COVERAGE_BUILD_DIR:-build/deep/coverage}
version=$(clang++ -dumpversion)
cov=$(command -v "llvm-cov-${version%%.*}" llvm-cov | head -1)
profdata=$(command -v "llvm-profdata-${version%%.*}" llvm-profdata | head -1)
started=$SECONDS
read -ra rooms <<<"${COVERAGE_ROOMS:-core memory posix library signal thread go observe jni jni_fake}"

flags="-O0 -fprofile-instr-generate -fcoverage-mapping -mllvm -runtime-counter-relocation"
{
  # Counters that are mapped to the file: a process that ends by a signal or by _exit() counts too.
  cmake -S . -B "$work" -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ \
    -DFFIGUARD_TESTS="rooms;jni" -DFFIGUARD_TESTS_TOGETHER=8 \
    -DCMAKE_CXX_FLAGS="$flags"
  if [[ -n ${COVERAGE_ROOMS:-} ]]; then
    cmake --build "$work" --target "${rooms[@]/#/test_}"
  else
    cmake --build "$work"
  fi
} >"$work.log" 2>&1 || { tail -50 "$work.log" >&2; exit 1; }

rm -rf "$work/profiles"
mkdir -p "$work/profiles"
if [[ -n ${COVERAGE_ROOMS:-} ]]; then
  select=(-R "^($(IFS='|'; echo "${rooms[*]}"))\$")
else
  select=()
fi
# A test that fails is another script's matter; what it ran is counted.
LLVM_PROFILE_FILE="$work/profiles/%m%c.profraw" \
  ctest --test-dir "$work" --timeout 600 "${select[@]}" >"$work.tests.log" 2>&1 ||
  grep -E "^\s+[0-9]+ - |tests passed" "$work.tests.log" >&2 || true
# What follows a failure of the system.
LLVM_PROFILE_FILE="$work/profiles/%m%c.profraw" FAULTS_BUILD_DIR="$work/faults" CXX=clang++ \
  FAULTS_CXXFLAGS="$flags -Wno-unused-command-line-argument" \
  tests/deep/faults.sh "$work/faults.json" >"$work.faults.log" 2>&1 || tail -3 "$work.faults.log" >&2

"$profdata" merge -sparse "$work"/profiles/*.profraw -o "$work/all.profdata"
objects=(-object "$work/faults/faults")
while IFS= read -r object; do objects+=(-object "$object"); done < <(
  find "$work" -type f \( -name 'test_*' -o -name '*.so' \) -perm -u+x ! -path '*/CMakeFiles/*' |
    if [[ -n ${COVERAGE_ROOMS:-} ]]; then
      grep -E "/(test_($(IFS='|'; echo "${rooms[*]}"))|[a-z_]*\.so)\$"
    else
      cat
    fi)
"$cov" export -format=text -instr-profile "$work/all.profdata" "${objects[@]}" \
  >"$work/all.json" 2>"$work.export.log"
python3 tests/deep/coverage/summary.py "$work/all.json" "$PWD" tests/deep/coverage/exceptions.txt \
  "$((SECONDS - started))" ${COVERAGE_ROOMS:+"${rooms[@]}"} >"$out"
