// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/cast.hpp>

#include <doctest/doctest.h>

#include <string>
#include <type_traits>
#include <utility>

#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/class.hpp>
#include <ffiguard/jni/ref.hpp>

#include "../ref_balance.hpp"
#include "../sample.hpp"
#include "../test_vm.hpp"

using ffiguard::error;
using ffiguard::result;
using ffiguard::status_code;
using ffiguard::jni::borrowed;
using ffiguard::jni::cast;
using ffiguard::jni::global_ref;
using ffiguard::jni::local_ref;
using ffiguard::jni::promote;

TEST_CASE("a local reference is cast where its object is of the class, by one question to the VM") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    local_ref<jobject> any = *bound->make(env);
    const jobject raw = any.get();
    const ref_balance balance(env);
    auto made = cast(std::move(any), bound);
    static_assert(std::is_same_v<decltype(made), result<local_ref<sample>, error>>);
    REQUIRE(made);
    CHECK(made->get() == raw);
    CHECK_FALSE(any);
    CHECK(balance.locals() == 0);
}

TEST_CASE("a cast that fails says both classes, and the owner keeps its object") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    const ref_balance balance(env);
    {
        local_ref<jobject> any = java_string(env, "text");
        const auto local = cast(std::move(any), bound);
        CHECK(local.status() == status_code::wrong_type);
        CHECK(std::string(local.error().message()) == "java.lang.String is no test.Sample");
        CHECK(any);

        global_ref<jobject> kept = *promote(env, any);
        const auto global = cast(env, std::move(kept), bound);
        CHECK(std::string(global.error().message()) == "java.lang.String is no test.Sample");
        CHECK(kept);

        const auto view = cast(env, any, bound);
        static_assert(std::is_same_v<decltype(view), const result<borrowed<sample>, error>>);
        CHECK(std::string(view.error().message()) == "java.lang.String is no test.Sample");
        CHECK(env->ExceptionCheck() == JNI_FALSE);
    }
    CHECK(balance.locals() == 0);
    CHECK(balance.globals() == 0);
}

TEST_CASE("a global reference is cast by a move, and a view by a view") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    global_ref<jobject> kept = *promote(env, object);
    const ref_balance balance(env);
    auto typed = cast(env, std::move(kept), bound);
    static_assert(std::is_same_v<decltype(typed), result<global_ref<sample>, error>>);
    REQUIRE(typed);
    CHECK_FALSE(kept);
    CHECK(balance.globals() == 0);
    const borrowed<jobject> any = *typed;
    const auto view = cast(env, any, bound);
    REQUIRE(view);
    CHECK(view->get() == typed->get());
    CHECK(*bound->same_int(env, *view, 4) == 4);
    CHECK(*bound->same_int(env, *typed, 4) == 4);
}

TEST_CASE("a cast asks for null and for a pending exception first") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    CHECK(cast(local_ref<jobject>(), bound).status() == status_code::null);
    CHECK(cast(env, borrowed<jobject>(nullptr), bound).status() == status_code::null);
    CHECK(cast(env, global_ref<jobject>(), bound).status() == status_code::null);
    local_ref<jobject> any = *bound->make(env);
    CHECK(cast<sample>(std::move(any), nullptr).status() == status_code::null);
    raise(env, "java/lang/RuntimeException", "pending");
    CHECK(cast(std::move(any), bound).status() == status_code::java_exception);
    CHECK(any);
    env->ExceptionClear();
}
