#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The extension of JUnit 5. Exits with 77 where JUnit is missing; `junit.sh setup` has Maven get it.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
wanted=1.11.4
jar=$HOME/.m2/repository/org/junit/platform/junit-platform-console-standalone/$wanted
jar+=/junit-platform-console-standalone-$wanted.jar
if [[ ${1:-} == setup ]]; then
    [[ -e $jar ]] || ! command -v mvn >/dev/null || timeout 300 mvn -q dependency:get -Dtransitive=false \
        "-Dartifact=org.junit.platform:junit-platform-console-standalone:$wanted" || true
    exit 0
fi
[[ -e $jar ]] || { echo "skipped: java: JUnit extension: no JUnit $wanted in ~/.m2, where Maven puts it"; exit 77; }
need_jdk

failed=0
while read -r version home; do
    out=$PWD/build/java/$version
    log=$out/junit.log
    rm -rf "$out/junit"
    # -Xlint:-classfile: JUnit's own annotations, of which the jar has not all.
    "$home/bin/javac" -Xlint:all -Xlint:-classfile -Xlint:-exports -Xlint:-requires-automatic -Werror \
        -cp "$out/classes:$jar" -d "$out/junit" examples/java/ffiguard-junit/src/main/java/dev/ffiguard/junit/*.java \
        tests/java/junit/dev/ffiguard/junit/*.java
    status=0
    "$home/bin/java" -jar "$jar" execute --class-path "$out/classes:$out/junit" --include-classname '.*Cases.*' \
        --select-class dev.ffiguard.junit.Cases --disable-ansi-colors --disable-banner --details=tree --details-theme=ascii \
        >"$log" 2>&1 || status=$?
    check() { # check COUNT TEXT: so many lines have it
        [[ $(grep -cE "$2" "$log" || true) == "$1" ]] || { echo "FAILED: java $version: JUnit: not $1 of: $2"; failed=1; }
    }
    check 1 '\[ +2 tests successful +\]'
    check 1 '\[ +5 tests failed +\]'
    check 2 '(passesBecauseItCloses|passesBecauseNobodyLooks)\(\) \[OK\]'
    for name in failsBecauseItLeaks failsOnceForTwoAnnotations failsBecauseItIsAnnotated; do
        check 1 "$name\(\) \[X\] never closed: \{dev.ffiguard.junit.Cases\\\$Counted=1\}: .*$name\(Cases.java:[0-9]+\)"
    done
    # If the collector was fast, the line is in what was logged.
    check 1 'failsBecauseItLeavesOneToTheCollector\(\) \[X\] never closed: \{dev.ffiguard.junit.Cases\$Counted=1\}: '
    check 1 'failsByItself\(\) \[X\] of its own'
    [[ $status == 1 ]] || { echo "FAILED: java $version: JUnit: exit status $status"; failed=1; }
    [[ $failed == 0 ]] && echo "java $version: JUnit: 2 of 7 cases pass, as they must" || cat "$log"
done <<<"$found"
exit $failed
