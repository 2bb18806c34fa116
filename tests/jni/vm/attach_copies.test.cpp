// SPDX-License-Identifier: BSL-1.0
// Two copies of ffiguard in one process attach the same threads, as two shared objects do. Here the
// second one lives in an inline namespace of its own, with its own state.
#include <ffiguard/core/config.hpp>

#undef FFIGUARD_ABI
#define FFIGUARD_ABI v0_second_copy

#include <ffiguard/jni/vm/attach.hpp>

#include <thread>

#include <doctest/doctest.h>

#include "../attach_copies.hpp"

using ffiguard::jni::attach_scope;
using ffiguard::jni::attach_thread;
using ffiguard::jni::vm;

TEST_CASE("the scopes of two copies nest either way, and only the outermost detaches") {
    REQUIRE(vm::capture(vm_of_first_copy()).ok());
    std::thread([] {
        in_scope_of_first_copy([] {
            { const attach_scope second; }
            CHECK(vm::env() != nullptr);
        });
        CHECK(vm::env() == nullptr);
        {
            const attach_scope second;
            in_scope_of_first_copy([] {});
            CHECK(vm::env() == second.env());
        }
        CHECK(vm::env() == nullptr);
    }).join();
}

TEST_CASE("a thread that one copy attached until it ends is not detached by the other") {
    REQUIRE(vm::capture(vm_of_first_copy()).ok());
    std::thread([] {
        REQUIRE(attach_thread_of_first_copy());
        { const attach_scope second; }
        CHECK(attach_thread());
        CHECK(vm::env() != nullptr);
    }).join();
}

TEST_CASE("attach_thread inside of another copy's scope attaches again after it") {
    REQUIRE(vm::capture(vm_of_first_copy()).ok());
    std::thread([] {
        {
            const attach_scope second;
            CHECK(attach_thread_of_first_copy());
        }
        CHECK(vm::env() == nullptr);
        CHECK(attach_thread_of_first_copy());
        CHECK(vm::env() != nullptr);
    }).join();
}
