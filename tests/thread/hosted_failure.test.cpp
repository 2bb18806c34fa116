// SPDX-License-Identifier: BSL-1.0
// A host, its calls and their completions where memory is short, for every allocation that they
// make.
//
// As in core/life_cycle_failure.test.cpp: in this file new (std::nothrow) is a function of the
// test, and ffiguard lives in an inline namespace of its own. First all that the headers below
// include of the system: it is not to be renamed.
#include <ffiguard/core/config.hpp>

#include <cxxabi.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cfenv>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "../failing_new.hpp"

#undef FFIGUARD_ABI
#define FFIGUARD_ABI v0_failing_hosts
#define nothrow failing_nothrow

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/thread/completion_queue.hpp>
#include <ffiguard/thread/hosted_call.hpp>
#include <ffiguard/thread/thread_home.hpp>
#include <ffiguard/thread/thread_host.hpp>

#undef nothrow

using ffiguard::status_code;

namespace {

struct hosted_object {
    ffiguard::release_place home;
    using life_cycle = ffiguard::life_cycle<ffiguard::lives_at<&hosted_object::home>>;
    explicit hosted_object(const ffiguard::release_place& at) : home(at) {}
    int calls = 0;
};

/// Whether all went well; else nothing but out_of_memory was the answer, and all that was made
/// ends.
bool use_a_host() {
    ffiguard::handle_table<hosted_object> table;
    auto host = ffiguard::thread_host::start();
    if (!host) {
        CHECK(host.status() == status_code::out_of_memory);
        return false;
    }
    auto done = ffiguard::completion_queue::create(4);
    if (!done) {
        CHECK(done.status() == status_code::out_of_memory);
        return false;
    }
    const auto t = host->call([&] { return table.emplace(host->place()); });
    if (!t) {
        CHECK(t.error().status() == status_code::out_of_memory);
        return false;
    }
    const auto count = [](hosted_object& object) { ++object.calls; };
    const ffiguard::status posted = hosted_post(table, *t, count, *done, 1);
    const ffiguard::status limited =
        hosted_call_for(table, *t, std::chrono::hours(1), count).status();
    for (const ffiguard::status each : {posted, limited})
        CHECK((each.ok() || each == status_code::out_of_memory));
    const auto calls = hosted_call(table, *t, [](hosted_object& object) { return object.calls; });
    REQUIRE(calls);  // takes no memory
    CHECK(*calls == int{posted.ok()} + int{limited.ok()});
    ffiguard::completed_call some[4];
    CHECK(done->take(some, 4) == std::size_t{posted.ok()});
    CHECK(hosted_close(table, *t).ok());
    CHECK(table.live() == 0);
    return posted.ok() && limited.ok();
}

}  // namespace

TEST_CASE("a host that has no memory for one thing says so, and all the rest ends well") {
    int failures = 0;
    for (int n = 0;; ++n) {
        CAPTURE(n);
        calls_left = n;
        failed = false;
        const bool well = use_a_host();
        calls_left = -1;
        CHECK(well == !failed);
        if (!failed) break;
        ++failures;
        REQUIRE(n < 100);
    }
    CHECK(failures >= 6);  // host, thread, ring, queue, slot, posted call, limited call
    calls_left = 0;
    CHECK(ffiguard::thread_home::create().status() == status_code::out_of_memory);
    calls_left = -1;
}
