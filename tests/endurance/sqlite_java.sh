#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The Java package of examples/java/sqlite by JNI and by FFM, beside a naive JNI shim and sqlite-jdbc,
# doing the same work in one run: times and their ratios. Judges nothing. No part of tests/run.sh: Maven
# downloads sqlite-jdbc.
#
#   tests/endurance/sqlite_java.sh [OPTION...]    -rows N -rounds N -scan N -warm N -only STEP -who NAME
#     -clock cpu (of the thread, on a machine that is not quiet)
#
# sqlite-jdbc has an SQLite of its own, compiled with other options than the system's: the output lists the
# differences. $same=1: the others have one of the same source and options, too. (The C file is that of
# mattn/go-sqlite3, which Go downloads.) $jdk: 17, 25, ...; else the newest.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk
read -r version home < <(sort -rn <<<"$found" | { [[ -z ${jdk:-} ]] && sed -n 1p || grep "^$jdk "; })
[[ -e /usr/include/sqlite3.h ]] || { echo "skipped: sqlite: no sqlite3.h"; exit 77; }
# The version of the system's header; its SQLite is the same then.
wanted=$(sed -n 's/^#define SQLITE_VERSION  *"\(.*\)"/\1/p' /usr/include/sqlite3.h).0
[[ -z ${same:-} ]] || wanted=3.42.0.0
jar=$HOME/.m2/repository/org/xerial/sqlite-jdbc/$wanted/sqlite-jdbc-$wanted.jar
[[ -e $jar ]] || mvn -q dependency:get -Dtransitive=false "-Dartifact=org.xerial:sqlite-jdbc:$wanted"

out=$PWD/build/sqlite_java/$version
rm -rf "$out"
mkdir -p "$out"
library=(-lsqlite3)
if [[ -n ${same:-} ]]; then
    from=$(cd "$out" && GOFLAGS=-mod=mod \
        go mod download -json github.com/mattn/go-sqlite3@v1.14.17 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
    cp "$from/sqlite3-binding.c" "$out/sqlite3.c"
    cp "$from/sqlite3-binding.h" "$out/sqlite3.h"
    options=()
    for one in ENABLE_{LOAD_EXTENSION,COLUMN_METADATA,FTS3,FTS3_PARENTHESIS,FTS5,RTREE,STAT4,DBSTAT_VTAB,MATH_FUNCTIONS} \
        THREADSAFE=1 DEFAULT_MEMSTATUS=0 DEFAULT_FILE_PERMISSIONS=0666 MAX_VARIABLE_NUMBER=250000 \
        MAX_MMAP_SIZE=1099511627776 MAX_LENGTH=2147483647 MAX_COLUMN=32767 MAX_SQL_LENGTH=1073741824 \
        MAX_FUNCTION_ARG=127 MAX_ATTACHED=125 MAX_PAGE_COUNT=4294967294; do
        options+=("-DSQLITE_$one")
    done
    gcc -O2 -fPIC -shared -DHAVE_USLEEP=1 -DSQLITE_HAVE_ISNAN "${options[@]}" "$out/sqlite3.c" -o "$out/libsqlite3.so" -lm -ldl -pthread
    library=("-I$out" "$out/libsqlite3.so" "-Wl,-rpath,$out")
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
exec "$home/bin/java" --enable-native-access=ALL-UNNAMED -Xmx512m ${java_options:-} "-Druns=${FFIGUARD_BENCH_RUNS:-}" "-Djava.library.path=$out" \
    -cp "$out/classes:$jar" dev.ffiguard.compare.Compare "$@"
