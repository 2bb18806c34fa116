// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/exception.hpp>

#include <cerrno>
#include <cstring>
#include <string>

#include <doctest/doctest.h>

#include "ref_balance.hpp"
#include "test_vm.hpp"

using ffiguard::error;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::jni::adopt_local;
using ffiguard::jni::catch_java;
using ffiguard::jni::check;
using ffiguard::jni::throw_java;

namespace {

// class Hostile extends RuntimeException {
//     Hostile() {}
//     Hostile(String message) { super(message); }
//     public String toString() { if (getMessage() == null) return null; throw this; }
// }
const unsigned char hostile_class[] = {
    0xca, 0xfe, 0xba, 0xbe, 0x00, 0x00, 0x00, 0x34, 0x00, 0x13, 0x0a, 0x00, 0x02, 0x00, 0x03, 0x07,
    0x00, 0x04, 0x0c, 0x00, 0x05, 0x00, 0x06, 0x01, 0x00, 0x1a, 0x6a, 0x61, 0x76, 0x61, 0x2f, 0x6c,
    0x61, 0x6e, 0x67, 0x2f, 0x52, 0x75, 0x6e, 0x74, 0x69, 0x6d, 0x65, 0x45, 0x78, 0x63, 0x65, 0x70,
    0x74, 0x69, 0x6f, 0x6e, 0x01, 0x00, 0x06, 0x3c, 0x69, 0x6e, 0x69, 0x74, 0x3e, 0x01, 0x00, 0x03,
    0x28, 0x29, 0x56, 0x0a, 0x00, 0x02, 0x00, 0x08, 0x0c, 0x00, 0x05, 0x00, 0x09, 0x01, 0x00, 0x15,
    0x28, 0x4c, 0x6a, 0x61, 0x76, 0x61, 0x2f, 0x6c, 0x61, 0x6e, 0x67, 0x2f, 0x53, 0x74, 0x72, 0x69,
    0x6e, 0x67, 0x3b, 0x29, 0x56, 0x0a, 0x00, 0x0b, 0x00, 0x0c, 0x07, 0x00, 0x0d, 0x0c, 0x00, 0x0e,
    0x00, 0x0f, 0x01, 0x00, 0x07, 0x48, 0x6f, 0x73, 0x74, 0x69, 0x6c, 0x65, 0x01, 0x00, 0x0a, 0x67,
    0x65, 0x74, 0x4d, 0x65, 0x73, 0x73, 0x61, 0x67, 0x65, 0x01, 0x00, 0x14, 0x28, 0x29, 0x4c, 0x6a,
    0x61, 0x76, 0x61, 0x2f, 0x6c, 0x61, 0x6e, 0x67, 0x2f, 0x53, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x3b,
    0x01, 0x00, 0x04, 0x43, 0x6f, 0x64, 0x65, 0x01, 0x00, 0x08, 0x74, 0x6f, 0x53, 0x74, 0x72, 0x69,
    0x6e, 0x67, 0x01, 0x00, 0x0d, 0x53, 0x74, 0x61, 0x63, 0x6b, 0x4d, 0x61, 0x70, 0x54, 0x61, 0x62,
    0x6c, 0x65, 0x00, 0x20, 0x00, 0x0b, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00,
    0x00, 0x05, 0x00, 0x06, 0x00, 0x01, 0x00, 0x10, 0x00, 0x00, 0x00, 0x11, 0x00, 0x01, 0x00, 0x01,
    0x00, 0x00, 0x00, 0x05, 0x2a, 0xb7, 0x00, 0x01, 0xb1, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x05, 0x00, 0x09, 0x00, 0x01, 0x00, 0x10, 0x00, 0x00, 0x00, 0x12, 0x00, 0x02, 0x00, 0x02, 0x00,
    0x00, 0x00, 0x06, 0x2a, 0x2b, 0xb7, 0x00, 0x07, 0xb1, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00,
    0x11, 0x00, 0x0f, 0x00, 0x01, 0x00, 0x10, 0x00, 0x00, 0x00, 0x20, 0x00, 0x01, 0x00, 0x01, 0x00,
    0x00, 0x00, 0x0b, 0x2a, 0xb6, 0x00, 0x0a, 0xc7, 0x00, 0x05, 0x01, 0xb0, 0x2a, 0xbf, 0x00, 0x00,
    0x00, 0x01, 0x00, 0x12, 0x00, 0x00, 0x00, 0x03, 0x00, 0x01, 0x09, 0x00, 0x00,
};

/// Makes a Hostile pending.
void raise_hostile(JNIEnv* env, const char* message) {
    auto type = adopt_local(env, env->FindClass("Hostile"));
    if (!type) {
        env->ExceptionClear();
        type = adopt_local(
            env, env->DefineClass("Hostile", nullptr, reinterpret_cast<const jbyte*>(hostile_class),
                                  sizeof hostile_class));
    }
    REQUIRE(type);
    env->ThrowNew(type.get(), message);
}

}  // namespace

