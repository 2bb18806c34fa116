// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library_host.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "library_host_callback.hpp"
#include "library_host_directory.hpp"
#include "test_library.hpp"

using ffiguard::close_answer;
using ffiguard::keep_always;
using ffiguard::keep_for;
using ffiguard::library_host;
using ffiguard::library_lease;
using ffiguard::library_record;
using ffiguard::preload_policy;
using ffiguard::status_code;
using ffiguard::unload_at_zero;
using namespace std::chrono_literals;

static_assert(sizeof(library_lease) == sizeof(void*));
static_assert(std::is_nothrow_move_constructible_v<library_lease>);
static_assert(!std::is_move_constructible_v<library_host>, "leases and tokens are of one host");

namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::vector<library_record> records(const library_host& host) {
    std::vector<library_record> all;
    host.for_each([&](const library_record& one) { all.push_back(one); });
    return all;
}

const library_host* looked_at = nullptr;
std::vector<library_record> seen;
void look(const char* what, const char*) {
    if (std::strcmp(what, "unload") == 0) seen = records(*looked_at);
}

}  // namespace

TEST_CASE("a library is loaded by its first lease and unloaded by its last") {
    const std::string path = test_library("counter");
    library_host host;
    {
        auto first = host.acquire(path);
        REQUIRE(first);
        const auto second = host.acquire(path);
        REQUIRE(second);
        *first = library_lease();
        CHECK(is_loaded(path));
        CHECK(second->find<int()>("counter_next"));
    }
    CHECK_FALSE(is_loaded(path));
    CHECK(host.acquire(path));
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("a file has one entry, by path, symlink, hard link and other spellings, loaded or not") {
    const library_directory directory;
    const std::string path = directory.copy(test_library("counter"), "real.so");
    const std::string link = directory.link(path, "link.so");
    const std::string hard = directory.path("hard.so");
    REQUIRE(::link(path.c_str(), hard.c_str()) == 0);
    const std::string spelled = directory.path("./real.so");

    library_host host;
    const auto first = *host.acquire(path);
    const auto handle = first.get().native_handle();
    for (const std::string& name : {link, hard, spelled}) {
        const auto same = *host.acquire(name);
        CHECK(same.entry() == first.entry());
        CHECK(same.get().native_handle() == handle);
    }
    CHECK(records(host).size() == 1);
    CHECK(records(host)[0].leases == 1);

    library_host later;
    const auto entry = later.acquire(link)->entry();
    REQUIRE(later.close(entry).answer == close_answer::closed);
    CHECK(later.acquire(path)->entry() == entry);
    CHECK(records(later).size() == 1);
}

TEST_CASE("a bare name and the path that the loader found for it are one entry") {
    library_host host;
    const auto bare = host.acquire("libm.so.6");
    if (!bare) return;  // not this libc
    const auto whole = host.acquire(bare->get().path());
    REQUIRE(whole);
    CHECK(whole->entry() == bare->entry());
    CHECK(whole->get().native_handle() == bare->get().native_handle());
}

TEST_CASE(
    "a name whose file was replaced leads to the new library, and the other names to the old") {
    const library_directory directory;
    const std::string old_file = directory.copy(test_library("counter"), "old.so");
    const std::string new_file = directory.copy(test_library("provider"), "new.so");
    const std::string link = directory.link(old_file, "current.so");

    library_host host;
    const auto before = host.acquire(link)->entry();
    directory.link(new_file, "current.so");
    const auto now = *host.acquire(link);
    CHECK(now.entry() != before);
    CHECK(now.find<int()>("provided"));
    const auto old_one = *host.acquire(old_file);
    CHECK(old_one.find<int()>("counter_next"));
    CHECK(old_one.entry() == before);

    directory.copy(test_library("counter"), "copied.so");
    const auto first = host.acquire(directory.path("copied.so"))->entry();
    directory.copy(test_library("provider"), "copied.so");
    CHECK(host.acquire(first)->find<int()>("provided"));
}

TEST_CASE(
    "while leases are held a library is not unloaded, and close says so and changes nothing") {
    const std::string path = test_library("counter");
    library_host host(keep_always());
    auto held = *host.acquire(path);
    CHECK(host.close(path).answer == close_answer::in_use);
    CHECK(is_loaded(path));
    CHECK(host.acquire(held.entry()));
    const auto entry = held.entry();
    held.reset();
    CHECK(is_loaded(path));
    CHECK(host.close(entry).answer == close_answer::unloaded);
    CHECK_FALSE(is_loaded(path));
    CHECK(host.close(entry).answer == close_answer::closed);
    CHECK(host.acquire(entry));
}

TEST_CASE("preloading all or nothing gives back what it loaded, and reports every name") {
    const std::string loads = test_library("counter");
    const std::string before = test_library("provider");
    library_host host(keep_always());
    REQUIRE(host.preload({before}, preload_policy::all_or_nothing).ok());
    const auto report = host.preload({loads, "/nowhere/missing.so", before, "./gone.so"},
                                     preload_policy::all_or_nothing);
    CHECK_FALSE(report.ok());
    REQUIRE(report.items.size() == 4);
    CHECK(report.items[0].status.ok());
    CHECK(report.items[1].status == status_code::not_found);
    CHECK(contains(report.items[1].message, "/nowhere/missing.so"));
    CHECK_FALSE(report.items[1].entry);
    CHECK(report.items[2].status.ok());
    CHECK(contains(report.items[3].message, "./gone.so"));
    CHECK_FALSE(is_loaded(loads));
    CHECK(is_loaded(before));
}

TEST_CASE("preloading with best effort keeps what loads") {
    const std::string path = test_library("counter");
    for (const auto policy : {unload_at_zero(), keep_always()}) {
        library_host host(policy);
        const auto report =
            host.preload({"/nowhere/missing.so", path}, preload_policy::best_effort);
        CHECK_FALSE(report.ok());
        CHECK(report.items[0].status == status_code::not_found);
        CHECK(report.items[1].status.ok());
        CHECK(host.collect() == 0);
        CHECK(is_loaded(path));
        CHECK(host.acquire(report.items[1].entry));
        CHECK(is_loaded(path) == (policy == keep_always()));
    }
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("a plugin that needs what is missing is refused in the loader's words, and loads later") {
    const std::string path = test_library("needs_provider");
    library_host host;
    for (int i = 0; i < 2; ++i) {
        const auto refused = host.acquire(path);
        CHECK(refused.status() == status_code::foreign);
        CHECK(contains(refused.error().message(), "provided"));
    }
    library_host globals(keep_always(), ffiguard::load_mode::global);
    REQUIRE(globals.preload({test_library("provider")}, preload_policy::all_or_nothing).ok());
    const auto plugin = host.acquire(path);
    REQUIRE(plugin);
    auto use = plugin->find<int()>("use_provided");
    REQUIRE(use);
    CHECK((*use)() == 42);
}

#ifdef __GLIBC__
TEST_CASE("a plugin that finds too little static thread-local memory is refused, others load") {
    library_host host;
    const auto report = host.preload({test_library("static_tls"), test_library("counter")},
                                     preload_policy::best_effort);
    CHECK(contains(report.items[0].message.c_str(), "static TLS"));
    CHECK(report.items[1].status.ok());
    const auto counter = host.acquire(test_library("counter"));
    REQUIRE(counter);
    CHECK(counter->find<int()>("counter_next"));
}
#endif

TEST_CASE("keep_for unloads at the next operation after the time, and not before") {
    const std::string path = test_library("counter");
    library_host host(keep_for(1h));
    auto held = *host.acquire(path);
    const auto entry = held.entry();
    held.reset();
    CHECK(host.collect() == 0);
    CHECK(is_loaded(path));

    CHECK(host.set_keep(entry, keep_for(1ms)).ok());
    held = *host.acquire(entry);
    std::this_thread::sleep_for(5ms);
    CHECK(host.collect() == 0);
    CHECK(held.find<int()>("counter_next"));
    held.reset();
    CHECK(is_loaded(path));
    std::this_thread::sleep_for(5ms);
    CHECK(host.acquire(test_library("provider")));  // any operation with a name
    CHECK_FALSE(is_loaded(path));

    CHECK(host.acquire(entry));
    std::this_thread::sleep_for(5ms);
    CHECK(host.collect() == 1);
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("the time of keep_for starts when the last lease ends") {
    const std::string path = test_library("counter");
    library_host host(keep_for(500ms));
    auto held = *host.acquire(path);
    std::this_thread::sleep_for(600ms);
    held.reset();
    CHECK(host.collect() == 0);
    CHECK(is_loaded(path));
}

TEST_CASE("a policy that is set while nobody leases the library applies at once") {
    const std::string path = test_library("counter");
    library_host host(keep_always());
    const auto entry = host.acquire(path)->entry();
    CHECK(is_loaded(path));
    CHECK(host.set_keep(entry, unload_at_zero()).ok());
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("a keep_for that follows keep_always counts from then on") {
    const std::string path = test_library("counter");
    library_host host(keep_always());
    auto held = *host.acquire(path);
    std::this_thread::sleep_for(600ms);
    const auto entry = held.entry();
    held.reset();
    CHECK(host.set_keep(entry, keep_for(500ms)).ok());
    CHECK(is_loaded(path));
}

TEST_CASE("the record of a library tells what happened to it") {
    const std::string path = test_library("counter");
    library_host host(keep_always());
    const auto start = std::chrono::system_clock::now() - 1s;
    auto first = *host.acquire(path);
    const auto second = *host.acquire(first.entry());
    first.reset();
    const auto held = records(host);
    REQUIRE(held.size() == 1);
    CHECK(held[0].entry == second.entry());
    CHECK(held[0].path == path);
    CHECK(held[0].loaded_at > start);
    CHECK(held[0].acquired == 2);
    CHECK(held[0].leases == 1);
    CHECK(held[0].loaded);
    CHECK(held[0].resident);
    CHECK(held[0].keep == keep_always());
    CHECK(held[0].why() == "1 lease");
}

TEST_CASE("the record keeps the loader's words when a known library does not load again") {
    const library_directory directory;
    const std::string path = directory.copy(test_library("counter"), "gone.so");
    library_host host;
    REQUIRE(host.acquire(path));
    ::unlink(path.c_str());
    CHECK(host.acquire(path).status() == status_code::not_found);
    const auto all = records(host);
    REQUIRE(all.size() == 1);
    CHECK(contains(all[0].last_error.message(), "gone.so"));
    CHECK_FALSE(all[0].resident);
    CHECK(all[0].why() == "gone");
}

TEST_CASE("a symbol outlives its lease, and the library is called resident until it ends") {
    const std::string path = test_library("counter");
    library_host host;
    auto next = *host.acquire(path)->find<int()>("counter_next");
    CHECK(next() == 1);
    CHECK(records(host)[0].resident);
    CHECK_FALSE(records(host)[0].loaded);
    CHECK(records(host)[0].why() == "in use");
    CHECK(host.shutdown(0s).stayed.size() == 1);
    next = {};
    CHECK_FALSE(records(host)[0].resident);
    CHECK_FALSE(is_loaded(path));
    CHECK(host.shutdown(0s).stayed.empty());
}

TEST_CASE("a library that others hold, or whose destructor runs, is called resident") {
    const library_directory directory;
    const std::string path = directory.copy(test_library("host_caller"), "a.so");
    const host_callback callback(look);
    library_host host;
    looked_at = &host;
    REQUIRE(host.acquire(path));
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].resident);
    CHECK_FALSE(records(host)[0].resident);
    {
        const auto other = ffiguard::library::open(path);
        REQUIRE(other);
        CHECK(records(host)[0].resident);
        CHECK(records(host)[0].why() == "another handle");
    }
    CHECK_FALSE(records(host)[0].resident);
}

TEST_CASE("a library that has gone is not taken for the one that its path leads to now") {
    const library_directory directory;
    const std::string path = directory.copy(test_library("counter"), "a.so");
    library_host host;
    {
        const auto outlives_its_lease = host.acquire(path)->find<int()>("counter_next");
        REQUIRE(outlives_its_lease);
    }
    directory.copy(test_library("provider"), "a.so");
    const auto now = *host.acquire(path);
    const auto all = records(host);
    REQUIRE(all.size() == 2);
    CHECK_FALSE(all[0].resident);
    CHECK(all[1].resident);
}

TEST_CASE("a library that does not go is never called gone") {
    const library_directory directory;
    const std::string path = directory.copy(test_library("provider"), "stays.so");
    library_host host(unload_at_zero(), ffiguard::load_mode::no_delete);
    REQUIRE(host.acquire(path));
    CHECK(is_loaded(path));
    CHECK(records(host)[0].resident);
    CHECK_FALSE(records(host)[0].loaded);
    CHECK(records(host)[0].last_close.answer == close_answer::still_resident);
    const auto report = host.shutdown(0s);
    REQUIRE(report.stayed.size() == 1);
    CHECK(report.stayed[0].path == path);
    CHECK(report.stayed[0].why() == name(report.stayed[0].last_close.reason));
}

TEST_CASE("the end of a lease that unloads keeps errno") {
    library_host host;
    auto lease = *host.acquire(test_library("counter"));  // its destructor sets errno
    errno = 42;
    lease.reset();
    CHECK(errno == 42);
    CHECK_FALSE(is_loaded(test_library("counter")));
}

TEST_CASE("what is no name and no entry of this host is refused") {
    library_host host;
    library_host other;
    const auto entry = other.acquire(test_library("counter"))->entry();
    CHECK(host.acquire(nullptr).status() == status_code::null);
    CHECK(host.acquire("").status() == status_code::invalid_argument);
    CHECK(host.acquire(std::string("a\0b", 3)).status() == ffiguard::status::inner_nul(1));
    CHECK(host.acquire(library_host::entry_id()).status() == status_code::null);
    CHECK(host.acquire(entry).status() == status_code::wrong_table);
    CHECK(host.set_keep(entry, keep_always()) == status_code::wrong_table);
    CHECK(host.close(entry).status() == status_code::wrong_table);
    CHECK(host.close("never heard of").status() == status_code::not_found);
    CHECK(host.find("never heard of").status() == status_code::not_found);
    CHECK(records(host).empty());
    CHECK_FALSE(library_lease().entry());
    CHECK(library_lease().find<int()>("f").status() == status_code::null);
}

TEST_CASE("a token is a lease for foreign code, and each misuse has its answer") {
    const std::string path = test_library("counter");
    library_host host;
    library_host other;
    const auto token = *host.acquire_token(path);
    const auto second = *host.acquire_token(*host.find(path));
    CHECK(records(host)[0].leases == 2);
    CHECK(host.pin(token)->find<int()>("counter_next"));
    CHECK(host.release_token(token).ok());
    CHECK(is_loaded(path));
    CHECK(host.release_token(token) == status_code::closed);
    CHECK(host.pin(token).status() == status_code::closed);
    CHECK(host.release_token(0) == status_code::null);
    CHECK_FALSE(other.release_token(second).ok());
    CHECK(host.release_token(second).ok());
    CHECK_FALSE(is_loaded(path));
    CHECK(host.acquire_token("/nowhere.so").status() == status_code::not_found);
}
