// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/vm/vm.hpp>

#include <thread>

#include <doctest/doctest.h>

#include "../test_vm.hpp"

using ffiguard::status_code;
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
