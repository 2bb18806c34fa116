// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/field.hpp>

#include <doctest/doctest.h>

#include <ffiguard/jni/ref.hpp>

#include "../ref_balance.hpp"
#include "../sample.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::adopt_local;
using ffiguard::jni::field;
using ffiguard::jni::static_field;

static_assert(!std::is_copy_constructible_v<field<jint>>, "its id lives as long as its class");

TEST_CASE("a field of each type gives what was set") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    const auto keeps = [&](const auto& which, auto value) {
        return which.set(env, object, value).ok() && *which.get(env, object) == value;
    };
    CHECK(keeps(bound->z, true));
    CHECK(keeps(bound->z, false));
    CHECK(keeps(bound->b, jbyte{-128}));
    CHECK(keeps(bound->c, jchar{0xFFFF}));
    CHECK(keeps(bound->s, jshort{-32768}));
    CHECK(keeps(bound->i, jint{-2147483647}));
    CHECK(keeps(bound->j, jlong{-1}));
    CHECK(keeps(bound->j_token, ffiguard::token{1} << 63));
    CHECK(keeps(bound->f, 1.5F));
    CHECK(keeps(bound->d, -2.25));
}

TEST_CASE("a field of an object gives a reference with an owner, or an empty one") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    const auto text = java_string(env, "kept");
    const auto numbers = adopt_local(env, env->NewIntArray(2));
    const ref_balance balance(env);

    CHECK_FALSE(*bound->text.get(env, object));
    CHECK(bound->text.set(env, object, text).ok());
    CHECK(*bound->text.get(env, object) == text);
    CHECK(bound->numbers.set(env, object, numbers).ok());
    CHECK(*bound->numbers.get(env, object) == numbers);
    CHECK(bound->other.set(env, object, object).ok());
    CHECK(*bound->other.get(env, object) == object);
    CHECK(bound->text.set(env, object, nullptr).ok());
    CHECK_FALSE(*bound->text.get(env, object));
    CHECK(bound->other.set(env, object, nullptr).ok());
    CHECK(balance.locals() == 0);
}

TEST_CASE("a static field belongs to the class") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    CHECK(bound->count.set(env, 40).ok());
    CHECK(*bound->increment(env, 2) == 42);
    CHECK(*bound->count.get(env) == 42);

    const auto object = *bound->make(env);
    CHECK(bound->last.set(env, object).ok());
    CHECK(*bound->last.get(env) == object);
    CHECK(bound->last.set(env, nullptr).ok());
    CHECK_FALSE(*bound->last.get(env));
    CHECK(static_field<jint>().get(env).status() == status_code::not_found);
}

TEST_CASE("a field with a number is one call of the VM") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    static int questions;
    questions = 0;
    static const JNINativeInterface_* real;
    real = env->functions;
    JNINativeInterface_ counting = *real;
    counting.ExceptionCheck = [](JNIEnv* e) {
        ++questions;
        return real->ExceptionCheck(e);
    };
    env->functions = &counting;
    const bool set = bound->i.set(env, object, 7).ok() && bound->count.set(env, 8).ok();
    const bool got = *bound->i.get(env, object) == 7 && *bound->count.get(env) == 8;
    env->functions = real;
    CHECK(set);
    CHECK(got);
    CHECK(questions == 0);
}
