// SPDX-License-Identifier: BSL-1.0
// What went wrong in libraries before this one, as far as no other test here shows it. The table
// is in docs/reference/jni.md, "What goes wrong elsewhere".
#include <ffiguard/jni/jni.hpp>

#include <functional>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::adopt_local;
using ffiguard::jni::array_view;
using ffiguard::jni::attach_scope;
using ffiguard::jni::exception_stash;
using ffiguard::jni::global_ref;
using ffiguard::jni::java_weak_ref;
using ffiguard::jni::local_frame;
using ffiguard::jni::local_ref;
using ffiguard::jni::monitor_guard;
using ffiguard::jni::promote;
using ffiguard::jni::release_parked;
using ffiguard::jni::same;
using ffiguard::jni::shared_ref;
using ffiguard::jni::utf16_view;
using ffiguard::jni::weak_ref;

namespace {

jint parse_int(JNIEnv* env, const char* digits) {
    const auto integer = adopt_local(env, env->FindClass("java/lang/Integer"));
    const jmethodID parse =
        env->GetStaticMethodID(integer.get(), "parseInt", "(Ljava/lang/String;)I");
    const auto text = java_string(env, digits);
    return env->CallStaticIntMethod(integer.get(), parse, text.get());
}

/// Moves an owner into itself, and another one over it.
template <class Owner>
void move_about(Owner one, Owner other) {
    Owner& self = one;
    one = std::move(self);
    CHECK(one);
    one = std::move(other);
    CHECK(one);
}

}  // namespace

TEST_CASE("the 0 of a call that threw is not taken for its result") {
    JNIEnv* const env = test_env();
    const jint answer = ffiguard::jni::boundary(env, [&]() -> ffiguard::result<jint> {
        const jint number = parse_int(env, "x");
        if (const auto threw = ffiguard::jni::check(env); !threw.ok()) return threw;
        return number + 1;
    });
    CHECK(answer == 0);
    CHECK(take_exception(env).type == "java.lang.NumberFormatException");
#if FFIGUARD_HAS_EXCEPTIONS()
    parse_int(env, "x");
    CHECK_THROWS_AS(ffiguard::jni::throw_if_java(env), ffiguard::jni::java_exception);
#endif
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}

TEST_CASE("an owner that is moved into itself keeps its reference, and ends what it had before") {
    JNIEnv* const env = test_env();
    const auto object = java_string(env, "x");
    ref_balance balance(env);
    move_about(*object.dup(), *object.dup());
    move_about(*promote(env, object), *promote(env, object));
    move_about(*shared_ref<jstring>::make(env, object), *shared_ref<jstring>::make(env, object));
    move_about(*weak_ref<jstring>::make(env, object), *weak_ref<jstring>::make(env, object));
    CHECK(balance.locals() == 0);
    CHECK(balance.globals() == 0);
    CHECK(balance.weaks() == 0);
}

TEST_CASE("whatever ends while a Java exception is pending, the exception stays") {
    JNIEnv* const env = test_env();
    const auto object = java_string(env, "x");
    const auto array = adopt_local(env, env->NewIntArray(4));
    {
        const auto global = *promote(env, object);
        const auto shared = *shared_ref<jstring>::make(env, object);
        const auto weak = *weak_ref<jstring>::make(env, object);
        const auto java_weak = *java_weak_ref<jstring>::make(env, object);
        const attach_scope here;
        const local_frame frame(env);
        const auto local = *object.dup();
        const monitor_guard inside(env, object);
        const array_view<jint> numbers(env, array);
        const utf16_view units(env, object);
        REQUIRE((inside && numbers && units));
        const exception_stash nothing(env);
        raise(env, "java/lang/IllegalStateException", "first");
    }
    CHECK(env->ExceptionCheck() == JNI_TRUE);
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("a callback that a collector's thread destroys lets go of its Java object") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    balance.follow_attaches(test_vm());
    {
        const auto object = java_string(env, "x");
        std::function<jobject()> callback = [kept = *shared_ref<jstring>::make(env, object)] {
            return kept.get();
        };
        std::vector<std::function<jobject()>> copies(100, callback);
        CHECK(balance.globals() == 1);
        callback = nullptr;
        std::thread([mine = std::move(copies)]() mutable { mine.clear(); }).join();
    }
    release_parked(env);
    CHECK(balance.globals() == 0);
    CHECK(balance.locals() == 0);
}

TEST_CASE("a reference that went with its frame is not deleted in place of the next one") {
    JNIEnv* const env = test_env();
    local_ref<jstring> inner;
    {
        local_frame frame(env);
        inner = java_string(env, "inner");
        inner = frame.pop(std::move(inner));
    }
    const auto next = java_string(env, "next");
    inner.reset();  // a stale number would end the one above, which has the place now
    CHECK(units_of(env, next.get()) == u"next");
}
