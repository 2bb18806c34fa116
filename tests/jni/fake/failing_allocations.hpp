// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_FAKE_FAILING_ALLOCATIONS_HPP
#define FFIGUARD_TESTS_JNI_FAKE_FAILING_ALLOCATIONS_HPP

#include <jni.h>

#include <doctest/doctest.h>

#include <ffiguard/observe/observe_level.hpp>

#include "fake_vm.hpp"

/// Runs work(failed) with each of its allocations failing in turn, in both ways, and once with
/// none: failed() tells. Whatever fails, nothing is left open. Not at level record: if the ledger
/// cannot get the class of a reference, nothing fails.
template <class Work>
void with_every_allocation_failing(JNIEnv* env, Work&& work) {
    const auto level = ffiguard::set_observe_level(ffiguard::observe_level::count);
    for (const auto how : {fake::reference_failure::throws, fake::reference_failure::is_quiet}) {
        bool failed = true;
        for (int nth = 1; failed; ++nth) {
            REQUIRE(nth < 100);
            const fake::balance balance;
            fake::fail_allocation(nth, how);
            work([] { return fake::allocation_has_failed(); });
            failed = fake::allocation_has_failed();
            fake::fail_allocation(0);
            env->ExceptionClear();
        }
    }
    ffiguard::set_observe_level(level);
}

#endif
