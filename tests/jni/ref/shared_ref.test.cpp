// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/shared_ref.hpp>

#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::borrowed;
using ffiguard::jni::global_ref;
using ffiguard::jni::leaked_ref;
using ffiguard::jni::promote;
using ffiguard::jni::same;
using ffiguard::jni::shared_ref;

static_assert(sizeof(shared_ref<jobject>) == sizeof(jobject));
static_assert(std::is_nothrow_copy_constructible_v<shared_ref<jobject>>);
static_assert(std::is_trivially_destructible_v<leaked_ref<jclass>>);
static_assert(!std::is_constructible_v<borrowed<jobject>, shared_ref<jobject>&&>);

TEST_CASE("copies share one reference of the VM, and the last one releases it") {
    JNIEnv* const env = test_env();
    const auto object = java_string(env, "x");
    ref_balance balance(env);
    {
        auto first = *shared_ref<jstring>::make(env, object);
        std::vector<shared_ref<jstring>> copies(100, first);
        CHECK(balance.globals() == 1);
        CHECK(first.use_count() == 101);
        first.reset();
        CHECK(same(env, object, copies.back().get()));
        raise(env, "java/lang/IllegalStateException", "first");
        const auto while_pending = copies.back();
        copies.clear();
        CHECK(balance.globals() == 1);
    }
    CHECK(balance.globals() == 0);
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("copies on threads that are not attached call nothing, and the last one waits") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    const auto object = java_string(env, "x");
    auto shared = *shared_ref<jstring>::make(env, object);
    std::vector<std::thread> crowd;
    for (int t = 0; t < 8; ++t)
        crowd.emplace_back([mine = shared] {
            for (int i = 0; i < 10000; ++i) {
                const auto copy = mine;
                static_cast<void>(copy);
            }
        });
    shared.reset();
    for (std::thread& one : crowd) one.join();
    ffiguard::jni::release_parked(env);
    CHECK(balance.globals() == 0);
}

TEST_CASE("a shared reference is made of a global one, which is empty then") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    auto global = *promote(env, java_string(env, "x"));
    const auto shared = shared_ref<jstring>::from(std::move(global));
    REQUIRE(shared);
    CHECK_FALSE(global);
    CHECK(units_of(env, shared->get()) == u"x");
    CHECK(shared_ref<jstring>::from(std::move(global)).status() == status_code::null);
    CHECK(shared_ref<jstring>::make(env, nullptr).status() == status_code::null);
    CHECK(shared_ref<jstring>().get() == nullptr);
}

TEST_CASE("a leaked reference stays") {
    JNIEnv* const env = test_env();
    auto global = *promote(env, java_string(env, "x"));
    const jstring raw = global.get();
    {
        const leaked_ref<jstring> leaked(std::move(global));
        CHECK(leaked.get() == raw);
    }
    CHECK_FALSE(global);
    CHECK(units_of(env, raw) == u"x");
    CHECK_FALSE(leaked_ref<jclass>());
    ffiguard::jni::adopt_global(raw).reset();
}
