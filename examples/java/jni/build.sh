#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Builds OUTDIR/libzpress_jni.so with OUTDIR/zpress.jar, and libtail_jni.so with tail.jar, with nothing
# but a C++ compiler and a JDK.
#
#   examples/java/jni/build.sh OUTDIR
#   java -Djava.library.path=OUTDIR -jar OUTDIR/zpress.jar FILE
#   java -Djava.library.path=OUTDIR -jar OUTDIR/tail.jar
#
# JAVA_HOME, CXX and CXXFLAGS are used where set.
set -euo pipefail
[[ $# == 1 ]] || { sed -n 's/^# \?//; 3,10p' "$0" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")"
root=../../..

if [[ -z ${JAVA_HOME:-} ]]; then
    javac=$(command -v javac) || { echo "$0: no javac on PATH, and JAVA_HOME is not set" >&2; exit 1; }
    JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$javac")")")
fi
jni_md=("$JAVA_HOME"/include/*/jni_md.h) # include/linux, include/darwin

rm -rf "$out/classes"
"$JAVA_HOME/bin/javac" -Xlint:all -Werror -d "$out/classes" \
    ../ffiguard/src/main/java/dev/ffiguard/*.java src/main/java/dev/ffiguard/example/*.java
# So that JDK 24 and later load the library without a warning.
echo 'Enable-Native-Access: ALL-UNNAMED' >"$out/manifest"
for main in Zpress TailDemo; do
    name=${main%Demo}
    "$JAVA_HOME/bin/jar" --create --file "$out/${name,,}.jar" --manifest "$out/manifest" \
        --main-class "dev.ffiguard.example.$main" -C "$out/classes" .
done

read -r -a flags <<<"${CXXFLAGS:--O2}"
build() { # build NAME SOURCE...
    local name=$1
    shift
    "${CXX:-g++}" -std=c++17 -Wall -Wextra -Wpedantic "${flags[@]}" -shared -fPIC -fvisibility=hidden \
        "-I$root/include" "-I$root/examples/zpress" \
        -isystem "$JAVA_HOME/include" -isystem "$(dirname "${jni_md[0]}")" \
        "$@" -o "$out/lib$name.so" -pthread -ldl
}
build zpress_jni src/main/cpp/zpress_jni.cpp "$root/examples/zpress/zpress.cpp"
build tail_jni src/main/cpp/tail_jni.cpp
