// SPDX-License-Identifier: BSL-1.0
// What a library_host does in the child of a fork().
#include <ffiguard/library/library_host.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "../forked.hpp"
#include "test_library.hpp"

using ffiguard::close_answer;
using ffiguard::keep_always;
using ffiguard::keep_for;
using ffiguard::library_host;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::unload_at_zero;
using namespace std::chrono_literals;

namespace {

bool is_fine(status answer) { return answer.ok() || answer == status_code::closed; }

}  // namespace

TEST_CASE("a child whose parent has one thread uses the host on, and unloads for itself") {
    const std::string path = test_library("host_caller");
    library_host host(keep_always());
    const auto entry = host.acquire(path)->entry();
    std::vector<forked::where> places{forked::where::same_namespace};
    if (forked::may_enter_pid_namespace()) places.push_back(forked::where::new_pid_namespace);
    for (const forked::where place : places) {
        const auto ended = forked::child(place, [&] {
            if (!host.acquire(entry) || !host.acquire(path)) return 1;
            if (host.close(path).answer != close_answer::unloaded || is_loaded(path)) return 2;
            if (!host.acquire(path) || !is_loaded(path)) return 3;
            if (host.shutdown(0s).closed != 1 || is_loaded(path)) return 4;
            return host.acquire(path).status() == status_code::closed ? 0 : 5;
        });
        CHECK(ended.hung_in == "");
        CHECK(ended.ok());
        CHECK(is_loaded(path));
    }
}

TEST_CASE("a child whose parent has threads inside of the host never waits for them") {
    if (!forked::bears_threads_inside()) return;
    const std::string path = test_library("host_caller");
    for (const auto policy : {unload_at_zero(), keep_for(1us), keep_always()}) {
        auto host = std::make_unique<library_host>(policy);
        const auto kept = host->acquire(path);
        REQUIRE(kept);
        const auto entry = kept->entry();
        std::atomic<bool> stop{false};
        std::thread worker([&] {
            while (!stop) {
                auto lease = host->acquire(path);  // by name: the lock
                static_cast<void>(host->collect());
            }
        });
        std::thread closer([&] {
            while (!stop) static_cast<void>(host->set_keep(entry, policy));
        });
        int lost = 0;
        for (int round = 0; round < 100; ++round) {
            const auto ended = forked::child(forked::where::same_namespace, [&] {
                forked::step("acquire by entry");
                auto lease = host->acquire(entry);
                if (!lease) return 1;
                forked::step("end of a lease");
                lease->reset();
                forked::step("acquire by name");
                if (!is_fine(host->acquire(path).status())) return 2;
                forked::step("find");
                const bool is_lost = host->find(path).status() == status_code::closed;
                forked::step("set_keep");
                if (!is_fine(host->set_keep(entry, keep_always()))) return 3;
                forked::step("collect");
                static_cast<void>(host->collect());
                forked::step("close");
                const auto closed = host->close(entry).answer;
                if (closed != (is_lost ? close_answer::failed : close_answer::in_use)) return 4;
                forked::step("for_each");
                int seen = 0;
                host->for_each([&](const ffiguard::library_record&) { ++seen; });
                if (seen != (is_lost ? 0 : 1)) return 5;
                forked::step("shutdown");
                static_cast<void>(host->shutdown(1ms));
                forked::step("~library_host");
                host.reset();
                return is_lost ? 50 : 0;
            });
            CHECK(ended.hung_in == "");
            CHECK((ended.exit_status == 0 || ended.exit_status == 50));
            lost += ended.exit_status == 50;
        }
        stop = true;
        worker.join();
        closer.join();
        CHECK(lost < 100);
        MESSAGE("lost in ", lost, " of 100");
    }
}

TEST_CASE("a child does not wait for leases that a shutdown in the parent waits for") {
    if (!forked::bears_threads_inside()) return;
    const std::string path = test_library("host_caller");
    auto host = std::make_unique<library_host>(keep_always());
    auto lease = host->acquire(path);
    REQUIRE(lease);
    std::atomic<bool> begun{false};
    std::thread waiter([&] {
        begun = true;
        static_cast<void>(host->shutdown(10s));
    });
    while (!begun || host->acquire(path)) std::this_thread::yield();
    const auto ended = forked::child(forked::where::same_namespace, [&] {
        forked::step("shutdown");
        static_cast<void>(host->shutdown(1ms));
        forked::step("end of a lease");
        lease->reset();
        forked::step("~library_host");
        host.reset();
        return 0;
    });
    CHECK(ended.hung_in == "");
    CHECK(ended.ok());
    lease->reset();
    waiter.join();
    CHECK_FALSE(is_loaded(path));
}
