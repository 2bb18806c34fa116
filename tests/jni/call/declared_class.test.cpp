// SPDX-License-Identifier: BSL-1.0
// The debug level of members. A ffiguard in an inline namespace of its own, as in
// ref/checked_local_ref.test.cpp.
#define FFIGUARD_CHECK_LOCAL_REFS 1
#include <ffiguard/jni/call/detail/declared_class.hpp>

#include <string>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/jni/call.hpp>
#include <ffiguard/jni/vm/attach.hpp>

#include "../attach_copies.hpp"

using ffiguard::status_code;
using ffiguard::violation;
using ffiguard::jni::adopt_local;
using ffiguard::jni::bind_class;
using ffiguard::jni::bound_class;
using ffiguard::jni::java_array;
using ffiguard::jni::local_ref;
using ffiguard::jni::member;
using ffiguard::jni::vm;

namespace {

struct checked_sample {
    static constexpr const char* java_name() noexcept { return "test/Sample"; }
    ffiguard::jni::constructor<checked_sample()> make;
    ffiguard::jni::constructor<checked_sample(jint, jstring)> make_of;
    ffiguard::jni::method<jint(jint)> same_int;
    ffiguard::jni::method<java_array<checked_sample>(checked_sample)> twice;
    ffiguard::jni::field<jint> i;
    ffiguard::jni::field<checked_sample> other;
    ffiguard::jni::static_field<checked_sample> last;
};

bound_class<checked_sample> bind_checked(JNIEnv* env) {
    using type = checked_sample;
    auto bound = bind_class<type>(env, member(&type::make), member(&type::make_of),
                                  member("sameInt", &type::same_int), member("twice", &type::twice),
                                  member("i", &type::i), member("other", &type::other),
                                  member("last", &type::last));
    INFO(bound.error().message());
    REQUIRE(bound);
    return *std::move(bound);
}

/// What is reported while it lives, on one thread.
class heard {
public:
    heard() { text.clear(); }
    heard(const heard&) = delete;
    heard& operator=(const heard&) = delete;
    ~heard() { ffiguard::set_violation_handler(previous_); }

    inline static std::string text;
    inline static violation kind{};

private:
    ffiguard::violation_handler previous_ =
        ffiguard::set_violation_handler([](const ffiguard::violation_event& event) noexcept {
            text += event.what;
            kind = event.kind;
        });
};

JNIEnv* checked_env() {
    vm::forget();  // a test may have ended the VM that was captured here
    REQUIRE(vm::capture(vm_of_first_copy()).ok());
    return vm::env();
}

}  // namespace

TEST_CASE("an object of another class is a violation that names both, and nothing is called") {
    JNIEnv* const env = checked_env();
    const auto bound = bind_checked(env);
    const auto made = *bound->make(env);
    const jobject one = made.get();
    const auto string = adopt_local(env, env->NewStringUTF("a string"));
    const jobject other = string.get();
    const auto is_told = [&](const char* what, ffiguard::status got) {
        const bool told = heard::text == std::string(what) && heard::kind == violation::bad_access;
        INFO(heard::text);
        CHECK(told);
        CHECK(got == status_code::wrong_type);
        CHECK(env->ExceptionCheck() == JNI_FALSE);
        heard::text.clear();
    };
    const heard listening;
    is_told("object of a member: java.lang.String is no test.Sample",
            bound->same_int(env, other, 1).status());
    is_told("object of a member: java.lang.String is no test.Sample",
            bound->i.get(env, other).status());
    is_told("object of a member: java.lang.String is no test.Sample", bound->i.set(env, other, 1));
    is_told("value of a field: java.lang.String is no test.Sample",
            bound->other.set(env, one, other));
    is_told("value of a field: java.lang.String is no test.Sample", bound->last.set(env, other));
    is_told("argument 1: java.lang.String is no test.Sample",
            bound->twice(env, one, other).status());
    is_told("argument 2: test.Sample is no java.lang.String",
            bound->make_of(env, 1, static_cast<jstring>(one)).status());
}

TEST_CASE("a member whose class has gone is a violation, and the VM is not asked for it") {
    JNIEnv* const env = checked_env();
    const auto string = adopt_local(env, env->NewStringUTF("a string"));
    // As the class that a weak_bound_class knows: the reference is cleared.
    const auto type = adopt_local(env, env->FindClass("java/lang/String"));
    auto passing = adopt_local(env, env->AllocObject(type.get()));
    const jweak gone = env->NewWeakGlobalRef(passing.get());
    passing.reset();
    const auto system = adopt_local(env, env->FindClass("java/lang/System"));
    const jmethodID gc = env->GetStaticMethodID(system.get(), "gc", "()V");
    for (int tries = 0; tries < 100 && env->IsSameObject(gone, nullptr) == JNI_FALSE; ++tries)
        env->CallStaticVoidMethod(system.get(), gc);
    REQUIRE(env->IsSameObject(gone, nullptr) == JNI_TRUE);

    const heard listening;
    CHECK(ffiguard::jni::detail::check_instance(
              env, "object", 0, string.get(), static_cast<jclass>(gone)) == status_code::not_found);
    CHECK(std::string(heard::text) == "a member is used whose class has gone");
    env->DeleteWeakGlobalRef(gone);
}

TEST_CASE("what is of its class, null and a member's own objects pass the debug level") {
    JNIEnv* const env = checked_env();
    const auto bound = bind_checked(env);
    const heard listening;
    const auto made = *bound->make(env);
    const jobject one = made.get();
    CHECK(*bound->same_int(env, one, 1) == 1);
    CHECK(bound->other.set(env, one, made).ok());
    CHECK(bound->other.set(env, one, nullptr).ok());
    CHECK(bound->last.set(env, made).ok());
    CHECK(bound->last.set(env, nullptr).ok());
    CHECK(bound->twice(env, one, made));
    CHECK(bound->make_of(env, 1, nullptr));
    CHECK(heard::text.empty());
}

TEST_CASE("the environment of another thread is a violation") {
    JNIEnv* const env = checked_env();
    const auto bound = bind_checked(env);
    const auto kept = *ffiguard::jni::promote(env, *bound->make(env));
    const heard listening;
    std::thread([&] {
        CHECK(bound->same_int(env, kept.get(), 1).status() == status_code::wrong_thread);
        CHECK(heard::text == "a member is used with a JNIEnv on a thread that is not attached");
        heard::text.clear();
        const ffiguard::jni::attach_scope here;
        CHECK(bound->same_int(env, kept.get(), 1).status() == status_code::wrong_thread);
        CHECK(heard::text == "a member is used with the JNIEnv of another thread");
        CHECK(heard::kind == violation::wrong_thread);
        heard::text.clear();
        CHECK(*bound->same_int(here.env(), kept.get(), 1) == 1);
    }).join();
    CHECK(heard::text.empty());
}
