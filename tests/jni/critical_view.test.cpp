// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/critical_view.hpp>

#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/jni/array.hpp>
#include <ffiguard/jni/exception.hpp>
#include <ffiguard/jni/exception_stash.hpp>
#include <ffiguard/jni/frame.hpp>
#include <ffiguard/jni/java_exception.hpp>
#include <ffiguard/jni/string.hpp>
#include <ffiguard/jni/utf16_view.hpp>
#include <ffiguard/jni/vm.hpp>

#include "test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::critical_view;
using ffiguard::jni::local_ref;

static_assert(!std::is_move_constructible_v<critical_view<jint>>, "its block is the section");

namespace {

local_ref<jintArray> java_ints(JNIEnv* env, jint first, jint second) {
    auto array = ffiguard::jni::adopt_local(env, env->NewIntArray(2));
    env->SetIntArrayRegion(array.get(), 0, 1, &first);
    env->SetIntArrayRegion(array.get(), 1, 1, &second);
    return array;
}

jint element(JNIEnv* env, jintArray array, jsize index) {
    jint one = 0;
    env->GetIntArrayRegion(array, index, 1, &one);
    return one;
}

/// Writes down which functions are called and with which mode a section ends,
/// by standing between the caller and the real VM. One at a time.
class call_log {
public:
    explicit call_log(JNIEnv* env) : env_(env), logging_(*env->functions) {
        real = env->functions;
        calls.clear();
        fails = false;
        logging_.GetArrayLength = [](JNIEnv* e, jarray array) {
            calls += 'l';
            return real->GetArrayLength(e, array);
        };
        logging_.ExceptionCheck = [](JNIEnv* e) {
            calls += 'e';
            return real->ExceptionCheck(e);
        };
        logging_.GetPrimitiveArrayCritical = [](JNIEnv* e, jarray array, jboolean* copied) {
            calls += '(';
            return fails ? nullptr : real->GetPrimitiveArrayCritical(e, array, copied);
        };
        logging_.ReleasePrimitiveArrayCritical = [](JNIEnv* e, jarray array, void* data,
                                                    jint mode) {
            calls += mode == JNI_ABORT ? "ABORT)" : mode == 0 ? "0)" : "?)";
            real->ReleasePrimitiveArrayCritical(e, array, data, mode);
        };
        env->functions = &logging_;
    }
    call_log(const call_log&) = delete;
    call_log& operator=(const call_log&) = delete;
    ~call_log() { env_->functions = real; }

    inline static std::string calls;
    inline static bool fails = false;

private:
    inline static const JNINativeInterface_* real = nullptr;

    JNIEnv* env_;
    JNINativeInterface_ logging_;
};

/// Takes the reports of a scope.
class reports {
public:
    reports() {
        count = 0;
        previous_ = ffiguard::set_violation_handler(
            [](const ffiguard::violation_event&) noexcept { ++count; });
    }
    reports(const reports&) = delete;
    reports& operator=(const reports&) = delete;
    ~reports() { ffiguard::set_violation_handler(previous_); }

    inline static int count = 0;

private:
    ffiguard::violation_handler previous_;
};

}  // namespace

TEST_CASE("what is written in a critical section is in the array") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    {
        critical_view<jint> view(env, array);
        REQUIRE(view);
        CHECK(view.size() == 2);
        CHECK(view[1] == 2);
        for (jint& one : view) one += 10;
    }
    CHECK(element(env, array.get(), 0) == 11);
    CHECK(element(env, array.get(), 1) == 12);
    const auto none = ffiguard::jni::adopt_local(env, env->NewLongArray(0));
    const critical_view<const jlong> empty(env, none);
    CHECK(empty);
    CHECK(empty.begin() == empty.end());
}

TEST_CASE("no JNI function is called inside the section, and only what was written goes back") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    const call_log log(env);
    { const critical_view<const jint> view(env, array); }
    CHECK(log.calls == "el(ABORT)");
    log.calls.clear();
    { critical_view<jint> view(env, array); }
    CHECK(log.calls == "el(0)");
}

TEST_CASE("inside a section every wrapper is told so, and afterwards none") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    const reports seen;
    CHECK(ffiguard::jni::detail::outside_critical("before"));
    bool outside = true;
    status_code second = status_code::ok;
    bool other_thread_outside = false;
    {
        const critical_view<const jint> view(env, array);
        outside = ffiguard::jni::detail::outside_critical("inside");
        second = critical_view<const jint>(env, array).status().code();
    }
    CHECK_FALSE(outside);
    CHECK(second == status_code::in_use);
    CHECK(seen.count == 2);
    {
        const critical_view<const jint> view(env, array);
        std::thread([&] {
            other_thread_outside = ffiguard::jni::detail::outside_critical("elsewhere");
        }).join();
    }
    CHECK(other_thread_outside);
    CHECK(ffiguard::jni::detail::outside_critical("after"));
    CHECK(seen.count == 2);
}

