// SPDX-License-Identifier: BSL-1.0
// Sizes that an address of 32 bits cannot count. With 64 bits they are memory like any other.
#include <cstdint>

#if UINTPTR_MAX == UINT32_MAX

#include <ffiguard/jni/data/array_view.hpp>
#include <ffiguard/jni/data/string.hpp>

#include <doctest/doctest.h>

using ffiguard::status_code;

namespace {

jsize length = 0;

/// A VM whose string and array are as long as a test says, and take no memory.
JNINativeInterface_ few_functions() {
    JNINativeInterface_ table{};
    table.ExceptionCheck = [](JNIEnv*) -> jboolean { return JNI_FALSE; };
    table.GetStringLength = [](JNIEnv*, jstring) { return length; };
    table.GetStringRegion = [](JNIEnv*, jstring, jsize, jsize count, jchar* to) {
        for (jsize i = 0; i < count; ++i) to[i] = 0xE9;  // two bytes in UTF-8
    };
    table.GetArrayLength = [](JNIEnv*, jarray) { return length; };
    table.GetLongArrayRegion = [](JNIEnv*, jlongArray, jsize, jsize, jlong*) {};
    table.SetLongArrayRegion = [](JNIEnv*, jlongArray, jsize, jsize, const jlong*) {};
    return table;
}

}  // namespace

TEST_CASE("a Java string whose UTF-8 is longer than 32 bits count is out of memory") {
    const JNINativeInterface_ table = few_functions();
    JNIEnv env{};
    env.functions = &table;
    for (const jsize each : {1'500'000'000, INT32_MAX}) {
        length = each;
        const auto text = ffiguard::jni::to_utf8(&env, reinterpret_cast<jstring>(&length));
        CHECK(text.status() == status_code::out_of_memory);
    }
}

TEST_CASE("a view of a Java array of more bytes than 32 bits count is out of memory") {
    const JNINativeInterface_ table = few_functions();
    JNIEnv env{};
    env.functions = &table;
    for (const jsize each : {(1 << 29) + 1000, (1 << 30) + 1000, INT32_MAX}) {
        length = each;
        const auto array = reinterpret_cast<jlongArray>(&length);
        CHECK(ffiguard::jni::array_view<jlong>(&env, array).status() == status_code::out_of_memory);
    }
}

#endif
