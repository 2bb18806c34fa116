// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/error/boundary.hpp>

#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"
#include "../throwables.hpp"

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
using ffiguard::jni::java_class_for;
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

TEST_CASE("a failure while a Java exception is pending is added to it as suppressed") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/lang/Error", "first");
    boundary(env, [&] {
        env->Throw(first.get());
        return error(status_code::closed, "second");
    });
    CHECK(env->IsSameObject(take_thrown(env).get(), first.get()) == JNI_TRUE);
    REQUIRE(suppressed_count(env, first) == 1);
    CHECK(words(env, suppressed(env, first, 0)) == u"java.lang.IllegalStateException: second");
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

TEST_CASE("the text of a C++ exception arrives whole, in real UTF-8") {
    JNIEnv* const env = test_env();
    const std::string long_text(2000, 'x');
    boundary(env, [&] { throw std::runtime_error("\xF0\x9F\x98\x80" + long_text); });
    CHECK(take_exception(env).message == u"\U0001F600" + std::u16string(2000, u'x'));
}

TEST_CASE("a Java exception that went through C++ frames leaves as the same object") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/util/NoSuchElementException", "first");
    ref_balance balance(env);
    boundary(env, [&] {
        env->Throw(first.get());
        ffiguard::jni::throw_if_java(env);
    });
    CHECK(balance.globals() == 0);
    const throwable thrown = take_thrown(env);
    CHECK(env->IsSameObject(thrown.get(), first.get()) == JNI_TRUE);
    CHECK(suppressed_count(env, first) == 0);
}

TEST_CASE("a C++ exception does not replace a Java exception that is pending: it is suppressed") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/util/NoSuchElementException", "first");
    const pending_watch watch(env);
    boundary(env, [&] {
        env->Throw(first.get());
        throw std::runtime_error("second");
    });
    boundary(env, [] { throw 42; });
    CHECK(watch.calls_while_pending() == 0);
    CHECK(env->IsSameObject(take_thrown(env).get(), first.get()) == JNI_TRUE);
    REQUIRE(suppressed_count(env, first) == 2);
    CHECK(words(env, suppressed(env, first, 0)) == u"java.lang.RuntimeException: second");
    CHECK(words(env, suppressed(env, first, 1)).find(u"no std::exception") != std::u16string::npos);
}

namespace {

struct own_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws first, with second around it.
template <class First, class Second>
[[noreturn]] void throw_nested(const First& first, const Second& second) {
    try {
        throw first;
    } catch (...) {
        std::throw_with_nested(second);
    }
}

void throw_deep(int depth) {
    if (depth == 0) throw std::runtime_error("innermost");
    try {
        throw_deep(depth - 1);
    } catch (...) {
        std::throw_with_nested(std::runtime_error("outer"));
    }
}

}  // namespace

TEST_CASE("what is nested in a C++ exception is the cause of the Java one") {
    JNIEnv* const env = test_env();
    boundary(env, [] { throw_nested(std::bad_alloc(), std::runtime_error("load a.gz")); });
    throwable thrown = take_thrown(env);
    CHECK(words(env, thrown) == u"java.lang.RuntimeException: load a.gz");
    CHECK(words(env, cause_of(env, thrown)) == u"java.lang.OutOfMemoryError: out of memory");

    struct plain {};
    boundary(env, [] { throw_nested(42, plain()); });
    thrown = take_thrown(env);
    CHECK(words(env, thrown) == words(env, cause_of(env, thrown)));
}

TEST_CASE("a nested Java exception is itself the cause, and its own cause is left alone") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/lang/Error", "first");
    boundary(env, [&] {
        env->Throw(first.get());
        throw_nested(ffiguard::jni::java_exception::take(env), std::runtime_error("load a.gz"));
    });
    throwable thrown = take_thrown(env);
    CHECK(env->IsSameObject(cause_of(env, thrown).get(), first.get()) == JNI_TRUE);

    boundary(env, [&] {
        env->Throw(first.get());
        throw_nested(std::runtime_error("x"), ffiguard::jni::java_exception::take(env));
    });
    CHECK(env->IsSameObject(take_thrown(env).get(), first.get()) == JNI_TRUE);
    CHECK_FALSE(cause_of(env, first));
}

TEST_CASE("nested exceptions are followed 32 deep, and no reference is left behind") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    boundary(env, [] { throw_deep(100); });
    {
        throwable thrown = take_thrown(env);
        int causes = 0;
        for (throwable next = cause_of(env, thrown); next; next = cause_of(env, next)) ++causes;
        CHECK(causes == 32);
    }
    CHECK(balance.locals() == 0);
}

TEST_CASE("a table gives C++ types their Java classes: the first row that fits, nested ones too") {
    JNIEnv* const env = test_env();
    const auto with_table = [&](auto&& body) {
        boundary(env, body, java_class_for<own_error>{"java/util/zip/DataFormatException"},
                 java_class_for<std::out_of_range>{"java/lang/IndexOutOfBoundsException"},
                 java_class_for<std::runtime_error>{"java/lang/IllegalStateException"});
        return take_thrown(env);
    };
    CHECK(words(env, with_table([] { throw own_error("bad data"); })) ==
          u"java.util.zip.DataFormatException: bad data");
    CHECK(words(env, with_table([] { throw std::out_of_range("7"); })) ==
          u"java.lang.IndexOutOfBoundsException: 7");
    CHECK(words(env, with_table([] { throw std::runtime_error("x"); })) ==
          u"java.lang.IllegalStateException: x");
    CHECK(words(env, with_table([] { throw std::logic_error("y"); })) ==
          u"java.lang.RuntimeException: y");
    const throwable outer =
        with_table([] { throw_nested(own_error("in"), std::out_of_range("7")); });
    CHECK(words(env, outer) == u"java.lang.IndexOutOfBoundsException: 7");
    CHECK(words(env, cause_of(env, outer)) == u"java.util.zip.DataFormatException: in");
}

TEST_CASE("a table that names a missing class says so, and the text of C++ is not lost") {
    JNIEnv* const env = test_env();
    boundary(
        env, []() -> jint { throw own_error("bad data"); },
        java_class_for<own_error>{"org/example/Missing"});
    const throwable thrown = take_thrown(env);
    CHECK(words(env, thrown) == u"java.lang.NoClassDefFoundError: org/example/Missing");
    REQUIRE(suppressed_count(env, thrown) == 1);
    CHECK(words(env, suppressed(env, thrown, 0)) == u"java.lang.RuntimeException: bad data");
}

TEST_CASE("a class that takes no cause has it as suppressed") {
    // UncheckedIOException would, but ClassNotFoundException(String) fixes its cause as null.
    JNIEnv* const env = test_env();
    boundary(
        env, [] { throw_nested(std::runtime_error("in"), own_error("out")); },
        java_class_for<own_error>{"java/lang/ClassNotFoundException"});
    const throwable thrown = take_thrown(env);
    CHECK(words(env, thrown) == u"java.lang.ClassNotFoundException: out");
    REQUIRE(suppressed_count(env, thrown) == 1);
    CHECK(words(env, suppressed(env, thrown, 0)) == u"java.lang.RuntimeException: in");
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
