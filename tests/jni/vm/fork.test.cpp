// SPDX-License-Identifier: BSL-1.0
// A JVM does not survive fork(). What ffiguard has of it does not call it in the child.
#include <ffiguard/jni/ref/shared_ref.hpp>
#include <ffiguard/jni/ref/weak_ref.hpp>
#include <ffiguard/jni/vm/attach.hpp>
#include <ffiguard/jni/vm/vm.hpp>

#include <atomic>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "../../forked.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::attach_scope;
using ffiguard::jni::attach_thread;
using ffiguard::jni::global_ref;
using ffiguard::jni::vm;

namespace {

/// Of the calling thread, which is attached.
int end_all(JavaVM* java_vm, global_ref<jobject>& global, ffiguard::jni::weak_ref<jobject>& weak) {
    forked::step("vm::env()");
    if (vm::get() != nullptr || vm::env() != nullptr) return 1;
    forked::step("attach_scope");
    {
        const attach_scope here;
        if (here.status() != status_code::not_found) return 2;
    }
    forked::step("attach_thread");
    if (attach_thread().status() != status_code::not_found) return 3;
    forked::step("global_ref");
    const auto waiting = ffiguard::jni::parked_refs() + ffiguard::jni::leaked_refs();
    global = global_ref<jobject>();
    forked::step("weak_ref");
    weak = ffiguard::jni::weak_ref<jobject>();
    if (ffiguard::jni::parked_refs() + ffiguard::jni::leaked_refs() != waiting + 2) return 4;
    forked::step("capture() of the VM that the child has inherited");
    if (!vm::capture(java_vm).ok() || vm::env() != nullptr) return 5;
    forked::step("the end of an attached thread");
    ffiguard::jni::detail::attachment_.end();
    forked::step("exit");
    return 0;
}

}  // namespace

TEST_CASE("a child of a process with a busy JVM ends what it has of it, and calls nothing") {
    if (!forked::bears_threads_inside()) return;
    JNIEnv* const env = test_env();
    JavaVM* const java_vm = vm::get();
    const auto text = *ffiguard::jni::promote(env, java_string(env, "kept"));
    std::atomic<bool> stop{false};
    std::vector<std::thread> busy;
    for (int t = 0; t < 2; ++t)
        busy.emplace_back([&] {
            const attach_scope here;
            while (!stop) {
                const auto garbage = java_string(here.env(), "garbage");
                const auto more = ffiguard::jni::promote(here.env(), garbage);
            }
        });
    std::vector<forked::where> places{forked::where::same_namespace};
    if (forked::may_enter_pid_namespace()) places.push_back(forked::where::new_pid_namespace);
    for (int round = 0; round < 100; ++round) {
        std::thread([&] {
            const auto attached = attach_thread();
            REQUIRE(attached);
            auto global = *ffiguard::jni::promote(*attached, static_cast<jobject>(text.get()));
            auto weak = *ffiguard::jni::weak_ref<jobject>::make(*attached, global);
            const auto place = places[static_cast<std::size_t>(round) % places.size()];
            const auto ended = forked::child(place, [&] { return end_all(java_vm, global, weak); });
            CHECK(ended.hung_in == "");
            CHECK(ended.signal == 0);
            CHECK(ended.exit_status == 0);
        }).join();
    }
    stop = true;
    for (std::thread& one : busy) one.join();
    CHECK(vm::env() == env);
}
