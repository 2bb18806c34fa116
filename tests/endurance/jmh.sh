#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# What tests/endurance/objects.sh compares, by JMH, with its error. Judges nothing. No part of
# tests/run.sh: Maven downloads JMH. With the newest JDK, or $jdk.
#
#   tests/endurance/jmh.sh [OPTION...]     options of JMH; without any: -f 2 -wi 3 -i 5 -w 1 -r 1
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk
read -r version home < <(sort -rn <<<"$found" | { [[ -z ${jdk:-} ]] && sed -n 1p || grep "^$jdk "; })
[[ $# != 0 ]] || set -- -f 2 -wi 3 -i 5 -w 1 -r 1
command -v mvn >/dev/null || { echo "skipped: jmh: no mvn"; exit 77; }

out=$PWD/build/jmh/$version
mkdir -p "$out/classes"
mkdir -p build/jmh/jars
for jar in org.openjdk.jmh:jmh-core:1.37 org.openjdk.jmh:jmh-generator-annprocess:1.37 \
    net.sf.jopt-simple:jopt-simple:5.0.4 org.apache.commons:commons-math3:3.6.1; do
    name=${jar#*:}
    [[ -e build/jmh/jars/${name/:/-}.jar ]] ||
        mvn -q dependency:copy "-Dartifact=$jar" -DoutputDirectory="$PWD/build/jmh/jars"
done
# JMH generates classes. From JDK 23 on, javac has to be told so.
[[ $version -lt 23 ]] || processes=-proc:full
# shellcheck disable=SC2046 # no blanks in these names
"$home/bin/javac" -nowarn ${processes:+"$processes"} -cp "build/jmh/jars/*" -d "$out/classes" $(sources ffiguard) \
    tests/endurance/jmh/ObjectsJmh.java
compile "$home" -shared -fPIC -fvisibility=hidden -DNDEBUG '-DBENCH_CLASS="jmh/ObjectsJmh"' \
    tests/endurance/objects/objects_jni.cpp -o "$out/libobjects.so"
exec "$home/bin/java" -cp "$out/classes:$PWD/build/jmh/jars/*" org.openjdk.jmh.Main \
    -jvmArgs "-Dobjects=$out/libobjects.so -Xmx512m --enable-native-access=ALL-UNNAMED" "$@"
