// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_MISUSE_HOOKS_HPP
#define FFIGUARD_TESTS_MISUSE_HOOKS_HPP

#include <thread>
#include <vector>

#include "both.hpp"

/// A library that owns its hook's user pointer, as SQLite does: also where it fails, with 1.
using hook_function = void (*)(void* user);
int hook_library_set(hook_function function, void* user, hook_function destroy, bool fails);
void hook_library_fire();

/// push(from, number) on so many threads, `each` times.
template <class Push>
void push_on_threads(std::uint32_t threads, std::uint64_t each, const Push& push) {
    std::vector<std::thread> all;
    for (std::uint32_t from = 0; from < threads; ++from)
        all.emplace_back([=] {
            for (std::uint64_t number = 0; number < each; ++number) push(from, number);
        });
    for (auto& one : all) one.join();
}
inline shim_event event_of(std::uint32_t from, std::uint64_t number) {
    return {number, from, from ^ static_cast<std::uint32_t>(number)};
}

#endif
