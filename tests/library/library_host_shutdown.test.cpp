// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library_host.hpp>

#include <atomic>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "library_host_callback.hpp"
#include "library_host_directory.hpp"
#include "test_library.hpp"

using ffiguard::keep_always;
using ffiguard::library_host;
using ffiguard::library_lease;
using ffiguard::preload_policy;
using ffiguard::status_code;
using ffiguard::violation;
using ffiguard::violation_event;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> unloaded;  // file names, in order
void log_unload(const char* what, const char* path) {
    if (std::strcmp(what, "unload") == 0) unloaded.emplace_back(std::strrchr(path, '/') + 1);
}

/// Three libraries that tell when they go.
struct three_libraries {
    three_libraries() { unloaded.clear(); }
    library_directory directory;
    std::string a = directory.copy(test_library("host_caller"), "a.so");
    std::string b = directory.copy(test_library("host_caller"), "b.so");
    std::string c = directory.copy(test_library("host_caller"), "c.so");
    host_callback callback{log_unload};
};

using names = std::vector<std::string>;

}  // namespace

TEST_CASE("shutdown unloads in the reverse order of loading, and nothing is given out after it") {
    const three_libraries lib;
    library_host host(keep_always());
    REQUIRE(host.preload({lib.b, lib.a}, preload_policy::all_or_nothing).ok());
    const auto entry = host.acquire(lib.c)->entry();
    const auto report = host.shutdown(0s);
    CHECK(report.closed == 3);
    CHECK(report.stayed.empty());
    CHECK(unloaded == names{"c.so", "a.so", "b.so"});

    CHECK(host.acquire(lib.a).status() == status_code::closed);
    // Nothing of it is run: the constructor of this one ends the program.
    CHECK(host.acquire(test_library("aborts")).status() == status_code::closed);
    CHECK(host.acquire(entry).status() == status_code::closed);
    CHECK(host.acquire_token(lib.a).status() == status_code::closed);
    CHECK(host.preload({lib.a}, preload_policy::best_effort).items[0].status ==
          status_code::closed);
    CHECK_FALSE(is_loaded(lib.a));
}

TEST_CASE("shutdown waits for a lease that ends in time, and still unloads in order") {
    const three_libraries lib;
    library_host host(keep_always());
    auto held_a = *host.acquire(lib.a);
    auto held_b = *host.acquire(lib.b);
    REQUIRE(host.acquire(lib.c));
    std::thread user([&] {
        std::this_thread::sleep_for(20ms);
        held_b.reset();
        std::this_thread::sleep_for(20ms);
        held_a.reset();
    });
    const auto report = host.shutdown(1min);
    user.join();
    CHECK(report.closed == 3);
    CHECK(report.stayed.empty());
    CHECK(unloaded == names{"c.so", "b.so", "a.so"});
}

namespace {
library_host* leasing = nullptr;
library_lease of_the_plugin;
void lease_while_loaded(const char* what, const char*) {
    if (std::strcmp(what, "load") == 0)
        of_the_plugin = *leasing->acquire(test_library("counter"));
    else
        of_the_plugin.reset();
}
}  // namespace

TEST_CASE("shutdown does not wait for the lease that a library holds of one loaded before it") {
    const library_directory directory;
    const std::string plugin = directory.copy(test_library("host_caller"), "plugin.so");
    const host_callback callback(lease_while_loaded);
    library_host host(keep_always());
    leasing = &host;
    REQUIRE(host.acquire(plugin));
    const auto start = std::chrono::steady_clock::now();
    const auto report = host.shutdown(30s);
    CHECK(std::chrono::steady_clock::now() - start < 20s);
    CHECK(report.closed == 2);
    CHECK(report.stayed.empty());
}

TEST_CASE("shutdown gives up at its limit, and says who stayed and why") {
    const three_libraries lib;
    library_host host;
    auto held = *host.acquire(lib.a);
    const auto again = *host.acquire(lib.a);
    const auto other = *host.acquire(lib.b);
    REQUIRE(host.set_keep(host.acquire(lib.c)->entry(), keep_always()).ok());
    REQUIRE(host.acquire(lib.c));

    const auto start = std::chrono::steady_clock::now();
    const auto report = host.shutdown(30ms);
    CHECK(std::chrono::steady_clock::now() - start >= 30ms);
    CHECK(report.closed == 1);
    CHECK(unloaded == names{"c.so"});
    REQUIRE(report.stayed.size() == 2);
    CHECK(report.stayed[0].path == lib.a);
    CHECK(report.stayed[0].why() == "2 leases");
    CHECK(report.stayed[1].why() == "1 lease");
    CHECK(held.find<int>("host_caller_value"));
    CHECK(host.acquire(held.entry()).status() == status_code::closed);

    held.reset();
    CHECK(host.shutdown(0s).stayed.size() == 2);
    CHECK(is_loaded(lib.a));
}

