// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/class.hpp>

#include <cstring>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/jni/error/exception.hpp>

#include "../ref_balance.hpp"
#include "../sample.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::bind_class;
using ffiguard::jni::bound_class;
using ffiguard::jni::member;
using ffiguard::jni::optional_member;

static_assert(!std::is_copy_constructible_v<bound_class<sample>>);
static_assert(std::is_nothrow_move_constructible_v<bound_class<sample>>);

namespace {

struct nobody {
    static constexpr const char* java_name() noexcept { return "test/Nobody"; }
    ffiguard::jni::method<void(), nobody> run;
};
struct wrong_sample {
    static constexpr const char* java_name() noexcept { return "test/Sample"; }
    ffiguard::jni::method<jint(jlong), wrong_sample> same_int;
    ffiguard::jni::static_method<wrong_sample()> self;
    ffiguard::jni::method<jint(jint), wrong_sample> increment;
    ffiguard::jni::field<jlong, wrong_sample> i;
    ffiguard::jni::field<jint, wrong_sample> count;
    ffiguard::jni::constructor<wrong_sample(jdouble)> make;
    ffiguard::jni::method<bool(bool), wrong_sample> negate;
};
struct late {
    static constexpr const char* java_name() noexcept { return "test/Late"; }
    ffiguard::jni::static_method<void()> run;
};
struct with_constructor_as_method {
    static constexpr const char* java_name() noexcept { return "test/Sample"; }
    ffiguard::jni::method<void(), with_constructor_as_method> again;
};
struct only_its_name {
    static constexpr const char* java_name() noexcept { return "java/lang/Error"; }
};
struct base_listener {
    static constexpr const char* java_name() noexcept { return "test/Base"; }
    ffiguard::jni::method<jint(jint), base_listener> same_int;
};
struct derived_listener : base_listener {
    static constexpr const char* java_name() noexcept { return "test/Sample"; }
    ffiguard::jni::static_method<jint(jint)> increment;
};
struct broken {
    static constexpr const char* java_name() noexcept { return "test/Broken"; }
    ffiguard::jni::static_method<void()> run;
};

}  // namespace

TEST_CASE("a bound class keeps the class by one global reference") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    {
        const auto bound = bind_sample(env);
        CHECK(bound);
        CHECK(balance.globals() == 1);
        CHECK(balance.locals() == 0);
        const auto object = *bound->make(env);
        CHECK(env->IsInstanceOf(object.get(), bound.type().get()) == JNI_TRUE);
    }
    CHECK(balance.globals() == 0);
    CHECK(balance.locals() == 0);
}

TEST_CASE("a bound class is moved with its members, and what was moved from answers") {
    JNIEnv* const env = test_env();
    bound_class<sample> statics;
    CHECK_FALSE(statics);
    CHECK(statics->increment(env, 1).status() == status_code::not_found);

    auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    statics = std::move(bound);
    CHECK(*statics->same_int(env, object, 5) == 5);
    CHECK_FALSE(bound);
    CHECK(bound->same_int(env, object, 5).status() == status_code::not_found);
    CHECK(bound->increment(env, 5).status() == status_code::not_found);

    bound_class<sample>& itself = statics;
    statics = std::move(itself);
    CHECK(*statics->same_int(env, object, 5) == 5);
}

TEST_CASE("a class that is not there is an error with its name") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    const auto bound = bind_class<nobody>(env, member("run", &nobody::run));
    REQUIRE_FALSE(bound);
    CHECK(bound.status() == status_code::java_exception);
    CHECK(std::strstr(bound.error().message(), "test/Nobody") != nullptr);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(balance.locals() == 0);
    CHECK(balance.globals() == 0);
}

TEST_CASE("every member that is missing, or static where it must not be, is in one error") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    const auto bound = bind_class<wrong_sample>(
        env, member("sameInt", &wrong_sample::same_int), member("self", &wrong_sample::self),
        member("increment", &wrong_sample::increment), member("i", &wrong_sample::i),
        member("count", &wrong_sample::count), member(&wrong_sample::make),
        member("not", &wrong_sample::negate));
    REQUIRE_FALSE(bound);
    CHECK(bound.status() == status_code::not_found);
    CHECK(std::string(bound.error().message()) ==
          std::string("test/Sample: missing sameInt(J)I, self()Ltest/Sample; is not static, "
                      "increment(I)I is static, missing i:J, count:I is static, "
                      "missing <init>(D)V"));
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(balance.locals() == 0);
    CHECK(balance.globals() == 0);
}

TEST_CASE("a struct may inherit the members of another") {
    JNIEnv* const env = test_env();
    const auto bound =
        bind_class<derived_listener>(env, member("sameInt", &derived_listener::same_int),
                                     member("increment", &derived_listener::increment));
    REQUIRE(bound);
    const auto sample_class = bind_sample(env);
    // Of the same class as derived_listener, which has it from base_listener.
    const ffiguard::jni::local_ref<derived_listener> object = *sample_class->make(env);
    CHECK(*(*bound)->same_int(env, object, 3) == 3);
}

TEST_CASE("a constructor is no method, which would run it on an object that has been made") {
    JNIEnv* const env = test_env();
    const auto bound = bind_class<with_constructor_as_method>(
        env, optional_member("<init>", &with_constructor_as_method::again));
    REQUIRE_FALSE(bound);
    CHECK(bound.status() == status_code::invalid_argument);
    CHECK(std::string(bound.error().message()) == "test/Sample: <init> is no method");
}

TEST_CASE("a null name is an error") {
    JNIEnv* const env = test_env();
    const auto bound = bind_class<wrong_sample>(env, member(nullptr, &wrong_sample::negate));
    REQUIRE_FALSE(bound);
    CHECK(std::string(bound.error().message()) == "test/Sample: null(Z)Z");
    CHECK(bound.status() == status_code::null);
}

TEST_CASE("a class whose initialiser throws is an error with what it threw") {
    JNIEnv* const env = test_env();
    const auto bound = bind_class<broken>(env, optional_member("run", &broken::run));
    REQUIRE_FALSE(bound);
    CHECK(bound.status() == status_code::java_exception);
    CHECK(std::strstr(bound.error().message(), "test/Broken: java.lang.ExceptionInInit") !=
          nullptr);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}

TEST_CASE("an initialiser that throws NoSuchMethodError is no missing member") {
    JNIEnv* const env = test_env();
    const auto bound = bind_class<late>(env, optional_member("run", &late::run));
    REQUIRE_FALSE(bound);
    CHECK(bound.status() == status_code::java_exception);
    CHECK(std::strstr(bound.error().message(), "of an old dependency") != nullptr);
}

TEST_CASE("nothing is bound while an exception is pending, which it stays") {
    JNIEnv* const env = test_env();
    raise(env, "java/lang/IllegalStateException", "first");
    const auto bound = bind_class<wrong_sample>(env, member("not", &wrong_sample::negate));
    CHECK(bound.status() == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("a class may be bound without members, for itself") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    const auto bound = bind_class<only_its_name>(env);  // and no warning
    REQUIRE(bound);
    CHECK(bound->type());
}
