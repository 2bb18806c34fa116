#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# A container deploys an application with a JNI library, uses it and drops it, 50 times in one process:
# its class loader is collected, its library unloaded, and the VM has the references and classes that it
# had. Also with a library that is never unmapped (-z nodelete). All JDKs at a time.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk
if [[ ! -r /proc/self/maps ]]; then
    echo "skipped: java: deploy, use, drop, collect: no /proc/self/maps"
    exit 77
fi

deploy() { # deploy VERSION HOME OUT
    mkdir -p "$3/app" "$3/tests"
    cp "$shims"/lib*.so "$3"
    "$2/bin/javac" -Xlint:all -Werror -d "$3/app" tests/java/deploy/app/*.java
    "$2/bin/javac" -Xlint:all -Werror -d "$3/tests" tests/java/deploy/container/*.java
    local started=$SECONDS library
    for library in unloaded stays; do
        run "$2" "$3" -XX:+UseSerialGC -XX:-UseDynamicNumberOfCompilerThreads container.DeployTest "$3/app" "$3/lib$library.so" "$library" || return
        if grep '^ffiguard:' "$3/run.log"; then
            echo "FAILED: java $1 DeployTest $library: ffiguard reports something"
            return 1
        fi
        echo "java $1: $(tail -1 "$3/run.log")"
    done
    echo "java $1 DeployTest: $((SECONDS - started)) s"
}

# One library for all JDKs.
shims=$PWD/build/java/deploy
mkdir -p "$shims"
read -r _ home <<<"$found"
compile "$home" -c -fPIC -fvisibility=hidden tests/java/deploy/deploy_shim.cpp -o "$shims/shim.o"
"${CXX:-g++}" -shared "$shims/shim.o" -o "$shims/libunloaded.so" -pthread -ldl
"${CXX:-g++}" -shared "$shims/shim.o" -Wl,-z,nodelete -o "$shims/libstays.so" -pthread -ldl

failed=0
running=()
while read -r version home; do
    out=$PWD/build/java/$version/deploy
    mkdir -p "$out"
    (deploy "$version" "$home" "$out") >"$out/log" 2>&1 </dev/null &
    running+=("$!:$out/log")
done <<<"$found"
for one in "${running[@]}"; do
    wait "${one%%:*}" || failed=1
    cat "${one#*:}"
done
exit "$failed"
