#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Close, use and clean of one Java object with C++ behind it, raced by OpenJDK's jcstress with each JDK found. Maven gets
# jcstress from Maven Central, once.
#
#   tests/deep/jcstress.sh [OUT.json]
#   MILLISECONDS=500 ITERATIONS=3     for each race in each way of compiling it
set -uo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk
start=$SECONDS
out=$PWD/build/deep/jcstress
mkdir -p "$out/jars"
for jar in org.openjdk.jcstress:jcstress-core:0.16 net.sf.jopt-simple:jopt-simple:4.6; do
    name=${jar#*:}
    [[ -e $out/jars/${name/:/-}.jar ]] ||
        mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:copy "-Dartifact=$jar" "-DoutputDirectory=$out/jars" ||
        { echo "skipped: jcstress: Maven does not get $jar"; exit 77; }
done

: >"$out/rows"
while read -r version home; do
    at=$out/$version
    mkdir -p "$at/classes"
    "$home/bin/javac" -nowarn -proc:full -version >/dev/null 2>&1 && processors=-proc:full || processors=-nowarn
    "$home/bin/javac" -nowarn "$processors" -cp "$out/jars/*" -d "$at/classes" \
        examples/java/ffiguard/src/main/java/dev/ffiguard/*.java tests/deep/jcstress/dev/ffiguard/stress/*.java 2>"$at/javac.log" &&
        compile "$home" -shared -fPIC -fvisibility=hidden tests/deep/jcstress/objects_jni.cpp -o "$at/libobjects.so" ||
        { cat "$at/javac.log"; exit 1; }
    # Split compilation would double the ways, and the actors have but a line each.
    (cd "$at" && timeout 3600 "$home/bin/java" -cp "classes:$out/jars/*" org.openjdk.jcstress.Main -v -sc false -f 1 -fsm 1 \
        -iters "${ITERATIONS:-3}" -time "${MILLISECONDS:-500}" -t dev.ffiguard.stress -r results \
        -jvmArgs "-Dffiguard.objects=$at/libobjects.so --enable-native-access=ALL-UNNAMED -Xmx256m") >"$at/log" 2>&1
    code=$?
    last=$(grep -o 'Results: .*errs' "$at/log" | tail -n 1)
    # "Results: 16 planned; 16 passed, 0 failed, 0 soft errs, 0 hard errs"
    read -r planned passed bad < <(sed -nE 's/Results: ([0-9]+) planned; ([0-9]+) passed, ([0-9]+) failed, ([0-9]+) soft errs, ([0-9]+) hard errs/\1 \2 \3+\4+\5/p' <<<"$last")
    samples=$(awk '$1 ~ /^-?[0-9]+,$/ && $0 ~ /ACCEPTABLE/i { gsub(",", "", $4); sum += $4 } END { print sum + 0 }' "$at/log")
    verdict=met why=
    if [[ $code != 0 || $((${bad:-1})) != 0 || ${planned:-0} == 0 || ${passed:-0} != "${planned:-1}" ]]; then
        verdict=missed why="exit code $code, see $at/log"
        tail -n 60 "$at/log"
    fi
    printf 'row\tuse, close and clean of one object, JDK %s\tno forbidden result, in any way of compiling\t%s of %s runs passed, %s samples\t%s\t%s\n' \
        "$version" "${passed:-0}" "${planned:-0}" "$samples" "$verdict" "$why" >>"$out/rows"
done < <(grep -E '^(17|25) ' <<<"$found")
if [[ $(nproc) -lt 3 ]]; then
    printf 'exception\tUseCloseClean\tjcstress runs three actors only on three CPUs; here the cleaner comes after the use, in UseCleanClose\n' >>"$out/rows"
fi
python3 tests/deep/results.py make jcstress "Races of a Java object: close, use and clean" tests/deep/jcstress.sh $((SECONDS - start)) \
    "$@" <"$out/rows"
