#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Builds the JNI example with every JDK found, and runs it and its tests under -Xcheck:jni.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk
newest=$(sort -rn <<<"$found" | sed -n '1s/ .*//p')
for version in 17 25; do
    grep -q "^$version " <<<"$found" || echo "skipped: java $version: no such JDK"
done

tests=(VersionTest DescriptorTest NativeObjectTest CloseTest ReleaseQueueTest EventQueueTest RoundTripTest ThreadsTest ExceptionsTest SinkTest
    AbandonedTest HandlesTest ReferencesTest ThreadStateTest GuardsTest FileNamesTest TailTest)
failed=0
mkdir -p build/java
"${CXX:-g++}" -std=c++17 -O2 -Iinclude tests/readers/cell_writer.cpp -o build/java/cell_writer

# What needs the final FFM, where it is.
ffm_test() { # ffm_test VERSION HOME OUTDIR
    [[ $1 -ge 22 ]] || { echo "skipped: java $1: FFM: needs JDK 22"; return; }
    # shellcheck disable=SC2046 # no blanks in these names
    "$2/bin/javac" -Xlint:all -Xlint:-restricted -Werror -cp "$3/classes" -d "$3/tests" \
        $(sources ffiguard-ffm ffm) tests/java/ffm/*.java &&
        compile "$2" -shared -fPIC -fvisibility=hidden tests/java/ffm/shim.cpp -o "$3/libffm_shim.so" &&
        run "$2" "$3" dev.ffiguard.ffm.FfiguardTest "$3/libffm_shim.so" &&
        run "$2" "$3" dev.ffiguard.ffm.EventsTest "$3/libffm_shim.so" &&
        compile "$2" -shared -fPIC -fvisibility=hidden tests/java/ffm/owner_shim.cpp -o "$3/libowner_shim.so" &&
        run "$2" "$3" dev.ffiguard.ffm.OwnerTest &&
        run "$2" "$3" dev.ffiguard.ffm.UpcallTest &&
        compile "$2" -shared -fPIC -Iexamples/zpress examples/zpress/zpress.cpp -o "$3/libzpress.so" &&
        run "$2" "$3" dev.ffiguard.ffm.FileNamesTest "$3/libzpress.so" &&
        run "$2" "$3" dev.ffiguard.ffm.GzipTest &&
        compile "$2" -shared -fPIC -fvisibility=hidden examples/meter/meter.cpp -o "$3/libmeter.so" &&
        run "$2" "$3" dev.ffiguard.ffm.MeterTest &&
        run "$2" "$3" dev.ffiguard.ffm.LedgerTest none &&
        mkdir -p "$3/observed" &&
        compile "$2" -shared -fPIC -fvisibility=hidden -DFFIGUARD_OBSERVE=1 -s examples/meter/meter.cpp \
            -o "$3/observed/libmeter.so" &&
        run "$2" "$3" "-Djava.library.path=$3/observed" dev.ffiguard.ffm.LedgerTest
}

# examples/java/sqlite, by JNI, and by FFM where there is FFM; after ffm_test, whose classes it uses.
sqlite_test() { # sqlite_test VERSION HOME OUTDIR
    local modules=(sqlite) by=(jni) lint=() shim
    [[ -e /usr/include/sqlite3.h ]] || { echo "skipped: java $1: sqlite: no sqlite3.h"; return; }
    compile "$2" -shared -fPIC -fvisibility=hidden examples/sqlite/lite_jni.cpp examples/sqlite/lite.cpp \
        -lsqlite3 -o "$3/liblite_jni.so" || return
    if [[ $1 -ge 22 ]]; then
        modules+=(sqlite/22)
        by+=(ffm) lint=(-Xlint:-restricted)
        compile "$2" -shared -fPIC -fvisibility=hidden examples/sqlite/lite.cpp -lsqlite3 -o "$3/liblite.so" || return
    fi
    # shellcheck disable=SC2046 # no blanks in these names
    "$2/bin/javac" -Xlint:all "${lint[@]}" -Werror -cp "$3/classes:$3/tests" -d "$3/tests" \
        $(sources "${modules[@]}") tests/java/sqlite/*.java || return
    for shim in "${by[@]}"; do
        run "$2" "$3" "-Ddev.ffiguard.sqlite=$shim" dev.ffiguard.sqlite.SqliteTest || return
        echo "java $1: sqlite by $shim: $(tail -1 "$3/run.log")"
    done
}

test_jdk() { # test_jdk VERSION HOME
    local version=$1 home=$2 out=$PWD/build/java/$1 failed=0 started gc name zpress
    build "$home" "$out"
    build_shim "$home" "$out" thread_shim
    "${CC:-gcc}" -shared -fPIC tests/library/lib/changes_thread.c -o "$out/changes_thread.so"
    build_shim "$home" "$out" guard_shim
    build_shim "$home" "$out" descriptor_shim
    build_shim "$home" "$out" close_shim
    build_shim "$home" "$out" event_shim
    compile "$home" -DFFIGUARD_OBSERVE=1 -s -shared -fPIC -fvisibility=hidden tests/java/reference_shim_jni.cpp \
        -o "$out/libreference_shim.so"
    # How a collector differs does not depend on the JDK: the other two with the newest.
    local gcs=(Serial) others=()
    if [[ $version == "$newest" ]]; then
        gcs+=(G1) others=(G1 Z)
    else
        echo "skipped: java $version: the tests with G1, the corpus with G1 and ZGC: they run with $newest"
    fi
    for gc in "${gcs[@]}"; do
        for name in "${tests[@]}"; do
            started=$SECONDS
            run "$home" "$out" "-XX:+Use${gc}GC" "dev.ffiguard.example.$name" || failed=1
            echo "java $version $gc $name: $((SECONDS - started)) s"
            [[ $gc == G1 ]] || sed -n "s/^skipped: /&java $version: /p" "$out/run.log"
        done
        started=$SECONDS
        run "$home" "$out" "-XX:+Use${gc}GC" -cp "$out/tests" dev.ffiguard.example.TailLoaderTest \
            "$out/classes" "$out/tests" "$out/wrong" "$out/libtail_jni.so" || failed=1
        echo "java $version $gc TailLoaderTest: $((SECONDS - started)) s"
    done
    run "$home" "$out" dev.ffiguard.example.VersionedCellTest build/java/cell_writer || failed=1
    run "$home" "$out" dev.ffiguard.example.JfrSettingsTest "$PWD/examples/java/ffiguard/ffiguard.jfc" || failed=1
    started=$SECONDS
    misuse "$version" "$home" "$out" docs/misuse.md || failed=1
    for gc in "${others[@]}"; do
        run "$home" "$out" "-XX:+Use${gc}GC" dev.ffiguard.example.Misuse docs/misuse.md || failed=1
    done
    echo "java $version: $(tail -1 "$out/run.log"): $((SECONDS - started)) s"
    if [[ $version == "$newest" ]]; then
        started=$SECONDS
        bash tests/misuse/java/naive.sh "$home" "$out" || failed=1
        echo "java $version: naive shim: $((SECONDS - started)) s"
    fi
    ffm_test "$version" "$home" "$out" || failed=1
    sqlite_test "$version" "$home" "$out" || failed=1
    if nm -D --defined-only "$out/libtail_jni.so" | grep -vE ' JNI_On(Unl|L)oad$'; then
        echo "FAILED: libtail_jni.so exports more than JNI_OnLoad and JNI_OnUnload"
        failed=1
    fi

    run "$home" "$out" dev.ffiguard.example.TailDemo || failed=1
    cat "$out/run.log"
    zpress=dev.ffiguard.example.Zpress
    run "$home" "$out" "$zpress" "$out/libzpress_jni.so" || failed=1
    cat "$out/run.log"
    run "$home" "$out" "$zpress" -table "$out/libzpress_jni.so" || failed=1
    grep -qx 'tokens_live=0' "$out/run.log" || { echo "FAILED: no tokens_live=0"; failed=1; }
    if "$home/bin/java" "-Djava.library.path=$out" -jar "$out/zpress.jar" /no/such/file \
        >"$out/run.log" 2>&1; then
        echo "FAILED: a missing file was compressed"
        failed=1
    fi
    return "$failed"
}

# All JDKs at a time: most of it is the start of a JVM, which has not work for two processors.
running=()
while read -r version home; do
    mkdir -p "build/java/$version"
    test_jdk "$version" "$home" >"build/java/$version/log" 2>&1 </dev/null &
    running+=("$version:$!")
done <<<"$found"
for one in "${running[@]}"; do
    wait "${one#*:}" || failed=1
    cat "build/java/${one%:*}/log"
done

while read -r version home; do
    run "$home" "$PWD/build/java/$version" dev.ffiguard.example.HandlesBench || failed=1
    sed "s/^/java $version: /" "build/java/$version/run.log"
done <<<"$found"
bash tests/java/exits.sh 3 built || failed=1
bash tests/java/planted.sh || failed=1
bash tests/java/signals.sh built || failed=1
bash tests/java/hosted.sh || failed=1
bash tests/java/package.sh built || [[ $? == 77 ]] || failed=1
bash tests/java/maven.sh || [[ $? == 77 ]] || failed=1
bash tests/java/deploy.sh || [[ $? == 77 ]] || failed=1
bash tests/java/junit.sh || [[ $? == 77 ]] || failed=1
bash tests/java/probes.sh || [[ $? == 77 ]] || failed=1
exit $failed
