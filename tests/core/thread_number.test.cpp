// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/thread_number.hpp>

#include <cstdint>
#include <set>
#include <thread>

#include <doctest/doctest.h>

using ffiguard::this_thread_number;

TEST_CASE("a thread keeps its number, and no later thread has it, as pthread_self's may") {
    const std::uint64_t mine = this_thread_number();
    CHECK(mine != 0);
    std::set<std::uint64_t> numbers = {mine};
    for (int i = 0; i < 100; ++i) {
        std::uint64_t theirs = 0;
        std::thread([&] { theirs = this_thread_number(); }).join();
        CHECK(numbers.insert(theirs).second);
    }
    CHECK(this_thread_number() == mine);
}
