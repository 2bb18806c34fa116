#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# 1,000 virtual threads on 2 carriers against one hosted write transaction of LMDB, by FFM and the
# shim of tests/go/hosted.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk
if ! echo '#include <lmdb.h>' | "${CC:-gcc}" -E - >/dev/null 2>&1; then
    echo "skipped: virtual threads and a hosted transaction of LMDB: no liblmdb"
    exit
fi

failed=0
while read -r version home; do
    [[ $version -ge 22 ]] || { echo "skipped: java $version: hosted: FFM needs JDK 22"; continue; }
    out=$PWD/build/java/$version/hosted
    rm -rf "$out/store" && mkdir -p "$out/store"
    compile "$home" -shared -fPIC tests/go/hosted/shim.cpp -o "$out/libhosted.so" -llmdb
    # shellcheck disable=SC2046 # no blanks in these names
    "$home/bin/javac" -Xlint:all -Xlint:-restricted -Werror -d "$out" $(sources ffiguard ffiguard-ffm) \
        tests/java/hosted/HostedTest.java
    if timeout 120 "$home/bin/java" --enable-native-access=ALL-UNNAMED -Xmx128m \
        -Djdk.virtualThreadScheduler.parallelism=2 -Djdk.virtualThreadScheduler.maxPoolSize=2 \
        -cp "$out" HostedTest "$out/libhosted.so" "$out/store" >"$out/run.log" 2>&1; then
        echo "java $version: 1,000 virtual threads, one hosted transaction: ok"
    else
        cat "$out/run.log"
        echo "FAILED: java $version HostedTest"
        failed=1
    fi
done <<<"$found"
exit "$failed"
