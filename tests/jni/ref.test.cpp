// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

#include <thread>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "ref_balance.hpp"
#include "test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::adopt_global;
using ffiguard::jni::adopt_local;
using ffiguard::jni::borrowed;
using ffiguard::jni::global_ref;
using ffiguard::jni::leaked_global_refs;
using ffiguard::jni::local_ref;
using ffiguard::jni::promote;
using ffiguard::jni::same;
using ffiguard::jni::vm;

static_assert(sizeof(global_ref<jobject>) == sizeof(jobject));
static_assert(sizeof(local_ref<jobject>) == 2 * sizeof(jobject));
static_assert(!std::is_copy_constructible_v<local_ref<jobject>>);
static_assert(!std::is_copy_constructible_v<global_ref<jobject>>);
static_assert(std::is_nothrow_move_constructible_v<local_ref<jstring>>);
static_assert(std::is_nothrow_move_assignable_v<global_ref<jclass>>);
static_assert(!std::is_convertible_v<jobject, local_ref<jobject>>, "adopting is said by name");
static_assert(!std::is_constructible_v<global_ref<jobject>, local_ref<jobject>>);

TEST_CASE("a local reference is deleted once, and costs no other call") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    {
        local_ref<jclass> a = adopt_local(env, env->FindClass("java/lang/String"));
        REQUIRE(a);
        local_ref<jclass> b(std::move(a));
        CHECK_FALSE(a);
        CHECK(b);
        local_ref<jclass>& self = b;
        b = std::move(self);
        CHECK(b);
        a = std::move(b);
        CHECK(a);
        CHECK_FALSE(b);
        CHECK(balance.locals() == 1);
        CHECK(balance.calls() == 0);
    }
    CHECK(balance.locals() == 0);
    CHECK(balance.calls() == 1);
}

TEST_CASE("what is overwritten is deleted, what is released is not") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    auto ref = adopt_local(env, env->FindClass("java/lang/String"));
    ref = adopt_local(env, env->FindClass("java/lang/Object"));
    CHECK(balance.locals() == 1);
    const jclass mine = ref.release();
    CHECK_FALSE(ref);
    ref.reset();
    CHECK(balance.locals() == 1);
    env->DeleteLocalRef(mine);
}

TEST_CASE("a local reference is deleted while a Java exception is pending, which stays") {
    JNIEnv* const env = test_env();
    {
        const auto ref = java_string(env, "x");
        raise(env, "java/lang/IllegalStateException", "first");
    }
    CHECK(env->ExceptionCheck() == JNI_TRUE);
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("dup gives a second reference with a life of its own") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    {
        auto first = adopt_local(env, env->FindClass("java/lang/String"));
        auto second = first.dup();
        REQUIRE(second);
        CHECK(second->get() != first.get());
        CHECK(same(env, first, *second));
        first.reset();
        CHECK(env->GetSuperclass(second->get()) != nullptr);
        CHECK(balance.locals() == 1);
    }
    CHECK(balance.locals() == 0);
    CHECK(local_ref<jobject>().dup().status() == status_code::null);
}

TEST_CASE("a promoted reference keeps the object alive without the local one") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    {
        auto local = java_string(env, "kept");
        auto global = promote(env, local);
        REQUIRE(global);
        CHECK(balance.globals() == 1);
        CHECK(same(env, local, *global));
        local.reset();
        CHECK(units_of(env, global->get()) == u"kept");
        auto again = promote(env, *global);
        REQUIRE(again);
        global->reset();
        CHECK(units_of(env, again->get()) == u"kept");
        CHECK(balance.globals() == 1);
    }
    CHECK(balance.globals() == 0);
}

TEST_CASE("null and a pending exception are refused, with nothing done") {
    JNIEnv* const env = test_env();
    auto local = java_string(env, "x");
    CHECK(promote(env, jobject{nullptr}).status() == status_code::null);
    CHECK(promote(env, local_ref<jstring>()).status() == status_code::null);
    raise(env, "java/lang/IllegalStateException", "first");
    ref_balance balance(env);
    CHECK(promote(env, local).status() == status_code::java_exception);
    CHECK(local.dup().status() == status_code::java_exception);
    CHECK(balance.calls() == 0);
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("promote captures the VM where nobody has, so that the release finds it") {
    JNIEnv* const env = test_env();
    const auto local = java_string(env, "x");
    vm::forget();
    auto global = promote(env, local);
    REQUIRE(global);
    CHECK(vm::get() == test_vm());
    CHECK(global->close().ok());
}

TEST_CASE("a global reference is closed once and says so") {
    JNIEnv* const env = test_env();
    auto global = adopt_global(env->NewGlobalRef(java_string(env, "x").get()));
    REQUIRE(global);
    ref_balance balance(env);
    CHECK(global.close().ok());
    CHECK(global.close() == status_code::closed);
    CHECK(balance.calls() == 1);
}

TEST_CASE("a global reference that ends on a native thread is released, the thread left detached") {
    JNIEnv* const env = test_env();
    // A new Object(), so that nothing but the reference keeps it.
    const auto type = adopt_local(env, env->FindClass("java/lang/Object"));
    auto object = adopt_local(env, env->AllocObject(type.get()));
    const jweak weak = env->NewWeakGlobalRef(object.get());
    auto global = *promote(env, object);
    object.reset();

    const auto system = adopt_local(env, env->FindClass("java/lang/System"));
    const jmethodID gc = env->GetStaticMethodID(system.get(), "gc", "()V");
    env->CallStaticVoidMethod(system.get(), gc);
    REQUIRE(env->ExceptionCheck() == JNI_FALSE);
    REQUIRE_FALSE(same(env, weak, nullptr));

    const auto leaked = leaked_global_refs();
    std::thread([&] {
        { const global_ref<jobject> last = std::move(global); }
        CHECK(vm::env() == nullptr);
    }).join();
    env->CallStaticVoidMethod(system.get(), gc);
    REQUIRE(env->ExceptionCheck() == JNI_FALSE);
    CHECK(same(env, weak, nullptr));
    CHECK(leaked_global_refs() == leaked);
    env->DeleteWeakGlobalRef(weak);
}

TEST_CASE("with the VM forgotten a global reference is leaked and counted, and nothing is called") {
    JNIEnv* const env = test_env();
    auto global = *promote(env, java_string(env, "x"));
    const jstring raw = global.get();
    const auto leaked = leaked_global_refs();
    ref_balance balance(env);
    vm::forget();
    CHECK(global.close() == status_code::not_found);
    CHECK_FALSE(global);
    CHECK(balance.calls() == 0);
    CHECK(leaked_global_refs() == leaked + 1);
    REQUIRE(vm::capture(test_vm()).ok());
    adopt_global(raw).reset();
}

TEST_CASE("same asks for the object, not for the handle, also while an exception is pending") {
    JNIEnv* const env = test_env();
    const auto a = java_string(env, "x");
    const auto a_again = *a.dup();
    const auto b = java_string(env, "x");
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(same(env, a, a_again));
    CHECK_FALSE(same(env, a, b));
    CHECK(same(env, nullptr, local_ref<jobject>().get()));
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("a borrowed reference deletes nothing, and a more general one can be made of it") {
    JNIEnv* const env = test_env();
    const auto owner = java_string(env, "x");
    ref_balance balance(env);
    {
        const borrowed<jstring> text = owner;
        const borrowed<jobject> object = text;
        CHECK(object.get() == owner.get());
        CHECK(borrowed<jobject>(owner.get()));
        CHECK_FALSE(borrowed<jobject>(nullptr));
    }
    CHECK(balance.calls() == 0);
}