TEST_CASE("each status is the Java exception that a Java programmer expects") {
    JNIEnv* const env = test_env();
    struct {
        status_code code;
        const char* type;
    } const table[] = {
        {status_code::null, "java.lang.NullPointerException"},
        {status_code::malformed, "java.lang.IllegalStateException"},
        {status_code::stale, "java.lang.IllegalStateException"},
        {status_code::wrong_table, "java.lang.IllegalStateException"},
        {status_code::wrong_type, "java.lang.IllegalStateException"},
        {status_code::closed, "java.lang.IllegalStateException"},
        {status_code::in_use, "java.lang.IllegalStateException"},
        {status_code::wrong_thread, "java.lang.IllegalStateException"},
        {status_code::overflow, "java.lang.IllegalArgumentException"},
        {status_code::out_of_memory, "java.lang.OutOfMemoryError"},
        {status_code::invalid_argument, "java.lang.IllegalArgumentException"},
        {status_code::not_found, "java.io.IOException"},
        {status_code::unsupported, "java.lang.UnsupportedOperationException"},
        {status_code::cxx_exception, "java.lang.RuntimeException"},
        {status_code::java_exception, "java.lang.RuntimeException"},
    };
    for (const auto& row : table) {
        throw_java(env, row.code);
        const java_exception thrown = take_exception(env);
        CHECK(thrown.type == row.type);
        CHECK(thrown.message ==
              std::u16string(name(row.code), name(row.code) + std::strlen(name(row.code))));
    }
}

TEST_CASE("the number behind a failure of the system or a library reaches Java") {
    JNIEnv* const env = test_env();
    throw_java(env, error(status::system(ENOENT), "open a.gz"));
    java_exception thrown = take_exception(env);
    CHECK(thrown.type == "java.io.IOException");
    CHECK(thrown.message == u"open a.gz (errno 2)");
    throw_java(env, error(status::foreign(-3), "inflate"));
    thrown = take_exception(env);
    CHECK(thrown.type == "java.lang.RuntimeException");
    CHECK(thrown.message == u"inflate (answer -3)");
}

TEST_CASE("the longest message arrives, with accents and emoji as they were") {
    JNIEnv* const env = test_env();
    const std::string long_text(300, 'x');
    throw_java(env, error(status_code::not_found, "\xC3\xA9\xF0\x9F\x98\x80 ", long_text.c_str()));
    const java_exception thrown = take_exception(env);
    CHECK(thrown.message == u"\u00E9\U0001F600 " + std::u16string(240, u'x'));
}

TEST_CASE("success throws nothing") {
    JNIEnv* const env = test_env();
    throw_java(env, {});
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(check(env).ok());
    CHECK(catch_java(env).ok());
}

TEST_CASE("a Java exception that is pending already wins") {
    JNIEnv* const env = test_env();
    raise(env, "java/util/NoSuchElementException", "first");
    throw_java(env, status_code::closed);
    const java_exception thrown = take_exception(env);
    CHECK(thrown.type == "java.util.NoSuchElementException");
    CHECK(thrown.message == u"first");
}

TEST_CASE("check tells of a pending exception and leaves it") {
    JNIEnv* const env = test_env();
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(check(env) == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("catch_java takes the exception away and keeps its class and message") {
    JNIEnv* const env = test_env();
    throw_java(env, error(status_code::not_found, "no \xF0\x9F\x98\x80"));
    const error caught = catch_java(env);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(caught.status() == status_code::java_exception);
    CHECK(std::strcmp(caught.message(), "java.io.IOException: no \xF0\x9F\x98\x80") == 0);
}

TEST_CASE("a long message is cut at a whole character") {
    JNIEnv* const env = test_env();
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "e";
    raise(env, "java/lang/Error", text.c_str());
    const error caught = catch_java(env);
    CHECK(std::strlen(caught.message()) == sizeof caught.raw().message - 1);
}

TEST_CASE("an exception whose toString() throws or gives null is caught all the same") {
    JNIEnv* const env = test_env();
    for (const char* const message : {"", static_cast<const char*>(nullptr)}) {
        raise_hostile(env, message);
        REQUIRE(env->ExceptionCheck() == JNI_TRUE);
        const error caught = catch_java(env);
        CHECK(env->ExceptionCheck() == JNI_FALSE);
        CHECK(caught.status() == status_code::java_exception);
        CHECK(std::strlen(caught.message()) != 0);
    }
}

TEST_CASE("throwing and catching leave no reference behind") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    throw_java(env, status_code::closed);
    CHECK_FALSE(catch_java(env).ok());
    CHECK(balance.locals() == 0);
    raise_hostile(env, "");
    CHECK_FALSE(catch_java(env).ok());
    CHECK(balance.locals() == 0);
}
