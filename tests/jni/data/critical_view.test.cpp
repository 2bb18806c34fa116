// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/critical_view.hpp>

#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/jni/jni.hpp>

#include "../sample.hpp"
#include "../test_vm.hpp"

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

namespace {

/// While it lives every function of JNI only counts that it was called.
class no_jni {
public:
    explicit no_jni(JNIEnv* env) : env_(env), real_(env->functions) {
        calls = 0;
        using function = jlong (*)();
        static_assert(sizeof table_ % sizeof(function) == 0);
        const function counting = [] {
            ++calls;
            return jlong{0};
        };
        for (std::size_t at = 0; at < sizeof table_; at += sizeof counting)
            std::memcpy(reinterpret_cast<char*>(&table_) + at, &counting, sizeof counting);
        env->functions = &table_;
    }
    no_jni(const no_jni&) = delete;
    no_jni& operator=(const no_jni&) = delete;
    ~no_jni() { env_->functions = real_; }

    inline static int calls = 0;

private:
    JNIEnv* env_;
    const JNINativeInterface_* real_;
    JNINativeInterface_ table_;
};

ffiguard::status native_of_no_class(JNIEnv*, jclass) { return {}; }

}  // namespace

TEST_CASE("inside of a critical view nothing of ffiguard calls JNI, and all of it says so") {
    namespace jni = ffiguard::jni;
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    const auto text = java_string(env, "x");
    auto other = java_string(env, "y");
    auto global = *jni::promote(env, text);
    auto weak = *jni::weak_ref<jstring>::make(env, text);
    auto java_weak = *jni::java_weak_ref<jstring>::make(env, text);
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    raise(env, "java/lang/IllegalStateException", "taken");
    auto caught = jni::java_exception::take(env);
    const auto objects = *jni::new_object_array(env, bound.type(), 1);
    jni::array_view<jint> open_view(env, array);
    jni::monitor_guard monitor(env, text);
    jni::local_frame frame(env);
    REQUIRE(monitor);
    jint two[2] = {};
    char16_t units[2] = {};
    const reports seen;
    {
        const critical_view<const jint> inside(env, array);
        REQUIRE(inside);
        const no_jni none(env);
        int expected = 0;
        // Each says so once at least.
        const auto refused = [&](const std::string& what) {
            CAPTURE(what);
            CHECK(none.calls == 0);
            CHECK(seen.count > expected);
            none.calls = 0;
            expected = seen.count;
        };
#define REFUSED(...)                    \
    do {                                \
        static_cast<void>(__VA_ARGS__); \
        refused(#__VA_ARGS__);          \
    } while (false)
        REFUSED(jni::array_length(env, array));
        REFUSED(jni::read_elements(env, array, 0, 2, two));
        REFUSED(jni::write_elements(env, array, 0, 2, two));
        REFUSED(jni::new_array(env, two, 2));
        REFUSED(jni::array_view<jint>(env, array));
        REFUSED(open_view.commit());
        REFUSED(jni::get_element(env, objects, 0));
        REFUSED(jni::set_element(env, objects, 0, text));
        REFUSED(jni::new_object_array(env, bound.type(), 1));
        REFUSED(jni::to_utf8(env, text));
        REFUSED(jni::new_string(env, "y"));
        REFUSED(jni::new_string(env, jni::ascii_literal("y")));
        REFUSED(jni::utf16_view(env, text));
        REFUSED(jni::read_utf16(env, text, 0, 1, units));
        REFUSED(jni::promote(env, text));
        REFUSED(jni::weak_ref<jstring>::make(env, text));
        REFUSED(weak.lock(env));
        REFUSED(jni::java_weak_ref<jstring>::make(env, text));
        REFUSED(java_weak.lock(env));
        REFUSED(jni::shared_ref<jstring>::make(env, text));
        REFUSED(text.dup());
        REFUSED(text == global);
        REFUSED(jni::cast<jstring>(std::move(other), bound.type()));
        REFUSED(global.reset());
        REFUSED(weak.reset());
        REFUSED(java_weak.reset());
        REFUSED(jni::vm::capture(env));
        REFUSED(jni::check(env));
        REFUSED(jni::catch_java(env));
        REFUSED(jni::throw_java(env, status_code::closed));
        REFUSED(jni::throw_java(env, "java/lang/Error", "text"));
        REFUSED(jni::throw_java(env, caught));
        REFUSED(jni::java_exception::take(env));
        REFUSED(caught.class_name(env));
        REFUSED(caught.message(env));
        REFUSED(caught.stack_trace(env));
        REFUSED(caught.each_cause(env, [](const jni::java_exception&) { return true; }));
        REFUSED(jni::exception_stash(env));
        REFUSED(jni::find_class(env, "java/lang/String"));
        REFUSED(jni::capture_class_loader(env, bound.type()));
        REFUSED(jni::bind_class<sample>(env));
        REFUSED(
            jni::register_natives<sample>(env, jni::native_method<&native_of_no_class>("nothing")));
        REFUSED(bound->same_int(env, object, 1));
        REFUSED(bound->make(env));
        REFUSED(bound->increment(env, 1));
        REFUSED(bound->i.get(env, object));
        REFUSED(bound->i.set(env, object, 1));
        REFUSED(bound->count.get(env));
        REFUSED(bound->count.set(env, 1));
        REFUSED(jni::new_byte_buffer(env, std::vector<char>(1)));
        REFUSED(jni::reap_byte_buffers(env));
        REFUSED(jni::start_buffer_cleaner(env, bound.type()));
        REFUSED(jni::direct_span(env, text));
        REFUSED(jni::monitor_guard(env, text));
        REFUSED(monitor.exit());
        REFUSED(jni::local_frame(env));
        REFUSED(jni::ensure_capacity(env, 1));
        REFUSED(frame.pop(local_ref<jstring>()));
        REFUSED(jni::boundary(env, [] { return ffiguard::status(status_code::closed); }));
#if FFIGUARD_HAS_EXCEPTIONS()
        REFUSED(jni::throw_if_java(env));
        REFUSED(jni::boundary(env, [] { throw std::runtime_error("x"); }));
        REFUSED(jni::boundary(env, [&] { throw caught; }));
        REFUSED(jni::boundary(env, [] { throw 1; }));
#endif
#undef REFUSED
        // Nothing to be refused, and no call.
        static_cast<void>(jni::attach_thread());
        { const jni::attach_scope nested; }
        jni::release_parked(env);
        jni::boundary(env, [] {});
        CHECK(none.calls == 0);
    }
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(other);
    CHECK(monitor);
    CHECK(monitor.exit().ok());
    jni::release_parked(env);
    CHECK(jni::parked_refs() == 0);
}

TEST_CASE("a monitor guard that ends inside of a critical view stays inside, and says so") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 1, 2);
    const auto lock = java_string(env, "lock");
    std::optional<ffiguard::jni::monitor_guard> guard;
    guard.emplace(env, lock);
    REQUIRE(*guard);
    const reports seen;
    {
        const critical_view<const jint> inside(env, array);
        guard.reset();
    }
    CHECK(seen.count == 1);
    CHECK(env->MonitorExit(lock.get()) == JNI_OK);
}
