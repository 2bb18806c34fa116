# shellcheck shell=bash
# SPDX-License-Identifier: BSL-1.0
# Sourced by the scripts here and of tests/endurance, at the root of the repository.

# Prints "VERSION HOME" for every JDK from 17 on that can build against JNI, one of each version.
jdks() {
    local javac home version seen=' '
    for javac in "${JAVA_HOME:-}/bin/javac" "$(command -v javac || true)" /usr/lib/jvm/*/bin/javac; do
        [[ -x $javac ]] || continue
        javac=$(readlink -f "$javac")
        home=${javac%/bin/javac}
        [[ -e $home/include/jni.h ]] || continue
        version=$("$javac" -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p')
        [[ ${version:-0} -ge 17 && $seen != *" $version "* ]] || continue
        seen+="$version "
        echo "$version $home"
    done
}

# Sets $found to what jdks prints, or ends the script.
need_jdk() {
    found=$(jdks)
    [[ -n $found ]] || { echo "skipped: java: no JDK from 17 on with jni.h"; exit 77; }
    command -v "${CXX:-g++}" >/dev/null || { echo "skipped: java: no ${CXX:-g++}"; exit 77; }
}

# The Java files of modules of examples/java: sources MODULE... (MODULE/22: what needs that JDK)
sources() {
    local module
    for module in "$@"; do find "examples/java/${module%/22}/src/main/java$([[ $module != */22 ]] || echo 22)" -name '*.java'; done
}

# The example and the test programs: build HOME OUTDIR
build() {
    JAVA_HOME=$1 examples/java/jni/build.sh "$2" &&
        "$1/bin/javac" -Xlint:all -Werror -cp "$2/classes" -d "$2/tests" -h "$2/native" \
            tests/java/dev/ffiguard/example/*.java &&
        "$1/bin/javac" -Xlint:all -Werror -cp "$2/classes" -d "$2/wrong" \
            tests/java/wrong/dev/ffiguard/example/*.java
}

# compile HOME ARGUMENT...
compile() {
    "${CXX:-g++}" -std=c++17 -O2 -Wall -Wextra -Wpedantic -Werror -Iinclude -isystem "$1/include" \
        -isystem "$1/include/linux" "${@:2}" -pthread -ldl
}

# The native side of a test: build_shim HOME OUTDIR NAME
build_shim() {
    compile "$1" -shared -fPIC -fvisibility=hidden "-I$2/native" "tests/java/$3_jni.cpp" \
        -o "$2/lib$3.so"
}

# run HOME OUTDIR OPTION... CLASS ARGUMENT...: fails on any complaint, as the JVM's checks of JNI
# only print and leave the exit status alone. $limit: seconds; $launcher: what starts java.
run() {
    local home=$1 out=$2 log=$2/run.log status=0
    shift 2
    # shellcheck disable=SC2086 # launcher is a command with its options
    timeout "${limit:-600}" ${launcher:-} "$home/bin/java" -Xcheck:jni --enable-native-access=ALL-UNNAMED -Xmx128m \
        "-Djava.library.path=$out" -cp "$out/classes:$out/tests" "$@" >"$log" 2>&1 || status=$?
    # Not what Handles tells of objects that a test abandons.
    if [[ $status != 0 ]] ||
        grep -qiP '^(?!.*WARNING: ffiguard: never closed).*(warning|fatal|AddressSanitizer|runtime error)' "$log"; then
        cat "$log"
        echo "FAILED, exit status $status: java $*"
        return 1
    fi
}

# The corpus of misuse, with the libraries that it needs: misuse VERSION HOME OUTDIR PAGE-ARGUMENT...
# In one JVM. Before JDK 22 without FFM.
misuse() {
    local version=$1 home=$2 out=$3
    compile "$home" -shared -fPIC -fvisibility=hidden tests/misuse/java/misuse_shim.cpp \
        -o "$out/libmisuse_shim.so" &&
        compile "$home" -shared -fPIC -fvisibility=hidden tests/misuse/java/vm_shim.cpp -o "$out/libvm_shim.so" &&
        "$home/bin/javac" -Xlint:all -Werror -cp "$out/classes:$out/tests" -d "$out/tests" \
            tests/misuse/java/dev/ffiguard/example/*.java || return
    if [[ $version -ge 22 && -e /usr/include/sqlite3.h ]]; then
        compile "$home" -shared -fPIC -fvisibility=hidden examples/meter/meter.cpp -o "$out/libmeter.so" &&
            compile "$home" -shared -fPIC -Iexamples/sqlite examples/sqlite/lite.cpp -lsqlite3 -o "$out/liblite.so" &&
            # shellcheck disable=SC2046 # no blanks in these names
            "$home/bin/javac" -Xlint:all -Xlint:-restricted -Werror -cp "$out/classes:$out/tests" -d "$out/tests" \
                $(sources ffiguard-ffm ffm sqlite sqlite/22) tests/misuse/java/ffm/dev/ffiguard/example/*.java || return
    fi
    run "$home" "$out" -XX:+UseSerialGC -Xmx32m dev.ffiguard.example.Misuse "${@:4}"
}
