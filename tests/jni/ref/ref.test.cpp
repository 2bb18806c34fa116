// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::adopt_global;
using ffiguard::jni::adopt_local;
using ffiguard::jni::borrowed;
using ffiguard::jni::cast;
using ffiguard::jni::detached_policy;
using ffiguard::jni::global_ref;
using ffiguard::jni::leaked_refs;
using ffiguard::jni::local_ref;
using ffiguard::jni::parked_refs;
using ffiguard::jni::promote;
using ffiguard::jni::same;
using ffiguard::jni::set_detached_policy;
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

TEST_CASE("a global reference that ends on a native thread waits for an attached one") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    const auto leaked = leaked_refs();
    auto global = *promote(env, java_string(env, "x"));
    auto other = *promote(env, java_string(env, "y"));
    std::thread([&] {
        CHECK(global.close().ok());
        CHECK(vm::env() == nullptr);  // and it was not attached for that
    }).join();
    CHECK(parked_refs() == 1);
    CHECK(balance.globals() == 2);
    other.reset();
    CHECK(balance.globals() == 0);
    CHECK(parked_refs() == 0);
    CHECK(leaked_refs() == leaked);
}

TEST_CASE("an attach and a promotion release what waits, too") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    const auto park_one = [&] {
        auto global = *promote(env, java_string(env, "x"));
        std::thread([&] { global.reset(); }).join();
        CHECK(parked_refs() == 1);
    };
    park_one();
    { const ffiguard::jni::attach_scope here; }
    CHECK(parked_refs() == 0);
    park_one();
    { const auto promoted = promote(env, java_string(env, "z")); }
    CHECK(parked_refs() == 0);
    park_one();
    ffiguard::jni::release_parked(env);
    CHECK(balance.globals() == 0);
}

TEST_CASE("where no more can wait, the native thread attaches and releases all") {
    JNIEnv* const env = test_env();
    std::vector<global_ref<jstring>> globals;
    for (int i = 0; i < 300; ++i) globals.push_back(*promote(env, java_string(env, "x")));
    const auto leaked = leaked_refs();
    std::thread([&] {
        while (parked_refs() < 256) globals.pop_back();
        globals.pop_back();
        CHECK(parked_refs() == 0);
        CHECK(vm::env() == nullptr);
        globals.clear();
    }).join();
    CHECK(leaked_refs() == leaked);
    ffiguard::jni::release_parked(env);
    CHECK(parked_refs() == 0);
}

TEST_CASE("the policies attach and leak do what they say") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    auto attached = *promote(env, java_string(env, "x"));
    auto leaking = *promote(env, java_string(env, "y"));
    const jstring raw = leaking.get();
    const auto leaked = leaked_refs();
    CHECK(set_detached_policy(detached_policy::attach) == detached_policy::park);
    std::thread([&] {
        CHECK(attached.close().ok());
        set_detached_policy(detached_policy::leak);
        CHECK(leaking.close() == status_code::not_found);
    }).join();
    CHECK(set_detached_policy(detached_policy::park) == detached_policy::leak);
    CHECK(parked_refs() == 0);
    CHECK(leaked_refs() == leaked + 1);
    adopt_global(raw).reset();
}

TEST_CASE("references that end on many detached threads at once are each released once") {
    JNIEnv* const env = test_env();
    std::vector<global_ref<jstring>> globals;
    const auto leaked = leaked_refs();
    for (int i = 0; i < 4000; ++i) globals.push_back(*promote(env, java_string(env, "x")));
    std::vector<std::thread> crowd;
    for (std::size_t t = 0; t < 8; ++t)
        crowd.emplace_back([&globals, t] {
            for (std::size_t i = t; i < globals.size(); i += 8) globals[i].reset();
        });
    for (std::thread& one : crowd) one.join();
    ffiguard::jni::release_parked(env);
    CHECK(parked_refs() == 0);
    CHECK(leaked_refs() == leaked);
}

TEST_CASE("with the VM forgotten a global reference is leaked and counted, and nothing is called") {
    JNIEnv* const env = test_env();
    auto global = *promote(env, java_string(env, "x"));
    const jstring raw = global.get();
    const auto leaked = leaked_refs();
    ref_balance balance(env);
    vm::forget();
    CHECK(global.close() == status_code::not_found);
    CHECK_FALSE(global);
    CHECK(balance.calls() == 0);
    CHECK(leaked_refs() == leaked + 1);
    REQUIRE(vm::capture(test_vm()).ok());
    adopt_global(raw).reset();
}

TEST_CASE("== of a local reference asks for the object, too") {
    JNIEnv* const env = test_env();
    const auto a = java_string(env, "x");
    const auto a_again = *a.dup();
    const auto global = *promote(env, a);
    CHECK(a == a_again);
    CHECK(a == global);
    CHECK(a != java_string(env, "x").get());
    CHECK(a != nullptr);
    CHECK(local_ref<jobject>() == nullptr);
}

TEST_CASE("a cast gives the same reference where the object is an instance, else keeps it") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    {
        const auto string = adopt_local(env, env->FindClass("java/lang/String"));
        const auto thread = adopt_local(env, env->FindClass("java/lang/Thread"));
        local_ref<jobject> object = adopt_local(env, jobject{java_string(env, "x").release()});
        CHECK(cast<jstring>(std::move(object), thread).status() == status_code::wrong_type);
        CHECK(object);
        const auto text = cast<jstring>(std::move(object), string);
        REQUIRE(text);
        CHECK(units_of(env, text->get()) == u"x");
        CHECK(cast<jstring>(std::move(object), string).status() == status_code::null);
    }
    CHECK(balance.locals() == 0);
}

TEST_CASE("what waits when the VM is forgotten is leaked, and never given to another VM") {
    JNIEnv* const env = test_env();
    auto global = *promote(env, java_string(env, "x"));
    const jstring raw = global.get();
    std::thread([&] { global.reset(); }).join();
    const auto leaked = leaked_refs();
    vm::forget();
    CHECK(parked_refs() == 0);
    CHECK(leaked_refs() == leaked + 1);
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
