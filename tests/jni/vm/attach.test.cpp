// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/vm/attach.hpp>

#include <atomic>
#include <cerrno>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>

#include <doctest/doctest.h>

#include "../../counted_violations.hpp"
#include "../attach_copies.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::violation;
using ffiguard::jni::attach_options;
using ffiguard::jni::attach_scope;
using ffiguard::jni::attach_thread;
using ffiguard::jni::pending_at_detach;
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

std::atomic<int> attaches{0};
std::atomic<int> detaches{0};

}  // namespace

// compiled alone: another source calls these, in no namespace
JavaVM* vm_of_first_copy() {
    test_env();
    return vm::get();
}
void in_scope_of_first_copy(const std::function<void()>& body) {
    const attach_scope here;
    body();
}
bool attach_thread_of_first_copy() { return attach_thread().has_value(); }

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
        const attach_scope here(attach_options{"reader-7"});
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
    const counted_violations violations;
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
    CHECK(violations.of(violation::wrong_thread) == 1);
}

TEST_CASE("a scope that ends on another thread detaches nobody and is reported") {
    JNIEnv* const env = test_env();
    const counted_violations violations;
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
    CHECK(violations.of(violation::wrong_thread) == 1);
    CHECK(vm::env() == env);
    step = 2;
    owner.join();
}

TEST_CASE("scopes of one thread may end in any order, and the last one detaches") {
    test_env();
    std::thread([] {
        std::optional<attach_scope> first, second, third;
        first.emplace();
        second.emplace();
        third.emplace();
        first.reset();
        REQUIRE(vm::env() != nullptr);
        CHECK(vm::env()->ExceptionCheck() == JNI_FALSE);
        third.reset();
        CHECK(vm::env() == second->env());
        second.reset();
        CHECK(vm::env() == nullptr);
    }).join();
}

TEST_CASE("a scope never detaches what others have attached") {
    test_env();
    std::thread([] {
        void* foreign = nullptr;
        REQUIRE(test_vm()->AttachCurrentThread(&foreign, nullptr) == JNI_OK);
        { const attach_scope here; }
        { CHECK(attach_thread().has_value()); }
        CHECK(vm::env() == foreign);
        test_vm()->DetachCurrentThread();
    }).join();
}

TEST_CASE("a scope with a local frame ends its references, also on a thread that stays attached") {
    JNIEnv* const env = test_env();
    const auto object = java_string(env, "x");
    const auto weak_is_cleared = [&](jint capacity) {
        const jweak weak = [&] {
            attach_options options;
            options.local_capacity = capacity;
            const attach_scope here(options);
            REQUIRE(here);
            const auto type = ffiguard::jni::adopt_local(env, env->FindClass("java/lang/Object"));
            return here.env()->NewWeakGlobalRef(here.env()->AllocObject(type.get()));
        }();
        const auto system = ffiguard::jni::adopt_local(env, env->FindClass("java/lang/System"));
        env->CallStaticVoidMethod(system.get(), env->GetStaticMethodID(system.get(), "gc", "()V"));
        const bool cleared =
            env->ExceptionCheck() == JNI_FALSE && env->IsSameObject(weak, nullptr) == JNI_TRUE;
        env->DeleteWeakGlobalRef(weak);
        return cleared;
    };
    CHECK(weak_is_cleared(16));
    CHECK_FALSE(weak_is_cleared(0));  // as without a frame
}

TEST_CASE("scopes with local frames that end in the wrong order pop nothing of each other") {
    test_env();
    const counted_violations violations;
    std::thread([] {
        attach_options framed;
        framed.local_capacity = 8;
        const attach_scope around;
        std::optional<attach_scope> outer, inner;
        outer.emplace(framed);
        inner.emplace(framed);
        const jstring text = around.env()->NewStringUTF("inner");
        outer.reset();
        CHECK(around.env()->GetStringLength(text) == 5);
        inner.reset();
    }).join();
    CHECK(violations.of(violation::out_of_order) == 1);
}

namespace {

/// What happens to a pending exception at the end of an attachment.
struct end_of_attachment {
    inline static const JNIInvokeInterface_* real = nullptr;
    inline static const JNINativeInterface_* real_env = nullptr;
    inline static bool uncaught = false;
    inline static int described = 0;

