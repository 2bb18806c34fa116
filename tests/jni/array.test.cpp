// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/array.hpp>

#include <climits>
#include <cstring>
#include <string>

#include <doctest/doctest.h>

#include "ref_balance.hpp"
#include "test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::local_ref;
using ffiguard::jni::new_byte_array;
using ffiguard::jni::read_bytes;

namespace {

local_ref<jbyteArray> java_bytes(JNIEnv* env, const char* text) {
    const auto size = static_cast<jsize>(std::strlen(text));
    auto array = ffiguard::jni::adopt_local(env, env->NewByteArray(size));
    env->SetByteArrayRegion(array.get(), 0, size, reinterpret_cast<const jbyte*>(text));
    return array;
}

}  // namespace

TEST_CASE("a range of a byte[] is copied, and nothing beside it written") {
    JNIEnv* const env = test_env();
    const auto array = java_bytes(env, "0123456789");
    char to[6] = "-----";
    CHECK(read_bytes(env, array, 3, 4, to + 1).ok());
    CHECK(std::strcmp(to, "-3456") == 0);

    const auto copy = read_bytes(env, array, 3, 7);
    REQUIRE(copy);
    CHECK(std::string(copy->begin(), copy->end()) == "3456789");
}

TEST_CASE("a range that is not in the array is refused, and nothing is written") {
    JNIEnv* const env = test_env();
    const auto array = java_bytes(env, "0123456789");
    struct {
        jint offset, length;
        status_code expected;
    } const ranges[] = {
        {-1, 4, status_code::invalid_argument},
        {4, -1, status_code::invalid_argument},
        {INT_MIN, 1, status_code::invalid_argument},
        {0, 11, status_code::overflow},
        {10, 1, status_code::overflow},
        {11, 0, status_code::overflow},
        {INT_MAX, INT_MAX, status_code::overflow},
        {1, INT_MAX, status_code::overflow},
    };
    for (const auto& range : ranges) {
        char to[32] = "untouched";
        CHECK(read_bytes(env, array, range.offset, range.length, to) == range.expected);
        CHECK(std::strcmp(to, "untouched") == 0);
        CHECK(read_bytes(env, array, range.offset, range.length).status() == range.expected);
        CHECK(env->ExceptionCheck() == JNI_FALSE);
    }
}

TEST_CASE("nothing can be read from nothing") {
    JNIEnv* const env = test_env();
    char to = 'x';
    CHECK(read_bytes(env, nullptr, 0, 1, &to) == status_code::null);
    CHECK(read_bytes(env, nullptr, 0, 1).status() == status_code::null);
    const auto array = java_bytes(env, "0123");
    CHECK(read_bytes(env, array, 0, 1, nullptr) == status_code::null);
    CHECK(read_bytes(env, array, 4, 0, nullptr).ok());
    const auto none = read_bytes(env, array, 4, 0);
    REQUIRE(none);
    CHECK(none->size() == 0);
}

TEST_CASE("a new byte[] holds a copy of the bytes, also of none") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    {
        const auto made = new_byte_array(env, "a\0b", 3);
        REQUIRE(made);
        CHECK(env->GetArrayLength(made->get()) == 3);
        jbyte back[3];
        env->GetByteArrayRegion(made->get(), 0, 3, back);
        CHECK(std::memcmp(back, "a\0b", 3) == 0);
        const auto empty = new_byte_array(env, nullptr, 0);
        REQUIRE(empty);
        CHECK(env->GetArrayLength(empty->get()) == 0);
    }
    CHECK(balance.locals() == 0);
}

TEST_CASE("a byte[] that cannot be made is refused before the data is read") {
    JNIEnv* const env = test_env();
    const char one = 'x';
    CHECK(new_byte_array(env, nullptr, 1).status() == status_code::null);
    CHECK(new_byte_array(env, &one, std::size_t{1} << 31).status() == status_code::overflow);
    CHECK(new_byte_array(env, &one, SIZE_MAX).status() == status_code::overflow);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(new_byte_array(env, &one, std::size_t{1} << 30).status() == status_code::java_exception);
    CHECK(take_exception(env).type == "java.lang.OutOfMemoryError");
}

TEST_CASE("a pending exception is left alone, and answered") {
    JNIEnv* const env = test_env();
    const auto array = java_bytes(env, "0123");
    char to = 'x';
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(read_bytes(env, array, 0, 1, &to) == status_code::java_exception);
    CHECK(read_bytes(env, array, 0, 1).status() == status_code::java_exception);
    CHECK(new_byte_array(env, &to, 1).status() == status_code::java_exception);
    CHECK(to == 'x');
    CHECK(take_exception(env).message == u"first");
}
