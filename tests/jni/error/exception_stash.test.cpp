// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/error/exception_stash.hpp>

#include <optional>
#include <stdexcept>
#include <thread>
#include <type_traits>

#include <doctest/doctest.h>

#include <ffiguard/core/violation.hpp>

#include "../../counted_violations.hpp"
#include "../ref_balance.hpp"
#include "../test_vm.hpp"
#include "../throwables.hpp"

using ffiguard::violation;
using ffiguard::jni::adopt_local;
using ffiguard::jni::exception_stash;

static_assert(!std::is_move_constructible_v<exception_stash>, "bound to its scope");

TEST_CASE("while an exception is put aside JNI may be used, and then the same object is back") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/lang/IllegalStateException", "first");
    env->Throw(first.get());
    const pending_watch watch(env);
    {
        const exception_stash aside(env);
        CHECK(aside);
        CHECK(env->ExceptionCheck() == JNI_FALSE);
        CHECK(env->IsSameObject(aside.get(), first.get()) == JNI_TRUE);
        CHECK(adopt_local(env, env->FindClass("java/lang/String")));
    }
    CHECK(watch.calls_while_pending() == 0);
    const throwable thrown = take_thrown(env);
    CHECK(env->IsSameObject(thrown.get(), first.get()) == JNI_TRUE);
    CHECK(suppressed_count(env, first) == 0);
}

TEST_CASE("where nothing is pending nothing is thrown, and the work's own exception stays") {
    JNIEnv* const env = test_env();
    {
        const exception_stash aside(env);
        CHECK_FALSE(aside);
        CHECK(aside.get() == nullptr);
    }
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    {
        const exception_stash aside(env);
        raise(env, "java/lang/Error", "of the work");
    }
    CHECK(take_exception(env).message == u"of the work");
}

TEST_CASE("where the work throws too the first wins, and the other is suppressed") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/lang/IllegalStateException", "first");
    const throwable second = new_throwable(env, "java/lang/Error", "second");
    env->Throw(first.get());
    const pending_watch watch(env);
    {
        const exception_stash aside(env);
        env->Throw(second.get());
    }
    CHECK(watch.calls_while_pending() == 0);
    const throwable thrown = take_thrown(env);
    CHECK(env->IsSameObject(thrown.get(), first.get()) == JNI_TRUE);
    REQUIRE(suppressed_count(env, first) == 1);
    CHECK(env->IsSameObject(suppressed(env, first, 0).get(), second.get()) == JNI_TRUE);
}

TEST_CASE("work that throws the first one itself does not make it suppress itself") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/lang/IllegalStateException", "first");
    env->Throw(first.get());
    {
        const exception_stash aside(env);
        env->Throw(aside.get());
    }
    const throwable thrown = take_thrown(env);
    CHECK(env->IsSameObject(thrown.get(), first.get()) == JNI_TRUE);
    CHECK(suppressed_count(env, first) == 0);
}

TEST_CASE("stashes may be nested") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/lang/IllegalStateException", "first");
    env->Throw(first.get());
    {
        const exception_stash outer(env);
        raise(env, "java/lang/Error", "second");
        {
            const exception_stash inner(env);
            raise(env, "java/lang/Error", "third");
        }
        CHECK(env->ExceptionCheck() == JNI_TRUE);
    }
    const throwable thrown = take_thrown(env);
    CHECK(env->IsSameObject(thrown.get(), first.get()) == JNI_TRUE);
    REQUIRE(suppressed_count(env, first) == 1);
    const throwable second = suppressed(env, first, 0);
    CHECK(words(env, second) == u"java.lang.Error: second");
    CHECK(words(env, suppressed(env, second, 0)) == u"java.lang.Error: third");
}

TEST_CASE("an exception that the caller has taken is not thrown again") {
    JNIEnv* const env = test_env();
    raise(env, "java/lang/Error", "handled");
    {
        exception_stash aside(env);
        const throwable handled = aside.take();
        CHECK(words(env, handled) == u"java.lang.Error: handled");
        CHECK_FALSE(aside);
    }
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}

TEST_CASE("a stash leaves no reference behind") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/lang/IllegalStateException", "first");
    const throwable second = new_throwable(env, "java/lang/Error", "second");
    ref_balance balance(env);
    env->Throw(first.get());
    {
        const exception_stash aside(env);
        env->Throw(second.get());
    }
    env->ExceptionClear();
    CHECK(balance.locals() == 0);
}

TEST_CASE("a stash that ends on another thread is reported and throws nothing, anywhere") {
    JNIEnv* const env = test_env();
    raise(env, "java/lang/Error", "first");
    std::optional<exception_stash> aside;
    aside.emplace(env);
    const throwable held = adopt_local(env, aside->get());
    const counted_violations violations;
    bool thrown_there = true;
    std::thread([&] {
        const ffiguard::jni::attach_scope here;
        aside.reset();
        thrown_there = here.env()->ExceptionCheck() == JNI_TRUE;
    }).join();
    CHECK(violations.of(violation::wrong_thread) == 1);
    CHECK_FALSE(thrown_there);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(words(env, held) == u"java.lang.Error: first");  // the reference was left alone
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("a C++ exception out of the work brings the Java exception back, too") {
    JNIEnv* const env = test_env();
    raise(env, "java/lang/Error", "first");
    try {
        const exception_stash aside(env);
        throw std::runtime_error("of the work");
    } catch (const std::runtime_error&) {
    }
    CHECK(take_exception(env).message == u"first");
}
#endif