    explicit end_of_attachment(JavaVM* of) : vm_(of), table_(*of->functions) {
        real = of->functions;
        table_.DetachCurrentThread = [](JavaVM* it) {
            void* env = nullptr;
            uncaught = real->GetEnv(it, &env, JNI_VERSION_1_6) == JNI_OK &&
                       static_cast<JNIEnv*>(env)->ExceptionCheck() == JNI_TRUE;
            return real->DetachCurrentThread(it);
        };
        vm_->functions = &table_;
    }
    end_of_attachment(const end_of_attachment&) = delete;
    end_of_attachment& operator=(const end_of_attachment&) = delete;
    ~end_of_attachment() { vm_->functions = real; }

    /// On this thread.
    void watch(JNIEnv* env) {
        uncaught = false;
        described = 0;
        real_env = env->functions;
        of_thread_ = *real_env;
        of_thread_.ExceptionDescribe = [](JNIEnv* it) {
            ++described;
            real_env->ExceptionDescribe(it);
        };
        env->functions = &of_thread_;
    }

private:
    JavaVM* vm_;
    JNIInvokeInterface_ table_;
    JNINativeInterface_ of_thread_{};
};

}  // namespace

TEST_CASE("an exception that is pending at the detach goes where the options say") {
    test_env();
    end_of_attachment end(vm::get());
    for (const auto policy :
         {pending_at_detach::clear, pending_at_detach::describe, pending_at_detach::uncaught}) {
        std::thread([&] {
            attach_options options;
            options.pending = policy;
            {
                const attach_scope here(options);
                end.watch(here.env());
                raise(here.env(), "java/lang/IllegalStateException", "at the end of a thread");
            }
            CHECK(vm::env() == nullptr);
        }).join();
        CHECK(end.described == (policy == pending_at_detach::describe ? 1 : 0));
        CHECK(end.uncaught == (policy == pending_at_detach::uncaught));
    }
}

namespace {

std::atomic<int> left_attached{0};

struct attaches_at_its_end {
    ~attaches_at_its_end() {
        { const attach_scope here; }
        if (vm::env() != nullptr) ++left_attached;
    }
    void use() {}
};

}  // namespace

TEST_CASE("a scope in the destructors of a thread's variables detaches, after attach_thread too") {
    test_env();
    left_attached = 0;
    std::thread([] {
        thread_local attaches_at_its_end older_than_the_attachment;
        older_than_the_attachment.use();
        CHECK(attach_thread().has_value());
    }).join();
    CHECK(left_attached == 0);
}

TEST_CASE("attach_thread attaches once, and the end of the thread detaches") {
    test_env();
    real_vm = test_vm()->functions;
    JNIInvokeInterface_ counting = *real_vm;
    attaches = detaches = 0;
    counting.AttachCurrentThread = [](JavaVM* java_vm, void** env, void* args) {
        ++attaches;
        return real_vm->AttachCurrentThread(java_vm, env, args);
    };
    counting.DetachCurrentThread = [](JavaVM* java_vm) {
        ++detaches;
        return real_vm->DetachCurrentThread(java_vm);
    };
    test_vm()->functions = &counting;
    std::thread([] {
        for (int i = 0; i < 1000; ++i) {
            const auto env = attach_thread({"sensor"});
            REQUIRE(env);
            CHECK(*env == vm::env());
        }
        { const attach_scope inside; }
        CHECK(vm::env() != nullptr);
        CHECK(detaches == 0);
    }).join();
    CHECK(attaches == 1);
    CHECK(detaches == 1);

    // Within a scope it keeps the thread attached after it.
    std::thread([] {
        {
            const attach_scope here;
            CHECK(attach_thread().has_value());
        }
        CHECK(vm::env() != nullptr);
        // And where others have detached the thread, it attaches it again.
        test_vm()->DetachCurrentThread();
        CHECK(attach_thread().has_value());
        CHECK(vm::env() != nullptr);
    }).join();
    CHECK(attaches == 3);
    CHECK(detaches == 3);
    test_vm()->functions = real_vm;
}
