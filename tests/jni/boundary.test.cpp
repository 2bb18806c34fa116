// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/boundary.hpp>

#include <new>
#include <stdexcept>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include "ref_balance.hpp"
#include "test_vm.hpp"

#if FFIGUARD_HAS_EXCEPTIONS() && defined(__GLIBCXX__)
#include <pthread.h>
#endif

using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::jni::adopt_local;
using ffiguard::jni::boundary;
using ffiguard::jni::local_ref;

TEST_CASE("success throws nothing, whatever the body returns, and makes no JNI call") {
    // An environment in which every call is a crash.
    JNIEnv nowhere{};
    JNIEnv* const env = &nowhere;
    boundary(env, [] {});
    boundary(env, [] { return status(); });
    boundary(env, [] { return error(); });
    CHECK(boundary(env, [] { return jint{7}; }) == 7);
    CHECK(boundary(env, [] { return true; }) == JNI_TRUE);
    CHECK(boundary(env, [] { return result<jint>(7); }) == 7);
    CHECK(boundary(env, [] { return result<jint, error>(7); }) == 7);
}

TEST_CASE("a token arrives as a long, bit by bit") {
    JNIEnv* const env = test_env();
    const auto got = boundary(env, [] { return result<token>(~token{1}); });
    static_assert(std::is_same_v<decltype(got), const jlong>);
    CHECK(got == -2);
}

TEST_CASE("a local reference is handed to Java and not deleted") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    const jclass plain =
        boundary(env, [&] { return adopt_local(env, env->FindClass("java/lang/String")); });
    const jclass wrapped = boundary(env, [&]() -> result<local_ref<jclass>> {
        return adopt_local(env, env->FindClass("java/lang/String"));
    });
    CHECK(env->IsSameObject(plain, wrapped) == JNI_TRUE);
    CHECK(balance.locals() == 2);
    env->DeleteLocalRef(plain);
    env->DeleteLocalRef(wrapped);
}

TEST_CASE("a failure is a Java exception, and the value is zero") {
    JNIEnv* const env = test_env();
    boundary(env, [] { return status(status_code::closed); });
    CHECK(take_exception(env).type == "java.lang.IllegalStateException");
    boundary(env, [] { return error(status_code::not_found, "libx.so"); });
    java_exception thrown = take_exception(env);
    CHECK(thrown.type == "java.io.IOException");
    CHECK(thrown.message == u"libx.so");

    CHECK(boundary(env, []() -> result<jint> { return status_code::null; }) == 0);
    CHECK(take_exception(env).type == "java.lang.NullPointerException");
    const jobject none = boundary(env, []() -> result<local_ref<jobject>, error> {
        return error(status_code::invalid_argument, "level 10");
    });
    CHECK(none == nullptr);
    thrown = take_exception(env);
    CHECK(thrown.type == "java.lang.IllegalArgumentException");
    CHECK(thrown.message == u"level 10");
}

TEST_CASE("a Java exception that the body met goes on to Java as it is") {
    JNIEnv* const env = test_env();
    boundary(env, [&] {
        raise(env, "java/util/NoSuchElementException", "first");
        return ffiguard::jni::check(env);
    });
    const java_exception thrown = take_exception(env);
    CHECK(thrown.type == "java.util.NoSuchElementException");
    CHECK(thrown.message == u"first");
}

TEST_CASE("a caught and described Java exception is a RuntimeException that quotes it") {
    JNIEnv* const env = test_env();
    boundary(env, [&] {
        raise(env, "java/util/NoSuchElementException", "first");
        return ffiguard::jni::catch_java(env);
    });
    const java_exception thrown = take_exception(env);
    CHECK(thrown.type == "java.lang.RuntimeException");
    CHECK(thrown.message == u"java.util.NoSuchElementException: first");
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("no C++ exception leaves, and its text arrives in Java") {
    JNIEnv* const env = test_env();
    boundary(env, [] { throw std::runtime_error("disk on fire"); });
    java_exception thrown = take_exception(env);
    CHECK(thrown.type == "java.lang.RuntimeException");
    CHECK(thrown.message == u"disk on fire");
    CHECK(boundary(env, []() -> jint { throw 42; }) == 0);
    CHECK(take_exception(env).type == "java.lang.RuntimeException");
    CHECK(boundary(env, []() -> result<jlong> { throw std::bad_alloc(); }) == 0);
    CHECK(take_exception(env).type == "java.lang.OutOfMemoryError");
}

TEST_CASE("a failed result's value() arrives as the status it carries") {
    JNIEnv* const env = test_env();
    CHECK(boundary(env, [] { return result<jint>(status_code::stale).value(); }) == 0);
    CHECK(take_exception(env).type == "java.lang.IllegalStateException");
}

TEST_CASE("a C++ exception does not replace a Java exception that is pending") {
    JNIEnv* const env = test_env();
    boundary(env, [&] {
        raise(env, "java/util/NoSuchElementException", "first");
        throw std::runtime_error("second");
    });
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("a local reference of the body is released when the body throws") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    boundary(env, [&] {
        const auto held = adopt_local(env, env->FindClass("java/lang/String"));
        throw std::runtime_error("x");
    });
    CHECK(balance.locals() == 0);
    static_cast<void>(take_exception(env));
}

#ifdef __GLIBCXX__
namespace {

void* exit_inside_a_boundary(void* unwound) {
    struct on_unwind {
        void* flag;
        ~on_unwind() { *static_cast<bool*>(flag) = true; }
    } const seen{unwound};
    boundary(nullptr, [] { pthread_exit(nullptr); });
    return unwound;
}

}  // namespace

TEST_CASE("the forced unwinding of pthread_exit passes, as glibc demands") {
    pthread_t thread;
    bool unwound = false;
    REQUIRE(pthread_create(&thread, nullptr, &exit_inside_a_boundary, &unwound) == 0);
    void* answer = &unwound;
    pthread_join(thread, &answer);
    CHECK(answer == nullptr);
    CHECK(unwound);
}
#endif
#endif
