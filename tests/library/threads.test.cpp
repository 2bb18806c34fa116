// SPDX-License-Identifier: BSL-1.0
// library.hpp among threads. In a file that is linked and run last: after so many loads under TSan
// the child processes of other tests were seen to fail.
#include <ffiguard/library/library.hpp>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "test_library.hpp"

using ffiguard::close_answer;
using ffiguard::library;
using ffiguard::symbol;

TEST_CASE("threads that open, find, call and drop never call into a library that has gone") {
    const std::string path = test_library("counter");
    std::vector<std::thread> crowd;
    std::vector<int> failures(16);
    for (int& failed : failures)
        crowd.emplace_back([&failed, &path] {
            for (int i = 0; i < 10000; ++i) {
                symbol<int(int, ...)> sum;
                if (auto counter = library::open(path)) {
                    if (auto found = counter->find<int(int, ...)>("counter_sum"))
                        sum = std::move(*found);
                    failed += counter->close().answer != close_answer::in_use;
                }
                failed += !sum || sum(3, 1, 2, 3) != 6;
            }
        });
    for (std::thread& one : crowd) one.join();
    for (const int failed : failures) CHECK(failed == 0);
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("an open that races the last close gets a library that works") {
    const std::string path = test_library("counter");
    const auto race = [&path](int& failed) {
        for (int i = 0; i < 1000; ++i) {
            auto counter = library::open(path);
            if (!counter) {
                ++failed;
                continue;
            }
            const auto sum = counter->find<int(int, ...)>("counter_sum");
            failed += !sum || (*sum)(2, 20, 22) != 42;
            failed += counter->close().answer != close_answer::in_use;
        }
    };
    int failures[2] = {};
    std::thread other(race, std::ref(failures[1]));
    race(failures[0]);
    other.join();
    CHECK(failures[0] == 0);
    CHECK(failures[1] == 0);
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("of two opens closed at the same moment one is told that the library went") {
    const std::string path = test_library("counter");
    int untold = 0;
    for (int i = 0; i < 2000; ++i) {
        library opened[2] = {*library::open(path), *library::open(path)};
        std::atomic<int> ready{0}, unloaded{0};
        const auto close = [&](library& mine) {
            ++ready;
            while (ready != 2) std::this_thread::yield();
            unloaded += mine.close().answer == close_answer::unloaded;
        };
        std::thread other(close, std::ref(opened[1]));
        close(opened[0]);
        other.join();
        REQUIRE_FALSE(is_loaded(path));
        untold += unloaded == 0;
    }
    CHECK(untold == 0);
}

TEST_CASE("of two copies closed at the same moment one is told that the library went") {
    const std::string path = test_library("counter");
    for (int i = 0; i < 1000; ++i) {
        auto counter = library::open(path);
        REQUIRE(counter);
        std::atomic<int> ready{0}, unloaded{0}, in_use{0};
        const auto close = [&](library mine) {
            ++ready;
            while (ready != 2) std::this_thread::yield();
            const close_answer answer = mine.close().answer;
            unloaded += answer == close_answer::unloaded;
            in_use += answer == close_answer::in_use;
        };
        std::thread other(close, *counter);
        close(*std::move(counter));
        other.join();
        REQUIRE(unloaded == 1);
        REQUIRE(in_use == 1);
    }
}
