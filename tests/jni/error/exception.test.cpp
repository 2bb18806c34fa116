// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/error/exception.hpp>

#include <cerrno>
#include <cstring>
#include <string>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"
#include "../throwables.hpp"

using ffiguard::error;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::jni::catch_java;
using ffiguard::jni::check;
using ffiguard::jni::throw_java;

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
    CHECK(thrown.message == u"\u00E9\U0001F600 " + std::u16string(300, u'x'));
    throw_java(env, error(status::foreign(-3), long_text));
    CHECK(take_exception(env).message == std::u16string(300, u'x') + u" (answer -3)");
}

TEST_CASE("text with a NUL inside is an argument of Java's, and the message says where it is") {
    JNIEnv* const env = test_env();
    throw_java(env, status::inner_nul(11));
    const java_exception thrown = take_exception(env);
    CHECK(thrown.type == "java.lang.IllegalArgumentException");
    CHECK(thrown.message == u"malformed: a NUL inside the text, at byte offset 11");
}

TEST_CASE("a NUL inside of a Java message cuts nothing: it becomes U+FFFD") {
    JNIEnv* const env = test_env();
    throw_java(env, "java/io/IOException", std::string_view("/a\0x: no", 8));
    CHECK(std::string(catch_java(env).message()) == "java.io.IOException: /a\xEF\xBF\xBDx: no");
}

TEST_CASE("success throws nothing") {
    JNIEnv* const env = test_env();
    throw_java(env, {});
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(check(env).ok());
    CHECK(catch_java(env).ok());
}

TEST_CASE("a Java exception that is pending already wins, and the new one is suppressed") {
    JNIEnv* const env = test_env();
    const pending_watch watch(env);
    const throwable first = new_throwable(env, "java/util/NoSuchElementException", "first");
    env->Throw(first.get());
    throw_java(env, error(status_code::closed, "second"));
    throw_java(env, "java/lang/Error", "third");
    const throwable thrown = take_thrown(env);
    CHECK(env->IsSameObject(thrown.get(), first.get()) == JNI_TRUE);
    REQUIRE(suppressed_count(env, first) == 2);
    CHECK(words(env, suppressed(env, first, 0)) == u"java.lang.IllegalStateException: second");
    CHECK(words(env, suppressed(env, first, 1)) == u"java.lang.Error: third");
    CHECK(watch.calls_while_pending() == 0);
}

TEST_CASE("the status java_exception tells of the pending one and adds nothing to it") {
    JNIEnv* const env = test_env();
    raise(env, "java/util/NoSuchElementException", "first");
    throw_java(env, check(env));
    const throwable thrown = take_thrown(env);
    CHECK(words(env, thrown) == u"java.util.NoSuchElementException: first");
    CHECK(suppressed_count(env, thrown) == 0);
}

TEST_CASE("any Throwable can be thrown by name") {
    JNIEnv* const env = test_env();
    throw_java(env, "java/util/zip/DataFormatException", "no \xF0\x9F\x98\x80");
    CHECK(words(env, take_thrown(env)) == u"java.util.zip.DataFormatException: no \U0001F600");
}

TEST_CASE("a class that cannot be thrown is told, and the message is not lost") {
    JNIEnv* const env = test_env();
    const pending_watch watch(env);
    struct {
        const char* name;
        const char16_t* obstacle;
    } const table[] = {
        {nullptr, u"java.lang.NoClassDefFoundError"},
        {"org/example/Missing", u"java.lang.NoClassDefFoundError: org/example/Missing"},
        {"java/lang/StringBuilder", u"java.lang.ClassCastException: java/lang/StringBuilder"},
        {"java/lang/reflect/InvocationTargetException", u"java.lang.NoSuchMethodError"},
    };
    for (const auto& row : table) {
        throw_java(env, row.name, "disk on fire");
        const throwable thrown = take_thrown(env);
        CHECK(words(env, thrown).find(row.obstacle) == 0);
        REQUIRE(suppressed_count(env, thrown) == 1);
        CHECK(words(env, suppressed(env, thrown, 0)) ==
              u"java.lang.RuntimeException: disk on fire");
    }
    CHECK(watch.calls_while_pending() == 0);
}

TEST_CASE("a message too long for the stack arrives whole") {
    JNIEnv* const env = test_env();
    const std::string long_text(100000, 'x');
    throw_java(env, "java/lang/Error", long_text);
    CHECK(take_exception(env).message == std::u16string(long_text.size(), u'x'));
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
    CHECK(caught.message() == ("java.lang.Error: " + text).substr(0, 231));
    throw_java(env, caught);  // and so another Java method has the whole
    CHECK(take_exception(env).message == u"java.lang.Error: " + std::u16string(1000, u'e'));
}

TEST_CASE("an exception whose toString() throws or gives null is caught by its class") {
    JNIEnv* const env = test_env();
    for (const char* const message : {"", static_cast<const char*>(nullptr)}) {
        raise_hostile(env, message);
        REQUIRE(env->ExceptionCheck() == JNI_TRUE);
        const error caught = catch_java(env);
        CHECK(env->ExceptionCheck() == JNI_FALSE);
        CHECK(caught.status() == status_code::java_exception);
        CHECK(std::strcmp(caught.message(), "Hostile") == 0);
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
    raise(env, "java/lang/Error", "first");
    throw_java(env, "java/lang/StringBuilder", "second");
    CHECK_FALSE(catch_java(env).ok());
    CHECK(balance.locals() == 0);
}
