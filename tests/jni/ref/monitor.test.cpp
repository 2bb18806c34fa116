// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/monitor.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "../../counted_violations.hpp"
#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::violation;
using ffiguard::jni::adopt_local;
using ffiguard::jni::attach_scope;
using ffiguard::jni::global_ref;
using ffiguard::jni::local_ref;
using ffiguard::jni::monitor_guard;
using ffiguard::jni::promote;

static_assert(!std::is_copy_constructible_v<monitor_guard>, "a copy would exit twice");
static_assert(!std::is_move_constructible_v<monitor_guard>, "it is bound to its thread");

namespace {

local_ref<jobject> new_object(JNIEnv* env) {
    const auto type = adopt_local(env, env->FindClass("java/lang/Object"));
    return adopt_local(env, env->AllocObject(type.get()));
}

/// Thread.holdsLock: whether this thread is inside.
bool holds(JNIEnv* env, jobject object) {
    const auto type = adopt_local(env, env->FindClass("java/lang/Thread"));
    const jmethodID id = env->GetStaticMethodID(type.get(), "holdsLock", "(Ljava/lang/Object;)Z");
    const bool answer = env->CallStaticBooleanMethod(type.get(), id, object) == JNI_TRUE;
    REQUIRE(env->ExceptionCheck() == JNI_FALSE);
    return answer;
}

}  // namespace

TEST_CASE("the thread is inside the monitor for the length of the scope") {
    JNIEnv* const env = test_env();
    const auto object = new_object(env);
    {
        const monitor_guard inside(env, object);
        CHECK(inside);
        CHECK(inside.status().ok());
        CHECK(holds(env, object.get()));
        {
            const monitor_guard again(env, object);
            CHECK(again);
        }
        CHECK(holds(env, object.get()));
    }
    CHECK_FALSE(holds(env, object.get()));
}

TEST_CASE("another thread waits until the guard ends") {
    JNIEnv* const env = test_env();
    const auto object = *promote(env, new_object(env));
    std::atomic<bool> entered{false};
    std::atomic<bool> entering{false};
    std::thread other;
    {
        const monitor_guard inside(env, object);
        other = std::thread([&] {
            const attach_scope here;
            entering = true;
            const monitor_guard theirs(here.env(), object);
            entered = static_cast<bool>(theirs);
        });
        while (!entering) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        CHECK_FALSE(entered);
    }
    other.join();
    CHECK(entered);
}

TEST_CASE("eight threads count without a lost step") {
    JNIEnv* const env = test_env();
    const auto object = *promote(env, new_object(env));
    int count = 0;  // guarded by the monitor alone
    std::thread crowd[8];
    for (std::thread& one : crowd)
        one = std::thread([&] {
            const attach_scope here;
            for (int i = 0; i < 1000; ++i) {
                const monitor_guard inside(here.env(), object);
                ++count;
            }
        });
    for (std::thread& one : crowd) one.join();
    CHECK(count == 8000);
}

TEST_CASE("the guard keeps its object: the reference it was made from may end before") {
    JNIEnv* const env = test_env();
    const auto kept = *promote(env, new_object(env));
    auto borrowed = adopt_local(env, env->NewLocalRef(kept.get()));
    ref_balance balance(env);
    {
        const monitor_guard inside(env, borrowed);
        REQUIRE(inside);
        borrowed.reset();
        // Others come to where the reference was.
        const auto another = new_object(env);
        CHECK(holds(env, kept.get()));
    }
    CHECK_FALSE(holds(env, kept.get()));
    CHECK(balance.globals() == 0);
}

TEST_CASE("it exits while a Java exception is pending, which stays") {
    JNIEnv* const env = test_env();
    const auto object = new_object(env);
    {
        const monitor_guard inside(env, object);
        raise(env, "java/lang/IllegalStateException", "first");
    }
    CHECK(take_exception(env).message == u"first");
    CHECK_FALSE(holds(env, object.get()));
}

TEST_CASE("null and a pending exception are refused, with nothing entered or called") {
    JNIEnv* const env = test_env();
    const auto object = new_object(env);
    {
        const monitor_guard nothing(env, nullptr);
        CHECK_FALSE(nothing);
        CHECK(nothing.status() == status_code::null);
        const monitor_guard nowhere(nullptr, object);
        CHECK(nowhere.status() == status_code::null);
        CHECK(env->ExceptionCheck() == JNI_FALSE);  // the VM would have thrown
        raise(env, "java/lang/IllegalStateException", "first");
        const ref_balance balance(env);
        const monitor_guard late(env, object);
        CHECK_FALSE(late);
        CHECK(late.status() == status_code::java_exception);
        CHECK(balance.calls() == 0);
    }
    CHECK(take_exception(env).message == u"first");
    CHECK_FALSE(holds(env, object.get()));
}

TEST_CASE("where the VM refuses to enter, nothing is exited, and the reference is given back") {
    JNIEnv* const env = test_env();
    const auto object = new_object(env);
    ref_balance balance(env);
    const JNINativeInterface_* const counting = env->functions;
    JNINativeInterface_ refusing = *counting;
    refusing.MonitorEnter = [](JNIEnv*, jobject) { return jint{JNI_ENOMEM}; };
    refusing.MonitorExit = [](JNIEnv*, jobject) -> jint { std::abort(); };
    env->functions = &refusing;
    {
        const monitor_guard refused(env, object);
        CHECK_FALSE(refused);
        CHECK(refused.status() == status_code::foreign);
        CHECK(refused.status().detail() == JNI_ENOMEM);
    }
    env->functions = counting;
    CHECK(balance.globals() == 0);
}

TEST_CASE("exit ends the guard once, and says so") {
    JNIEnv* const env = test_env();
    const auto object = new_object(env);
    monitor_guard inside(env, object);
    CHECK(inside.exit().ok());
    CHECK_FALSE(inside);
    CHECK_FALSE(holds(env, object.get()));
    CHECK(inside.exit() == status_code::closed);
}

TEST_CASE("a guard that ends on another thread exits nothing and is reported") {
    JNIEnv* const env = test_env();
    const counted_violations violations;
    const auto object = new_object(env);
    std::optional<monitor_guard> inside;
    inside.emplace(env, object);
    std::thread([&] {
        const attach_scope here;
        const ref_balance balance(here.env());
        CHECK(inside->exit() == status_code::wrong_thread);
        CHECK(*inside);
        inside.reset();
        CHECK(balance.calls() == 0);  // the object of a monitor that is still held stays
    }).join();
    CHECK(violations.of(violation::wrong_thread) == 1);
    CHECK(holds(env, object.get()));
    CHECK(env->MonitorExit(object.get()) == JNI_OK);
}

TEST_CASE("a guard that ends after its thread was detached exits nothing and is reported") {
    JNIEnv* const env = test_env();
    const counted_violations violations;
    const auto object = *promote(env, new_object(env));
    std::thread([&] {
        std::optional<attach_scope> here;
        here.emplace();
        const monitor_guard inside(here->env(), object);
        here.reset();  // this releases the monitor
    }).join();
    CHECK(violations.of(violation::out_of_order) == 1);
    const monitor_guard free(env, object);
    CHECK(free);
}

TEST_CASE("a monitor that was exited by hand is reported, and the VM's exception is pending") {
    JNIEnv* const env = test_env();
    const counted_violations violations;
    const auto object = new_object(env);
    {
        const monitor_guard inside(env, object);
        CHECK(env->MonitorExit(object.get()) == JNI_OK);
    }
    CHECK(violations.of(violation::unbalanced) == 1);
    CHECK(take_exception(env).type == "java.lang.IllegalMonitorStateException");
}