TEST_CASE("a second shutdown waits for what the first one left") {
    const three_libraries lib;
    library_host host(keep_always());
    auto held = *host.acquire(lib.a);
    CHECK(host.shutdown(0s).stayed.size() == 1);
    std::thread user([&] {
        std::this_thread::sleep_for(20ms);
        held.reset();
    });
    const auto report = host.shutdown((std::chrono::nanoseconds::max)());
    user.join();
    CHECK(report.stayed.empty());
    CHECK(unloaded == names{"a.so"});
}

TEST_CASE("leases outlive their host, and the last one unloads whatever the policy") {
    const three_libraries lib;
    library_lease first;
    library_lease second;
    {
        library_host host(keep_always());
        first = *host.acquire(lib.a);
        second = *host.acquire(lib.a);
        REQUIRE(host.acquire(lib.b));
    }
    CHECK(unloaded == names{"b.so"});
    auto value = first.find<int>("host_caller_value");
    REQUIRE(value);
    CHECK(**value == 7);
    value = status_code::closed;
    first.reset();
    CHECK(is_loaded(lib.a));
    std::thread([&] { second.reset(); }).join();
    CHECK_FALSE(is_loaded(lib.a));
    CHECK(unloaded == names{"b.so", "a.so"});
}

namespace {
int leaks = 0;
void count_leak(const violation_event& event) noexcept { leaks += event.kind == violation::leak; }
}  // namespace

TEST_CASE("tokens that are open at the end of the host are a leak that is told, and are released") {
    const three_libraries lib;
    leaks = 0;
    const auto before = ffiguard::set_violation_handler(count_leak);
    {
        library_host host;
        REQUIRE(host.acquire_token(lib.a));
    }
    ffiguard::set_violation_handler(before);
    CHECK(leaks == 1);
    CHECK(unloaded == names{"a.so"});
}

// ---- libraries that call back while they are loaded and unloaded
// ---------------------------------

namespace {

library_host* called = nullptr;
std::string wanted;
int calls = 0;
void use_host(const char*, const char*) {
    ++calls;
    const auto lease = called->acquire(wanted);
    called->for_each([](const ffiguard::library_record&) {});
    called->collect();
}

void use_other(const char* what, const char* path) {
    if (std::strcmp(what, "load") != 0) return;
    // Time for the other thread to be in the middle of the other library.
    std::this_thread::sleep_for(10ms);
    const bool is_a = std::strcmp(std::strrchr(path, '/') + 1, "a.so") == 0;
    std::string other(path);
    other.replace(other.size() - 4, 1, is_a ? "b" : "a");
    const auto lease = called->acquire(other);
}

}  // namespace

TEST_CASE("constructors and destructors of a library may use the host that loads and unloads it") {
    const three_libraries lib;
    const host_callback callback(use_host);
    wanted = test_library("counter");
    calls = 0;
    {
        library_host host;
        called = &host;
        REQUIRE(host.acquire(lib.a));
        CHECK(calls == 2);
        REQUIRE(host.preload({lib.b}, preload_policy::all_or_nothing).ok());
        CHECK(host.close(lib.b).status().ok());
        CHECK(calls == 4);
        CHECK(host.set_keep(*host.find(lib.a), keep_always()).ok());
        REQUIRE(host.acquire(lib.a));
    }
    CHECK(calls == 6);
    CHECK_FALSE(is_loaded(lib.a));
    CHECK_FALSE(is_loaded(wanted));
}

TEST_CASE("a constructor may acquire its own library") {
    const three_libraries lib;
    const host_callback callback(use_host);
    wanted = lib.a;
    library_host host(keep_always());
    called = &host;
    const auto lease = host.acquire(lib.a);
    REQUIRE(lease);
    CHECK(lease->find<int>("host_caller_value"));
}

namespace {
int refused = 0;
void acquire_itself(const char* what, const char* path) {
    if (std::strcmp(what, "unload") == 0)
        refused += called->acquire(path).status() == status_code::closed;
}
}  // namespace

TEST_CASE("a destructor is refused its own library, which would go under the lease") {
    const three_libraries lib;
    const host_callback callback(acquire_itself);
    library_host host(keep_always());
    called = &host;
    refused = 0;
    REQUIRE(host.acquire(lib.a));
    CHECK(host.close(lib.a).answer == ffiguard::close_answer::unloaded);
    CHECK(refused == 1);
    const auto again = *host.acquire(lib.a);
    CHECK(again.find<int>("host_caller_value"));
}

TEST_CASE("two libraries whose constructors want each other load on two threads") {
    const three_libraries lib;
    const host_callback callback(use_other);
    library_host host(keep_always());
    called = &host;
    std::atomic<int> got{0};
    std::thread first([&] { got += bool(host.acquire(lib.a)); });
    std::thread second([&] { got += bool(host.acquire(lib.b)); });
    first.join();
    second.join();
    CHECK(got == 2);
}
