#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# What docs/recipes/java.md says of building and shipping, done: a library out of a JAR, the snippets for CMake
# and Maven. "built": tests/java/run.sh has built the classes. Exits with 77 where Maven is missing, after the rest.
#
#   tests/java/package.sh [built]
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/java/jdks.sh
need_jdk
root=$PWD failed=0

# snippet NAME: the block of the recipe that follows the line <!-- test: NAME -->.
snippet() {
    python3 tests/docs/pages.py test docs/recipes/java.md "$1"
}
fail() {
    cat "${@:2}"
    echo "FAILED: java $version: $1"
    failed=1
}

while read -r version home; do
    out=$PWD/build/java/$version/package
    rm -rf "$out"
    mkdir -p "$out"/{with,without}/META-INF "$out/tmp"
    classes=$PWD/build/java/$version/classes:$PWD/build/java/$version/tests
    [[ ${1:-} == built ]] || build "$home" "$PWD/build/java/$version"
    "$home/bin/javac" -Xlint:all -Werror -cp "$classes" -d "$out/with" tests/java/jar/dev/ffiguard/example/JarShim.java
    cp -r "$out/with/dev" "$out/without"
    platform=linux-$(uname -m)
    mkdir -p "$out/with/META-INF/native/$platform" "$out/without/META-INF/native/"{macos-aarch64,windows-x86_64}
    compile "$home" -shared -fPIC -fvisibility=hidden tests/java/jar_shim_jni.cpp \
        -o "$out/with/META-INF/native/$platform/libjar_shim.so"
    touch "$out/without/META-INF/native/macos-aarch64/libjar_shim.dylib" \
        "$out/without/META-INF/native/windows-x86_64/jar_shim.dll"
    for jar in with without; do "$home/bin/jar" --create --file "$out/$jar.jar" -C "$out/$jar" .; done
    "$home/bin/java" -Xcheck:jni --enable-native-access=ALL-UNNAMED "-Djava.io.tmpdir=$out/tmp" -cp "$classes" \
        dev.ffiguard.example.JarTest "$out/with.jar" "$out/without.jar" >"$out/jar.log" 2>&1 </dev/null ||
        fail "a library out of a JAR" "$out/jar.log"
    [[ ! -s $out/jar.log ]] || fail "a library out of a JAR complains" "$out/jar.log"
    echo "java $version: a library out of a JAR, by two class loaders"
done <<<"$found"

# The snippets, with the newest JDK.
read -r version home < <(sort -rn <<<"$found")
out=$PWD/build/java/$version/package/recipe
mkdir -p "$out/src/main/java/org/example" "$out/src/test/java/org/example"
export JAVA_HOME=$home
if command -v cmake >/dev/null; then
    snippet cmake >"$out/CMakeLists.txt"
    snippet shim.cpp >"$out/shim.cpp"
    cmake -S . -B "$out/ffiguard" -DFFIGUARD_BUILD_TESTS=OFF -DFFIGUARD_INSTALL_GO=OFF \
        >"$out/cmake.log" 2>&1 &&
        cmake --install "$out/ffiguard" --prefix "$out/prefix" >>"$out/cmake.log" 2>&1 &&
        cmake -S "$out" -B "$out/native" -DCMAKE_BUILD_TYPE=Release "-DCMAKE_PREFIX_PATH=$out/prefix" >>"$out/cmake.log" 2>&1 &&
        cmake --build "$out/native" >>"$out/cmake.log" 2>&1 || fail "the snippet for CMake" "$out/cmake.log"
    exported=$(nm -D --defined-only "$out/native/libshim.so" | awk '{ print $3 }' | sort | paste -sd' ')
    [[ $exported == "JNI_OnLoad JNI_OnUnload" ]] || fail "the snippet for CMake exports $exported"
    ldd "$out/native/libshim.so" | grep -q libjvm && fail "the snippet for CMake links libjvm"
    echo "java $version: the snippet for CMake"
else
    echo "skipped: java: the snippet for CMake: no cmake"
    exit "$failed"
fi

command -v mvn >/dev/null || { echo "skipped: java: the snippet for Maven: no mvn"; exit $((failed == 0 ? 77 : 1)); }
snippet pom.xml >"$out/pom.xml"
snippet Shim.java >"$out/src/main/java/org/example/Shim.java"
snippet ShimTest.java >"$out/src/test/java/org/example/ShimTest.java"
# Both in one reactor: dev.ffiguard is not taken from a repository.
cat >"$out/all.xml" <<END
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>test</groupId>
  <artifactId>all</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <modules>
    <module>$(realpath --relative-to="$out" examples/java/ffiguard)</module>
    <module>.</module>
  </modules>
</project>
END
mvn -B -ntp -Dstyle.color=never -f "$out/all.xml" "-Dout=$out/target/\${project.artifactId}" -pl .,:ffiguard \
    -Dmaven.test.failure.ignore=false verify >"$out/maven.log" 2>&1 </dev/null || true
if grep -qE 'Could not (transfer|find) artifact|Unknown host|Network is unreachable' "$out/maven.log"; then
    echo "skipped: java: the snippet for Maven: its plugins are not in ~/.m2, and Maven Central gives none"
    exit $((failed == 0 ? 77 : 1))
fi
grep -q 'BUILD SUCCESS' "$out/maven.log" && grep -qE 'Tests run: 1,.* org.example.ShimTest' "$out/maven.log" ||
    fail "the snippet for Maven" "$out/maven.log"
jar=$(find "$out/target" -name 'shim-*.jar')
cp "$out"/target/ffiguard/ffiguard-*.jar "$(dirname "$jar")" # where the manifest's Class-Path looks
"$home/bin/java" -jar "$jar" >"$out/run.log" 2>&1 </dev/null || true
[[ $(cat "$out/run.log") == 42 ]] || fail "the JAR of the snippet for Maven" "$out/run.log"
echo "java $version: the snippet for Maven"
exit "$failed"
