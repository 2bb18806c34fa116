#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Two versions of the headers in one program, as two Go modules bring them along: each shim keeps its
# own, whatever the linker does, and one report tells what is open in both. The same for two copies of
# one version that the Go module's installer has told apart, and for one copy with two settings.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
CXX=${CXX:-g++}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# A shim of a copy: all headers, every inline function of them, and an object that stays open.
jdk=$(readlink -f "$(command -v javac || true)" || true)
jdk=${jdk%/bin/javac}/include
without='/detail/\|<ffiguard/exports.hpp'
[[ -e $jdk/jni.h ]] || { without+='\|<ffiguard/jni/' && echo "skipped: two copies of jni/: no JDK"; }
find "$root/include/ffiguard" -name '*.hpp' -printf '#include <ffiguard/%P>\n' | grep -v "$without" | sort >all.hpp
cat >shim.cpp <<'CPP'
#include "all.hpp"
#include <ffiguard/exports.hpp>
#define PASTE(a, b) a##b
#define NAME(a, b) PASTE(a, b)
namespace {
struct NAME(meter_, COPY) {
    int value = 0;
};
// Never destroyed.
auto& meters = *new ffiguard::handle_table<NAME(meter_, COPY)>;
}  // namespace
FFIGUARD_EXPORT_SYMBOL const char* NAME(say_, COPY)() {
    return ffiguard::status(ffiguard::status_code::closed).name();
}
FFIGUARD_EXPORT_SYMBOL ffiguard_token NAME(open_, COPY)() { return meters.emplace().value_or(0); }
CPP
cat >main.cpp <<'CPP'
#include <cstdio>
#include <cstring>

#include <ffiguard/ffiguard.h>
extern "C" const char* say_a();
extern "C" const char* say_b();
extern "C" ffiguard_token open_a();
extern "C" ffiguard_token open_b();
int main() {
    std::printf("a: %s, b: %s;", say_a(), say_b());
    ffiguard_observe_level(3);
    if (open_a() == 0 || open_b() == 0) return 1;
    ffiguard_type_totals types[200];
    ffiguard_held held[200];
    const auto there = ffiguard_observe_types(types, 200);
    for (uint64_t i = 0; i < there && i < 200; ++i)
        if (std::strstr(types[i].type, "meter_") != nullptr && types[i].live == 1)
            std::printf(" %s", std::strstr(types[i].type, "meter_"));
    std::printf("; %d held\n", static_cast<int>(ffiguard_observe_held(held, 200)));
}
CPP

compile() { # compile COPY INCLUDE_DIRECTORY FLAG...
    "$CXX" -std=c++17 -O0 -DFFIGUARD_OBSERVE=1 -DCOPY="$1" -I"$2" -I"$jdk" -I"$jdk/linux" "${@:3}" -c shim.cpp -o "$1.o"
}
# What both have, but for the C functions of ffiguard.h, the probes' semaphores, and what is made of the
# standard's types and of C's alone: these mean the same in every version.
common() {
    local each
    for each in a b; do nm -P $each.o | awk '$2 ~ /^[BDRTVWu]$/ { print $1 }' | sort -u >$each.symbols; done
    comm -12 a.symbols b.symbols | c++filt | grep 'ffiguard::\|^ffiguard_.*ledger\|throwing' || true
}
check() { # check WHAT EXPECTED
    local order got found
    found=$(common)
    [[ -z $found ]] || { echo "FAILED: $1: both define"; head -20 <<<"$found"; exit 1; }
    for order in 'a.o b.o' 'b.o a.o'; do
        # shellcheck disable=SC2086
        "$CXX" main.o $order -o both -ldl -pthread
        got=$(FFIGUARD_OBSERVE_REPORT=exit ./both 2>report | sed 's/ meter_b meter_a/ meter_a meter_b/')
        [[ $got == "$2" ]] || { echo "FAILED: $1, $order: $got"; exit 1; }
        [[ $(grep -c 'meter_[ab]' report) == "${3:-2}" ]] ||
            { echo "FAILED: $1, $order: a report of"; cat report; exit 1; }
    done
    echo "ok: $1: $got"
}
change() { # change DIRECTORY: what it says of a closed object
    sed -i 's/return "closed";/return "closed, says the other";/' "$1/ffiguard/core/status.hpp"
}

"$CXX" -std=c++17 -I"$root/include" -c main.cpp
expected='a: closed, b: closed, says the other; meter_a meter_b; 2 held'

cp -r "$root/include" later
change later
sed -i 's/\(VERSION_PATCH\) .*/\1 99/' later/ffiguard/core/version.hpp
sed -i 's/\(HEADER_VERSION\) = [0-9]*/\1 = 199/' later/ffiguard/ffiguard.h
compile a "$root/include" -fkeep-inline-functions &
compile b later -fkeep-inline-functions
wait $!
check 'two versions' "$expected"

compile b "$root/include" -fno-exceptions
check 'two settings' "${expected/, says the other/}"

# The Go module of two commits between which no version was given out.
mkdir -p one/examples other/examples
for each in one other; do
    cp -r "$root/include" "$root/LICENSE" $each
    cp -r "$root/examples/cgo" $each/examples
done
change other/include
for each in one other; do cmake -D INTO="$work/module_$each" -P $each/examples/cgo/module/module.cmake; done
compile a module_one/headers/include &
compile b module_other/headers/include
wait $!
check 'two Go modules of one version' "$expected"
nm -C a.o >names
name=$(grep -om1 'ffiguard::v[0-9a-z_]*::' names | head -1)
[[ $name =~ ^ffiguard::v[0-9]+_[0-9]+_[0-9]+_[0-9a-f]{8}_throwing.*::$ ]] || { echo "FAILED: a name: $name"; exit 1; }
echo "ok: a name: $name"
