// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/vm.hpp>

#include <atomic>
#include <cerrno>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>

#include <doctest/doctest.h>

#include "test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::attach_options;
using ffiguard::jni::attach_scope;
using ffiguard::jni::vm;

static_assert(!std::is_move_constructible_v<attach_scope>, "it is bound to its thread");

namespace {

struct java_thread {
    std::u16string name;
    bool daemon = false;
};

java_thread current_thread(JNIEnv* env) {
    const auto type = ffiguard::jni::adopt_local(env, env->FindClass("java/lang/Thread"));
    const auto thread = ffiguard::jni::adopt_local(
        env,
        env->CallStaticObjectMethod(type.get(), env->GetStaticMethodID(type.get(), "currentThread",
                                                                       "()Ljava/lang/Thread;")));
    if (env->ExceptionCheck() == JNI_TRUE) return {};
    java_thread found;
    const auto name = call(env, thread.get(), "getName", "()Ljava/lang/String;");
    found.name = units_of(env, static_cast<jstring>(name.get()));
    found.daemon = env->CallBooleanMethod(
                       thread.get(), env->GetMethodID(type.get(), "isDaemon", "()Z")) == JNI_TRUE;
    if (env->ExceptionCheck() == JNI_TRUE) return {};
    return found;
}

const JNIInvokeInterface_* real_vm = nullptr;

std::atomic<int> wrong_thread_reports{0};

void count_wrong_thread(const ffiguard::violation_event& event) noexcept {
    if (event.kind == ffiguard::violation::wrong_thread) ++wrong_thread_reports;
}

}  // namespace

TEST_CASE("the VM is captured once; again is fine, another one is refused") {
    JNIEnv* const env = test_env();
    CHECK(vm::capture(test_vm()).ok());
    CHECK(vm::capture(env).ok());
    JavaVM other{};
    CHECK(vm::capture(&other) == status_code::in_use);
    CHECK(vm::get() == test_vm());
    CHECK(vm::capture(static_cast<JavaVM*>(nullptr)) == status_code::null);
    CHECK(vm::capture(static_cast<JNIEnv*>(nullptr)) == status_code::null);
}

TEST_CASE("env() is this thread's, and null on a thread that is not attached") {
    JNIEnv* const mine = test_env();
    CHECK(mine != nullptr);
    CHECK(vm::env() == mine);
    JNIEnv* theirs = mine;
    std::thread([&] { theirs = vm::env(); }).join();
    CHECK(theirs == nullptr);
}

TEST_CASE("attach_scope attaches a native thread, and detaches it at its end") {
    test_env();
    std::thread([] {
        {
            const attach_scope here;
            REQUIRE(here);
            CHECK(here.status().ok());
            CHECK(here.env() == vm::env());
            CHECK(here.env()->GetVersion() >= JNI_VERSION_1_6);
        }
        CHECK(vm::env() == nullptr);
    }).join();
}

TEST_CASE("attach_scope leaves a thread attached that was attached before") {
    JNIEnv* const env = test_env();
    {
        const attach_scope here;
        CHECK(here.env() == env);
    }
    CHECK(vm::env() == env);
    std::thread([] {
        const attach_scope outer;
        {
            const attach_scope inner;
            CHECK(inner.env() == outer.env());
        }
        CHECK(vm::env() == outer.env());
    }).join();
}

TEST_CASE("the Java thread has the name that was asked for, and is no daemon unless told to be") {
    test_env();
    java_thread plain;
    java_thread daemon;
    std::thread([&] {
        const attach_scope here(attach_options{"reader-7", false});
        plain = current_thread(here.env());
    }).join();
    std::thread([&] {
        const attach_scope here(attach_options{nullptr, true});
        daemon = current_thread(here.env());
    }).join();
    CHECK(plain.name == u"reader-7");
    CHECK_FALSE(plain.daemon);
    CHECK(daemon.daemon);
}

TEST_CASE("attaching and detaching keep errno, whatever the VM does to it") {
    test_env();
    real_vm = test_vm()->functions;
    JNIInvokeInterface_ careless = *real_vm;
    careless.AttachCurrentThread = [](JavaVM* java_vm, void** env, void* args) {
        const jint answer = real_vm->AttachCurrentThread(java_vm, env, args);
        errno = EINTR;
        return answer;
    };
    careless.DetachCurrentThread = [](JavaVM* java_vm) {
        const jint answer = real_vm->DetachCurrentThread(java_vm);
        errno = EINTR;
        return answer;
    };
    test_vm()->functions = &careless;
    std::thread([] {
        errno = ENOTTY;
        {
            const attach_scope here;
            CHECK(errno == ENOTTY);
        }
        CHECK(errno == ENOTTY);
    }).join();
    test_vm()->functions = real_vm;
}

TEST_CASE("a scope that ends on a thread that is not attached is reported, too") {
    static_cast<void>(test_env());
    wrong_thread_reports = 0;
    const auto previous = ffiguard::set_violation_handler(&count_wrong_thread);
    std::optional<attach_scope> scope;
    std::promise<void> ended;
    std::promise<void> attached;
    std::thread owner([&] {
        scope.emplace();
        attached.set_value();
        ended.get_future().wait();
        CHECK(vm::env() != nullptr);  // it stayed attached
        test_vm()->DetachCurrentThread();
    });
    attached.get_future().wait();
    std::thread([&] { scope.reset(); }).join();
    ended.set_value();
    owner.join();
    ffiguard::set_violation_handler(previous);
    CHECK(wrong_thread_reports == 1);
}

TEST_CASE("a scope that ends on another thread detaches nobody and is reported") {
    JNIEnv* const env = test_env();
    wrong_thread_reports = 0;
    const auto previous = ffiguard::set_violation_handler(&count_wrong_thread);
    std::optional<attach_scope> scope;
    std::atomic<int> step{0};
    std::thread owner([&] {
        scope.emplace();
        step = 1;
        while (step != 2) std::this_thread::yield();
        CHECK(vm::env() != nullptr);
        test_vm()->DetachCurrentThread();
    });
    while (step != 1) std::this_thread::yield();
    scope.reset();
    CHECK(wrong_thread_reports == 1);
    CHECK(vm::env() == env);
    step = 2;
    owner.join();
    ffiguard::set_violation_handler(previous);
}
