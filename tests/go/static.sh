#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Programs of Go with a shim that are shipped alone or for another machine: the tests of the Go package
# and of a shim as static binaries, with glibc and with musl, and for arm64. What cannot be run here is
# linked. The musl and the arm64 compiler is Zig's (the Python package ziglang), as many use it for cgo.
set -euo pipefail
source "$(dirname "$0")/env.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packages=(./meter ./ffiguard)

# run_tests WHAT RUNNER PROGRAM...: each is static, and passes. A program that the emulator runs cannot start itself
# once more.
run_tests() {
    local program
    for program in "${@:3}"; do
        if readelf -d "$program" | grep NEEDED; then
            echo "FAILED: $1: it is not static"
            exit 1
        fi
        # shellcheck disable=SC2086
        timeout 300 $2 "$program" -test.short ${2:+-test.skip ^TestAGoexitOfACallbackIsFatalInAProgram$} >"$work/out" 2>&1 || { cat "$work/out"; echo "FAILED: $1"; exit 1; }
    done
    echo "ok: $1: $(stat -c %s "${@:3}" | paste -sd' ') bytes"
}
build() { # build DIRECTORY FLAG...
    mkdir "$work/$1"
    local package
    for package in "${packages[@]}"; do
        go test -c -o "$work/$1/${package##*/}" "${@:2}" "$package"
    done
}

echo 'int main() {}' >"$work/main.cpp"
if $CXX -static "$work/main.cpp" -o "$work/main" 2>/dev/null; then
    # What glibc says of getaddrinfo and dlopen is no error: neither is called.
    build glibc -tags netgo,osusergo -ldflags '-linkmode external -extldflags "-static"' 2>"$work/said"
    run_tests 'static, glibc' '' "$work"/glibc/*
else
    echo "skipped: a static Go program with glibc: no libc.a for $CXX"
fi

if ! python3 -c 'import ziglang' 2>/dev/null; then
    echo 'skipped: a static Go program with musl, and one for arm64: no ziglang (Python)'
    exit 0
fi
zig() { # zig TARGET GOARCH
    export CC="python3 -m ziglang cc -target $1" CXX="python3 -m ziglang c++ -target $1" GOARCH=$2
}
machine=$(go env GOHOSTARCH)
case $machine in amd64) cpu=x86_64 ;; arm64) cpu=aarch64 ;; *) echo "skipped: musl: $machine" && exit 0 ;; esac

zig $cpu-linux-musl "$machine"
build musl -ldflags '-linkmode external -extldflags "-static"'
run_tests 'static, musl' '' "$work"/musl/*

# For the machine that this one is not.
if [[ $machine == amd64 ]]; then other=arm64 other_cpu=aarch64; else other=amd64 other_cpu=x86_64; fi
emulator=$(command -v qemu-$other_cpu-static || command -v qemu-$other_cpu || true)
zig $other_cpu-linux-musl $other
build "$other" -ldflags '-linkmode external -extldflags "-static"'
if [[ -n $emulator ]]; then
    run_tests "static, musl, $other" "$emulator" "$work/$other"/*
    echo "skipped: a fatal Goexit of a callback, for $other: a program in qemu does not start itself once more"
else
    echo "skipped: running a Go program for $other, which is built: no qemu-$other_cpu"
fi