TEST_CASE("a section that the VM refuses is none") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    const reports seen;
    call_log log(env);
    log.fails = true;
    {
        const critical_view<const jint> view(env, array);
        CHECK(view.status() == status_code::out_of_memory);
        CHECK(view.size() == 0);
        CHECK(ffiguard::jni::detail::outside_critical("refused"));
    }
    CHECK(log.calls == "el(e");
    CHECK(seen.count == 0);
}

TEST_CASE("null and a pending exception get no section") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    CHECK(critical_view<jint>(env, nullptr).status() == status_code::null);
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(critical_view<jint>(env, array).status() == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("a section ends when a C++ exception leaves it") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    try {
        critical_view<jint> view(env, array);
        view[0] = 5;
        throw 1;
    } catch (int) {
    }
    CHECK(ffiguard::jni::detail::outside_critical("after"));
    CHECK(element(env, array.get(), 0) == 5);
}
#endif

TEST_CASE("whatever calls JNI refuses to inside of a critical view, and reports it") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    const auto text = java_string(env, "x");
    const auto global = *ffiguard::jni::promote(env, text);
    {
        critical_view<jint> inside(env, array);
        REQUIRE(inside);
        CHECK(ffiguard::jni::to_utf8(env, text).status() == status_code::in_use);
        CHECK(ffiguard::jni::new_string(env, "y").status() == status_code::in_use);
        CHECK(ffiguard::jni::promote(env, text).status() == status_code::in_use);
        CHECK(ffiguard::jni::array_length(env, array).status() == status_code::in_use);
        CHECK(text.dup().status() == status_code::in_use);
        CHECK(ffiguard::jni::utf16_view(env, text).status() == status_code::in_use);
        CHECK(ffiguard::jni::check(env) == status_code::in_use);
        CHECK_FALSE(ffiguard::jni::same(env, text, global));
    }
    CHECK(ffiguard::jni::to_utf8(env, text));
}

TEST_CASE("inside of a critical view no exception is thrown, and none is looked for") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    const reports seen;
    {
        const critical_view<const jint> inside(env, array);
        CHECK(ffiguard::jni::catch_java(env).status() == status_code::in_use);
        CHECK(seen.count == 1);
        CHECK_FALSE(ffiguard::jni::java_exception::take(env));
        CHECK(seen.count == 2);
        ffiguard::jni::throw_java(env, status_code::closed);
        CHECK(seen.count == 3);
        ffiguard::jni::throw_java(env, "java/lang/Error", "text");
        CHECK(seen.count == 4);
        ffiguard::jni::throw_java(env, ffiguard::error());
        CHECK(seen.count == 4);
    }
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}

TEST_CASE("a stash neither begins nor ends inside of a critical view, and says so") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    raise(env, "java/lang/Error", "first");
    std::optional<ffiguard::jni::exception_stash> outer, inner;
    outer.emplace(env);
    const jthrowable held = outer->get();
    const reports seen;
    {
        const critical_view<const jint> inside(env, array);
        inner.emplace(env);
        CHECK_FALSE(*inner);
        CHECK(seen.count == 1);
        outer.reset();
        CHECK(seen.count == 2);
    }
    inner.reset();
    CHECK(seen.count == 2);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    env->DeleteLocalRef(held);  // as the VM does when the native method returns
}

TEST_CASE("a local frame neither begins nor ends inside of a critical view, and says so") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    local_ref<jstring> text;
    std::optional<ffiguard::jni::local_frame> ended;
    const reports seen;
    {
        ffiguard::jni::local_frame open(env);
        ended.emplace(env);
        text = java_string(env, "x");
        {
            const critical_view<const jint> inside(env, array);
            const ffiguard::jni::local_frame refused(env);
            CHECK_FALSE(refused);
            CHECK(refused.status() == status_code::in_use);
            ffiguard::jni::attach_options framed;
            framed.local_capacity = 8;
            CHECK(ffiguard::jni::attach_scope(framed).status() == status_code::in_use);
            CHECK(seen.count == 2);
            CHECK_FALSE(ended->pop(std::move(text)));
            CHECK(text);
            CHECK(seen.count == 3);
        }
        text = ended->pop(std::move(text));
        text = open.pop(std::move(text));
    }
    CHECK(seen.count == 3);
    CHECK(units_of(env, text.get()) == u"x");
    ended.emplace(env);
    {
        const critical_view<const jint> inside(env, array);
        ended.reset();
        CHECK(seen.count == 4);
    }
    env->PopLocalFrame(nullptr);  // as the VM does when the native method returns
}

TEST_CASE("a global reference that ends inside of a critical view waits until after it") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    auto global = *ffiguard::jni::promote(env, array);
    const reports seen;
    {
        const critical_view<const jint> inside(env, array);
        CHECK(global.close().ok());
        CHECK(seen.count == 1);
        { const ffiguard::jni::attach_scope attached_already; }
        CHECK(ffiguard::jni::parked_refs() == 1);
    }
    ffiguard::jni::release_parked(env);
    CHECK(ffiguard::jni::parked_refs() == 0);
    CHECK(seen.count == 1);
}
