// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/method.hpp>

#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/jni/data/critical_view.hpp>
#include <ffiguard/jni/data/string.hpp>
#include <ffiguard/jni/error/exception.hpp>

#include "../ref_balance.hpp"
#include "../sample.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::token;
using ffiguard::jni::local_ref;
using ffiguard::jni::method;

static_assert(!std::is_copy_constructible_v<method<void()>>, "its id lives as long as its class");
static_assert(sizeof(method<void()>) == sizeof(jmethodID));
static_assert(std::is_same_v<decltype(std::declval<const method<jstring()>&>()(nullptr, nullptr)),
                             ffiguard::result<local_ref<jstring>>>);
static_assert(std::is_same_v<decltype(std::declval<const method<void()>&>()(nullptr, nullptr)),
                             ffiguard::status>);

namespace {

template <class T>
struct limits {
    static constexpr T least = std::numeric_limits<T>::lowest();
    static constexpr T most = (std::numeric_limits<T>::max)();
};

}  // namespace

TEST_CASE("each primitive type arrives and comes back as it was") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);

    CHECK(*bound->negate(env, object, false));
    CHECK_FALSE(*bound->negate(env, object, true));
    CHECK(*bound->negate_raw(env, object, JNI_FALSE) == JNI_TRUE);
    // Any other value is true, for arguments and for fields.
    CHECK(*bound->negate_raw(env, object, jboolean{2}) == JNI_FALSE);
    CHECK(bound->z_raw.set(env, object, jboolean{2}).ok());
    CHECK(*bound->z.get(env, object));
    const auto same = [&](const auto& which, auto value) {
        const auto got = which(env, object, value);
        return got && *got == value;
    };
    CHECK(same(bound->same_byte, limits<jbyte>::least));
    CHECK(same(bound->same_byte, limits<jbyte>::most));
    CHECK(same(bound->same_char, limits<jchar>::most));
    CHECK(same(bound->same_short, limits<jshort>::least));
    CHECK(same(bound->same_int, limits<jint>::least));
    CHECK(same(bound->same_int, limits<jint>::most));
    CHECK(same(bound->same_long, limits<jlong>::least));
    CHECK(same(bound->same_long, limits<jlong>::most));
    CHECK(same(bound->same_token, limits<token>::most));
    CHECK(same(bound->same_float, limits<jfloat>::least));
    CHECK(same(bound->same_double, limits<jdouble>::most));
}

TEST_CASE("many arguments arrive in their places") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    const auto text = java_string(env, "text");

    CHECK(bound->keep(env, object, true, jbyte{-2}, jchar{3}, jshort{-4}, 5, -6, 7.5F, -8.25, text)
              .ok());
    CHECK(*bound->z.get(env, object));
    CHECK(*bound->b.get(env, object) == -2);
    CHECK(*bound->c.get(env, object) == 3);
    CHECK(*bound->s.get(env, object) == -4);
    CHECK(*bound->i.get(env, object) == 5);
    CHECK(*bound->j.get(env, object) == -6);
    CHECK(*bound->f.get(env, object) == 7.5F);
    CHECK(*bound->d.get(env, object) == -8.25);
    CHECK(*bound->text.get(env, object) == text);
}

TEST_CASE("a constructor and a method give references with owners, null among them") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    const auto text = java_string(env, "made");
    const ref_balance balance(env);
    {
        const auto object = *bound->make_of(env, 7, text);
        CHECK(*bound->i.get(env, object) == 7);
        CHECK(*bound->text.get(env, object) == text);
        CHECK(*bound->self(env, object) == object);
        const auto nothing = bound->nothing(env, object);
        REQUIRE(nothing);
        CHECK_FALSE(*nothing);
        const auto both = *bound->twice(env, object, object);
        CHECK(env->GetArrayLength(both.get()) == 2);
        // A null argument is a value.
        CHECK(bound->make_of(env, 0, nullptr));
    }
    CHECK(balance.locals() == 0);
}

TEST_CASE("what a method throws stays pending, and no value comes with it") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    const auto message = java_string(env, "on purpose");

    CHECK(bound->fail(env, object, message).status() == status_code::java_exception);
    CHECK(take_exception(env).message == u"on purpose");
    CHECK(bound->fail_statically(env) == status_code::java_exception);
    CHECK(take_exception(env).message == u"static");
}

TEST_CASE("with an exception pending nothing is called") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    REQUIRE(bound->count.set(env, 0).ok());

    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(bound->increment(env, 1).status() == status_code::java_exception);
    CHECK(bound->make(env).status() == status_code::java_exception);
    CHECK(bound->same_int(env, object, 1).status() == status_code::java_exception);
    CHECK(bound->other.get(env, object).status() == status_code::java_exception);
    CHECK(bound->other.set(env, object, object) == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
    CHECK(*bound->count.get(env) == 0);
}

TEST_CASE(
    "a caller that knows that nothing is pending saves the question, and hears what is thrown") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    const auto message = java_string(env, "on purpose");
    static const JNINativeInterface_* real;
    static int asked;
    real = env->functions;
    JNINativeInterface_ counting = *real;
    counting.ExceptionCheck = [](JNIEnv* of) -> jboolean {
        ++asked;
        return real->ExceptionCheck(of);
    };
    env->functions = &counting;
    const auto questions = [&](auto&& call) {
        asked = 0;
        call();
        return asked;
    };
    const int usual = questions([&] { CHECK(*bound->same_int(env, object, 7) == 7); });
    const int fewer =
        questions([&] { CHECK(*bound->same_int.with_none_pending(env, object, 7) == 7); });
    CHECK(usual == 2);
    CHECK(fewer == (FFIGUARD_CHECK_LOCAL_REFS ? 2 : 1));
    CHECK(bound->fail.with_none_pending(env, object, message).status() ==
          status_code::java_exception);
    env->functions = real;
    CHECK(take_exception(env).message == u"on purpose");
    CHECK(bound->same_int.with_none_pending(env, nullptr, 1).status() == status_code::null);
}

TEST_CASE("null objects, unbound methods and critical sections are answered without the VM") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);

    CHECK(bound->same_int(env, nullptr, 1).status() == status_code::null);
    CHECK(bound->i.get(env, nullptr).status() == status_code::null);
    CHECK_FALSE(bound->of_a_later_version);
    CHECK(bound->of_a_later_version(env, object) == status_code::not_found);
    CHECK(method<jint()>()(env, object.get()).status() == status_code::not_found);

    const auto bytes = ffiguard::jni::adopt_local(env, env->NewByteArray(1));
    const auto before = ffiguard::set_violation_handler([](const auto&) noexcept {});
    {
        const ffiguard::jni::critical_view<const jbyte> inside(env, bytes.get());
        REQUIRE(inside);
        CHECK(bound->same_int(env, object, 1).status() == status_code::in_use);
    }
    ffiguard::set_violation_handler(before);
    CHECK(*bound->same_int(env, object, 1) == 1);
}
