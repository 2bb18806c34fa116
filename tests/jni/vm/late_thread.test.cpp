// SPDX-License-Identifier: BSL-1.0
// A thread attaches while it ends: in the destructors of its thread-local variables, and in those
// of its pthread keys.
#include <ffiguard/jni/vm/attach.hpp>

#include <pthread.h>

#include <atomic>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/jni/data/critical_view.hpp>
#include <ffiguard/jni/ref.hpp>

#include "../../counted_violations.hpp"
#include "../../sanitizer.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::attach_options;
using ffiguard::jni::attach_scope;
using ffiguard::jni::attach_thread;
using ffiguard::jni::vm;

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
// glibc forgets what is registered among the destructors of keys. Once.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:__cxa_thread_atexit_impl"; }
#endif

namespace {

/// What the VM is asked for. One at a time.
class counted_attaching {
public:
    counted_attaching() : real_(test_vm()->functions), table_(*real_) {
        real = real_;
        attaches = detaches = 0;
        table_.AttachCurrentThread = [](JavaVM* java_vm, void** env, void* args) {
            const jint answer = real->AttachCurrentThread(java_vm, env, args);
            if (answer == JNI_OK) ++attaches;
            return answer;
        };
        table_.DetachCurrentThread = [](JavaVM* java_vm) {
            ++detaches;
            return real->DetachCurrentThread(java_vm);
        };
        test_vm()->functions = &table_;
    }
    counted_attaching(const counted_attaching&) = delete;
    counted_attaching& operator=(const counted_attaching&) = delete;
    ~counted_attaching() { test_vm()->functions = real_; }

    inline static std::atomic<int> attaches{0};
    inline static std::atomic<int> detaches{0};

private:
    inline static const JNIInvokeInterface_* real = nullptr;

    const JNIInvokeInterface_* real_;
    JNIInvokeInterface_ table_;
};

/// Calls a function when the thread's variable ends.
struct at_end_of_variable {
    std::function<void()> call;
    ~at_end_of_variable() {
        if (call) call();
    }
};

/// Calls a function in the destructor of a pthread key, round after round while it says so.
class at_end_of_key {
public:
    at_end_of_key() { made_ = pthread_key_create(&key_, &run) == 0; }
    at_end_of_key(const at_end_of_key&) = delete;
    at_end_of_key& operator=(const at_end_of_key&) = delete;
    ~at_end_of_key() {
        if (made_) pthread_key_delete(key_);
    }

    /// For the calling thread, which ends before this.
    void call(std::function<bool()> again) {
        again_ = std::move(again);
        REQUIRE(made_);
        REQUIRE(pthread_setspecific(key_, this) == 0);
    }

private:
    static void run(void* raw) {
        auto* const self = static_cast<at_end_of_key*>(raw);
        if (self->again_()) pthread_setspecific(self->key_, self);
    }

    pthread_key_t key_{};
    bool made_ = false;
    std::function<bool()> again_;
};

bool attached_late() {
    const auto env = attach_thread({"late"});
    return env && *env == vm::env() && (*env)->ExceptionCheck() == JNI_FALSE;
}

at_end_of_key older_than_any;  // keys of ffiguard come later

}  // namespace

TEST_CASE("attach_thread in the destructor of an older variable of the thread is detached") {
    test_env();
    const counted_attaching counted;
    std::atomic<int> worked{0};
    std::thread([&] {
        thread_local at_end_of_variable first, second, third;
        for (at_end_of_variable* one : {&first, &second, &third})
            one->call = [&] { worked += attached_late() ? 1 : 0; };
        CHECK(attached_late());
    }).join();
    CHECK(worked == 3);
    CHECK(counted.attaches >= 1);
    CHECK(counted.detaches == counted.attaches);
}

TEST_CASE("attach_thread in the destructor of a variable, for the first time, is detached") {
    test_env();
    const counted_attaching counted;
    bool worked = false;
    std::thread([&] {
        thread_local at_end_of_variable last;
        last.call = [&] { worked = attached_late(); };
    }).join();
    CHECK(worked);
    CHECK(counted.attaches == 1);
    CHECK(counted.detaches == 1);
}

