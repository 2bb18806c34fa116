// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/vm/vm.hpp>

#include <unistd.h>

#include <thread>

#include <doctest/doctest.h>

#include <ffiguard/jni/ref/global_ref.hpp>
#include <ffiguard/jni/vm/detached.hpp>

#include "../../core/child.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::leaked_refs;
using ffiguard::jni::parked_refs;
using ffiguard::jni::vm;

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

TEST_CASE("what is parked when the VM is forgotten is leaked, and counted so") {
    JNIEnv* const env = test_env();
    auto kept = ffiguard::jni::promote(env, java_string(env, "parked"));
    REQUIRE(kept);
    std::thread([&] { kept->reset(); }).join();
    CHECK(parked_refs() == 1);
    // In a child: the other tests need the VM.
    const auto child = run_in_child([] {
        const std::size_t before = leaked_refs();
        vm::forget();
        _exit(parked_refs() == 0 && leaked_refs() == before + 1 ? 7 : 1);
    });
    CHECK(child.exit_status == 7);
    ffiguard::jni::release_parked(env);
    CHECK(parked_refs() == 0);
}
