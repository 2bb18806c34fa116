#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The Java package of examples/java/sqlite by JNI and by FFM, beside a naive JNI shim and sqlite-jdbc,
# doing the same work in one run: times and their ratios. Judges nothing. No part of tests/run.sh: Maven
# downloads sqlite-jdbc.
#
#   tests/endurance/sqlite_java.sh [OPTION...]    -rows N -rounds N -scan N -warm N -only STEP -who NAME
#     -clock cpu (of the thread, on a machine that is not quiet)
#
# sqlite-jdbc has an SQLite of its own. If $own is "jdbc", the others use that one, too, instead of the
# system's: the same version, compiled with the same options. $jdk: 17, 25, ...; else the newest.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk
read -r version home < <(sort -rn <<<"$found" | { [[ -z ${jdk:-} ]] && sed -n 1p || grep "^$jdk "; })
[[ -e /usr/include/sqlite3.h ]] || { echo "skipped: sqlite: no sqlite3.h"; exit 77; }
# The version of the system's header; its SQLite is the same then.
wanted=$(sed -n 's/^#define SQLITE_VERSION  *"\(.*\)"/\1/p' /usr/include/sqlite3.h).0
jar=$HOME/.m2/repository/org/xerial/sqlite-jdbc/$wanted/sqlite-jdbc-$wanted.jar
[[ -e $jar ]] || mvn -q dependency:get -Dtransitive=false "-Dartifact=org.xerial:sqlite-jdbc:$wanted"

out=$PWD/build/sqlite_java/$version
rm -rf "$out"
mkdir -p "$out"
library=(-lsqlite3)
if [[ ${own:-} == jdbc ]]; then
    (cd "$out" && "$home/bin/jar" xf "$jar" org/sqlite/native/Linux/x86_64/libsqlitejdbc.so)
    library=("$out/org/sqlite/native/Linux/x86_64/libsqlitejdbc.so" "-Wl,-rpath,$out/org/sqlite/native/Linux/x86_64")
fi
compile "$home" -shared -fPIC -fvisibility=hidden examples/sqlite/lite_jni.cpp examples/sqlite/lite.cpp \
    "${library[@]}" -o "$out/liblite_jni.so"
compile "$home" -shared -fPIC -fvisibility=hidden examples/sqlite/lite.cpp "${library[@]}" -o "$out/liblite.so"
compile "$home" -shared -fPIC tests/endurance/sqlite_java/naive.cpp "${library[@]}" -o "$out/libnaive.so"
modules=(ffiguard sqlite)
[[ $version -lt 22 ]] || modules+=(ffiguard-ffm sqlite/22)
# shellcheck disable=SC2046 # no blanks in these names
"$home/bin/javac" -nowarn -cp "$jar" -d "$out/classes" $(sources "${modules[@]}") \
    tests/endurance/sqlite_java/dev/ffiguard/compare/*.java
# shellcheck disable=SC2086 # options
exec "$home/bin/java" --enable-native-access=ALL-UNNAMED -Xmx512m ${options:-} "-Djava.library.path=$out" \
    -cp "$out/classes:$jar" dev.ffiguard.compare.Compare "$@"