TEST_CASE("attach_thread in the destructor of a pthread key is detached") {
    test_env();
    at_end_of_key younger;
    const counted_attaching counted;
    int worked = 0;
    for (at_end_of_key* const key : {&older_than_any, &younger}) {
        for (const bool before : {false, true}) {
            std::thread([&] {
                if (before) CHECK(attached_late());
                key->call([&] {
                    worked += attached_late() ? 1 : 0;
                    return false;
                });
            }).join();
            CHECK(counted.detaches == counted.attaches);
        }
    }
    CHECK(worked == 4);
    CHECK(counted.attaches >= 4);
}

TEST_CASE("in the last rounds of key destructors attach_thread says closed, and a scope works") {
    test_env();
    at_end_of_key younger;
    for (at_end_of_key* const key : {&older_than_any, &younger}) {
        for (const bool before : {false, true}) {
            const counted_attaching counted;
            std::vector<status_code> answers;
            bool scope_worked = true;
            std::thread([&] {
                if (before) CHECK(attached_late());
                key->call([&] {
                    {
                        const attach_scope here;
                        scope_worked = scope_worked && here.status().ok();
                    }
                    answers.push_back(attach_thread({"late"}).status().code());
                    return answers.size() < 3;  // TSan ends its thread in the fourth round
                });
            }).join();
            REQUIRE(answers.size() == 3);
            CHECK(answers[0] == status_code::ok);
            CHECK((answers[1] == status_code::ok || answers[1] == status_code::closed));
            CHECK(answers[2] == status_code::closed);
            CHECK(scope_worked);
            CHECK(counted.attaches == counted.detaches);
        }
    }
}

TEST_CASE("a scope in a late destructor detaches what it has attached") {
    test_env();
    const counted_attaching counted;
    bool left = false;
    std::thread([&] {
        thread_local at_end_of_variable last;
        const auto scoped = [&] {
            { const attach_scope here; }
            left = left || vm::env() != nullptr;
        };
        last.call = scoped;
        older_than_any.call([=] {
            scoped();
            return false;
        });
    }).join();
    CHECK_FALSE(left);
    CHECK(counted.attaches == 2);
    CHECK(counted.detaches == 2);
}

TEST_CASE("a global reference that ends in a late destructor waits for an attached thread") {
    JNIEnv* const env = test_env();
    ffiguard::jni::release_parked(env);
    const std::size_t leaked_before = ffiguard::jni::leaked_refs();
    auto first = *ffiguard::jni::promote(env, java_string(env, "first"));
    auto second = *ffiguard::jni::promote(env, java_string(env, "second"));
    std::thread([&] {
        thread_local at_end_of_variable last;
        last.call = [&] { first.reset(); };
        older_than_any.call([&] {
            second.reset();
            return false;
        });
    }).join();
    CHECK(ffiguard::jni::parked_refs() == 2);
    ffiguard::jni::release_parked(env);
    CHECK(ffiguard::jni::parked_refs() == 0);
    CHECK(ffiguard::jni::leaked_refs() == leaked_before);
}

TEST_CASE("a scope that ends inside of a critical view leaves the detaching to the thread's end") {
    test_env();
    const counted_attaching counted;
    const counted_violations violations;
    std::thread([&] {
        std::optional<attach_scope> scope;
        scope.emplace();
        JNIEnv* const env = scope->env();
        const auto array = ffiguard::jni::adopt_local(env, env->NewIntArray(2));
        {
            const ffiguard::jni::critical_view<const jint> inside(env, array);
            scope.reset();
            CHECK(counted.detaches == 0);
        }
        CHECK(vm::env() == env);
    }).join();
    CHECK(violations.of(ffiguard::violation::bad_access) == 1);
    CHECK(counted.attaches == 1);
    CHECK(counted.detaches == 1);
}
