// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/array.hpp>

#include <climits>
#include <cstring>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::array_length;
using ffiguard::jni::local_ref;
using ffiguard::jni::new_array;
using ffiguard::jni::new_byte_array;
using ffiguard::jni::read_bytes;
using ffiguard::jni::read_elements;
using ffiguard::jni::write_bytes;
using ffiguard::jni::write_elements;

namespace {

local_ref<jbyteArray> java_bytes(JNIEnv* env, const char* text) {
    const auto size = static_cast<jsize>(std::strlen(text));
    auto array = ffiguard::jni::adopt_local(env, env->NewByteArray(size));
    env->SetByteArrayRegion(array.get(), 0, size, reinterpret_cast<const jbyte*>(text));
    return array;
}

std::string text_of(JNIEnv* env, jbyteArray array) {
    std::string text(static_cast<std::size_t>(env->GetArrayLength(array)), '-');
    env->GetByteArrayRegion(array, 0, env->GetArrayLength(array),
                            reinterpret_cast<jbyte*>(&text[0]));
    return text;
}

template <class T>
void check_round_trip(JNIEnv* env, const char* java_name) {
    const T data[] = {0, 1, std::numeric_limits<T>::lowest(), std::numeric_limits<T>::max()};
    const auto array = new_array(env, data, 4);
    REQUIRE(array);
    const auto type = ffiguard::jni::adopt_local(env, env->GetObjectClass(array->get()));
    const auto name = call(env, type.get(), "getName", "()Ljava/lang/String;");
    const std::u16string java = units_of(env, static_cast<jstring>(name.get()));
    CHECK(std::string(java.begin(), java.end()) == java_name);
    T back[4] = {};
    CHECK(read_elements(env, *array, 1, 3, back).ok());
    CHECK(std::memcmp(back, data + 1, 3 * sizeof(T)) == 0);
    CHECK(write_elements(env, *array, 0, 2, data + 2).ok());
    CHECK(read_elements(env, *array, 0, 4, back).ok());
    CHECK(std::memcmp(back, data + 2, 2 * sizeof(T)) == 0);
    CHECK(std::memcmp(back + 2, data + 2, 2 * sizeof(T)) == 0);
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

TEST_CASE("each of the eight primitive types goes both ways") {
    JNIEnv* const env = test_env();
    const jboolean flags[] = {JNI_TRUE, JNI_FALSE};
    const auto array = new_array(env, flags, 2);
    REQUIRE(array);
    jboolean back[2] = {};
    CHECK(read_elements(env, *array, 0, 2, back).ok());
    CHECK(std::memcmp(back, flags, sizeof back) == 0);
    CHECK(write_elements(env, *array, 1, 1, flags).ok());
    check_round_trip<jbyte>(env, "[B");
    check_round_trip<jchar>(env, "[C");
    check_round_trip<jshort>(env, "[S");
    check_round_trip<jint>(env, "[I");
    check_round_trip<jlong>(env, "[J");
    check_round_trip<jfloat>(env, "[F");
    check_round_trip<jdouble>(env, "[D");
}

TEST_CASE("bytes are written into a range, and nothing beside it") {
    JNIEnv* const env = test_env();
    const auto array = java_bytes(env, "0123456789");
    CHECK(write_bytes(env, array, 3, 4, "abcdefg").ok());
    CHECK(text_of(env, array.get()) == "012abcd789");
    CHECK(write_bytes(env, array, 10, 0, nullptr).ok());
    CHECK(write_bytes(env, array, 0, 1, nullptr) == status_code::null);
    CHECK(write_bytes(env, nullptr, 0, 1, "x") == status_code::null);
    CHECK(write_bytes(env, array, -1, 1, "x") == status_code::invalid_argument);
    CHECK(write_bytes(env, array, 0, INT_MIN, "x") == status_code::invalid_argument);
    CHECK(write_bytes(env, array, 10, 1, "x") == status_code::overflow);
    CHECK(write_bytes(env, array, INT_MAX, INT_MAX, "x") == status_code::overflow);
    CHECK(text_of(env, array.get()) == "012abcd789");
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}

TEST_CASE("the length of an array of any type") {
    JNIEnv* const env = test_env();
    const auto bytes = java_bytes(env, "0123");
    CHECK(*array_length(env, bytes) == 4);
    const auto type = ffiguard::jni::adopt_local(env, env->FindClass("java/lang/String"));
    const auto objects =
        ffiguard::jni::adopt_local(env, env->NewObjectArray(3, type.get(), nullptr));
    CHECK(*array_length(env, objects) == 3);
    CHECK(array_length(env, nullptr).status() == status_code::null);
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
    CHECK(write_bytes(env, array, 0, 1, &to) == status_code::java_exception);
    CHECK(new_byte_array(env, &to, 1).status() == status_code::java_exception);
    CHECK(array_length(env, array).status() == status_code::java_exception);
    CHECK(to == 'x');
    CHECK(take_exception(env).message == u"first");
}
