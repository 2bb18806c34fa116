// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/library/library_host.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "library_host_directory.hpp"
#include "test_library.hpp"

using ffiguard::close_answer;
using ffiguard::keep_always;
using ffiguard::keep_for;
using ffiguard::library_host;
using ffiguard::library_record;
using ffiguard::status_code;
using ffiguard::unload_at_zero;
using namespace std::chrono_literals;

namespace {

constexpr int crowd_size = 8;

template <class Body>
void crowd(Body body) {
    std::vector<std::thread> threads;
    for (int t = 0; t < crowd_size; ++t) threads.emplace_back([&body, t] { body(t); });
    for (std::thread& one : threads) one.join();
}

}  // namespace

TEST_CASE("threads acquire by name and by entry, release and close: a lease is always good") {
    constexpr int rounds = 500;
    const library_directory directory;
    const std::string real = directory.copy(test_library("host_caller"), "real.so");
    const std::string link = directory.link(real, "link.so");
    for (const auto policy : {unload_at_zero(), keep_for(1us), keep_always()}) {
        library_host host(policy);
        const auto entry = host.acquire(real)->entry();
        std::atomic<int> bad{0};
        crowd([&](int t) {
            for (int i = 0; i < rounds; ++i) {
                auto lease = t % 2 == 0   ? host.acquire(entry)
                             : i % 2 == 0 ? host.acquire(real)
                                          : host.acquire(link);
                if (!lease || lease->entry() != entry) {
                    ++bad;
                    continue;
                }
                const auto value = lease->find<int>("host_caller_value");
                bad += !value || **value != 7;
                if (t == 0) bad += host.close(entry).answer != close_answer::in_use;
                lease = status_code::closed;
                if (t == 1) static_cast<void>(host.close(entry));
                if (t == 2) host.collect();
            }
        });
        CHECK(bad == 0);
        std::vector<library_record> all;
        host.for_each([&](const library_record& one) { all.push_back(one); });
        REQUIRE(all.size() == 1);
        CHECK(all[0].acquired == std::uint64_t{crowd_size} * rounds + 1);
        CHECK(all[0].leases == 0);
        // What a symbol had kept at the last lease's end has gone with the symbol.
        if (policy == unload_at_zero()) CHECK_FALSE(is_loaded(real));
        CHECK(host.shutdown(0s).stayed.empty());
        CHECK_FALSE(is_loaded(real));
    }
}

TEST_CASE("leases that end at the same moment unload: the last one never goes unseen") {
    const std::string path = test_library("host_caller");
    library_host host;
    for (int round = 0; round < 200; ++round) {
        const auto entry = host.acquire(path)->entry();
        std::atomic<int> ready{0};
        crowd([&](int) {
            auto lease = *host.acquire(entry);
            ++ready;
            while (ready != crowd_size) std::this_thread::yield();
            lease.reset();
        });
        REQUIRE_FALSE(is_loaded(path));
    }
}

TEST_CASE("shutdown races leases that come and go: none is given after it, all libraries go") {
    const std::string path = test_library("host_caller");
    for (int round = 0; round < 100; ++round) {
        for (const auto policy : {unload_at_zero(), keep_always()}) {
            library_host host(policy);
            const auto entry = host.acquire(path)->entry();
            std::atomic<int> bad{0};
            std::atomic<bool> stopped{false};
            crowd([&](int t) {
                if (t == 0) {
                    std::this_thread::yield();
                    bad += !host.shutdown(1min).stayed.empty();
                    stopped = true;
                    return;
                }
                for (;;) {
                    const bool late = stopped;
                    const auto lease = t % 2 == 0 ? host.acquire(entry) : host.acquire(path);
                    if (!lease) break;
                    bad += late;
                    bad += !lease->find<int>("host_caller_value");
                }
            });
            CHECK(bad == 0);
            REQUIRE_FALSE(is_loaded(path));
        }
    }
}

TEST_CASE("leases on other threads end while the host goes") {
    const std::string path = test_library("host_caller");
    for (int round = 0; round < 200; ++round) {
        std::vector<ffiguard::library_lease> leases;
        std::vector<std::thread> threads;
        {
            library_host host;
            for (int t = 0; t < 4; ++t) leases.push_back(*host.acquire(path));
            for (auto& lease : leases) threads.emplace_back([&lease] { lease.reset(); });
        }
        for (std::thread& one : threads) one.join();
        REQUIRE_FALSE(is_loaded(path));
    }
}

TEST_CASE("a plugin that numbers threads for itself is refused its own library while it goes") {
    const library_copy copy("asks_its_host");
    const std::string path = copy.path();
    library_host host(keep_always());
    ffiguard::library_entry entry;
    auto answer = status_code::ok;
    {
        const auto lease = host.acquire(path);
        REQUIRE(lease);
        entry = lease->entry();
        const auto number = lease->find<std::uint64_t()>("thread_number_here");
        const auto ask = lease->find<void(library_host*, const char*, status_code*)>("asks_its_host");
        REQUIRE(number);
        REQUIRE(ask);
        std::thread([&] { static_cast<void>((*number)()); }).join();  // the first one there
        CHECK((*number)() != ffiguard::this_thread_number());
        (*ask)(&host, path.c_str(), &answer);
    }
    CHECK(host.close(entry).answer == close_answer::unloaded);
    CHECK(answer == status_code::closed);
}
