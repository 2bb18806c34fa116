#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# mvn verify of examples/java, with every JDK found. Maven gets its plugins and JUnit from Maven Central, once.
# Exits with 77 where Maven is missing, or the network and what it needs.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk
command -v mvn >/dev/null || { echo "skipped: java: maven: no mvn"; exit 77; }

failed=0
while read -r version home; do
    log=$PWD/build/java/$version/maven.log
    mkdir -p "$(dirname "$log")"
    started=$SECONDS
    JAVA_HOME=$home timeout 300 mvn -B -ntp -Dstyle.color=never -f examples/java \
        "-Dout=$PWD/build/java/$version/maven/\${project.artifactId}" verify >"$log" 2>&1 </dev/null || true
    if grep -qE 'Could not (transfer|find) artifact|Unknown host|Network is unreachable' "$log"; then
        echo "skipped: java $version: maven: its plugins are not in ~/.m2, and Maven Central gives none"
        exit $((failed == 0 ? 77 : 1))
    fi
    tests=$(awk '/Tests run: .*Time elapsed/ { sub(/.*Tests run: /, ""); sum += $1 } END { print sum + 0 }' "$log")
    if ! grep -q 'BUILD SUCCESS' "$log" || [[ $tests -lt 3 ]]; then
        cat "$log"
        echo "FAILED: java $version: mvn verify"
        failed=1
    fi
    echo "java $version: mvn verify, $tests tests: $((SECONDS - started)) s"
done <<<"$found"
exit "$failed"
