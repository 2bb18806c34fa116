// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/weak_ref.hpp>

#include <thread>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::adopt_local;
using ffiguard::jni::java_weak_ref;
using ffiguard::jni::local_ref;
using ffiguard::jni::weak_ref;

static_assert(sizeof(weak_ref<jobject>) == sizeof(jobject));
static_assert(!std::is_copy_constructible_v<weak_ref<jobject>>);
static_assert(!std::is_convertible_v<weak_ref<jobject>, ffiguard::jni::borrowed<jobject>>,
              "only lock() leads to the object");

namespace {

local_ref<jobject> new_object(JNIEnv* env) {
    const auto type = adopt_local(env, env->FindClass("java/lang/Object"));
    return adopt_local(env, env->AllocObject(type.get()));
}
void collect(JNIEnv* env) {
    const auto system = adopt_local(env, env->FindClass("java/lang/System"));
    env->CallStaticVoidMethod(system.get(), env->GetStaticMethodID(system.get(), "gc", "()V"));
    REQUIRE(env->ExceptionCheck() == JNI_FALSE);
}

template <template <class> class Weak>
void keeps_nothing(JNIEnv* env) {
    auto object = new_object(env);
    const auto weak = Weak<jobject>::make(env, object);
    REQUIRE(weak);
    {
        const auto locked = weak->lock(env);
        REQUIRE(locked);
        CHECK(*locked == object);
    }
    object.reset();
    collect(env);
    CHECK(weak->lock(env).status() == status_code::not_found);
    CHECK(*weak);
}

template <template <class> class Weak>
void refuses(JNIEnv* env) {
    CHECK(Weak<jobject>::make(env, nullptr).status() == status_code::null);
    CHECK(Weak<jobject>().lock(env).status() == status_code::null);
    CHECK(Weak<jobject>().close() == status_code::closed);
    const auto object = new_object(env);
    const auto weak = *Weak<jobject>::make(env, object);
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(Weak<jobject>::make(env, object).status() == status_code::java_exception);
    CHECK(weak.lock(env).status() == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
}

}  // namespace

TEST_CASE("a weak reference keeps nothing, and what it locks is kept") {
    JNIEnv* const env = test_env();
    keeps_nothing<weak_ref>(env);
    keeps_nothing<java_weak_ref>(env);
}

TEST_CASE("null and a pending exception are refused by both kinds") {
    JNIEnv* const env = test_env();
    refuses<weak_ref>(env);
    refuses<java_weak_ref>(env);
}

TEST_CASE("a weak reference is released once, with an exception pending, and on any thread") {
    JNIEnv* const env = test_env();
    const auto object = new_object(env);
    ref_balance balance(env);
    {
        auto weak = *weak_ref<jobject>::make(env, object);
        auto moved = std::move(weak);
        CHECK_FALSE(weak);
        CHECK(balance.weaks() == 1);
        raise(env, "java/lang/IllegalStateException", "first");
    }
    CHECK(take_exception(env).message == u"first");
    CHECK(balance.weaks() == 0);
    auto weak = *weak_ref<jobject>::make(env, object);
    std::thread([&] { CHECK(weak.close().ok()); }).join();
    CHECK(balance.weaks() == 1);
    ffiguard::jni::release_parked(env);
    CHECK(balance.weaks() == 0);
}

TEST_CASE("java_weak_ref leaves no reference behind") {
    JNIEnv* const env = test_env();
    const auto object = new_object(env);
    ref_balance balance(env);
    {
        const auto weak = java_weak_ref<jobject>::make(env, object);
        REQUIRE(weak);
        CHECK(balance.globals() == 1);
        CHECK(weak->lock(env));
    }
    CHECK(balance.globals() == 0);
    CHECK(balance.locals() == 0);
}
