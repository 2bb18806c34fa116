// SPDX-License-Identifier: BSL-1.0
// A ffiguard in an inline namespace of its own, see reference_ledger.test.cpp.
#ifndef FFIGUARD_OBSERVE
#define FFIGUARD_OBSERVE 1
#endif
#include <ffiguard/jni/ref.hpp>

#include <doctest/doctest.h>

#include "../attach_copies.hpp"
#include "failing_allocations.hpp"

TEST_CASE("a reference is made without its class, if there is no memory to ask for that") {
    ffiguard::jni::vm::forget();  // a test may have ended the VM that was captured here
    REQUIRE(ffiguard::jni::vm::capture(vm_of_first_copy()).ok());
    JNIEnv* const env = ffiguard::jni::vm::env();
    const auto text = ffiguard::jni::adopt_local(env, env->NewStringUTF("x"));
    int made = 0;
    int failures = 0;
    with_every_allocation_failing(env, [&](auto&& failed) {
        const auto before = ffiguard::set_observe_level(ffiguard::observe_level::record);
        const auto kept = ffiguard::jni::promote(env, text);
        ffiguard::set_observe_level(before);
        if (failed() && kept) ++made;
        if (!kept) {
            CHECK(failed());
            ++failures;
        } else {
            CHECK(env->ExceptionCheck() == JNI_FALSE);
        }
    });
    CHECK(failures == 2);  // NewGlobalRef, in both ways
    CHECK(made >= 2);
}
