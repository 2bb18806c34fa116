// SPDX-License-Identifier: BSL-1.0
// What is assigned to ends what it had; and which guards hold something, and where.
#include <fcntl.h>

#include <cfenv>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/signal/alternate_stack.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/thread/completion_queue.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/thread_home.hpp>
#include <ffiguard/thread/thread_host.hpp>
#include <ffiguard/thread/thread_locale.hpp>
#include <ffiguard/thread/thread_name.hpp>

using ffiguard::status_code;

namespace moved_over {

template <class Guard>
void tells_where_it_is(ffiguard::result<Guard> begun) {
    REQUIRE(begun);
    CHECK(static_cast<bool>(*begun));
    CHECK(begun->is_on_its_thread());
    std::thread([&] { CHECK_FALSE(begun->is_on_its_thread()); }).join();
    CHECK(begun->restore().ok());
    CHECK_FALSE(static_cast<bool>(*begun));
}

}  // namespace moved_over

TEST_CASE("a thread_host that is assigned to ends the thread that it had") {
    auto first = ffiguard::thread_host::start();
    auto second = ffiguard::thread_host::start();
    REQUIRE(first);
    REQUIRE(second);
    const auto id = [] { return std::this_thread::get_id(); };
    const auto its = second->call(id);
    REQUIRE(its);
    *first = std::move(*second);
    const auto now = first->call(id);
    REQUIRE(now);
    CHECK(bool{*now == *its});
    CHECK(second->stop().status() == status_code::closed);
    CHECK(first->stop().ok());
}

TEST_CASE("a completion_queue that is assigned to closes the descriptor that it had") {
    auto first = ffiguard::completion_queue::create(4);
    auto second = ffiguard::completion_queue::create(4);
    REQUIRE(first);
    REQUIRE(second);
    const int had = first->descriptor();
    const int its = second->descriptor();
    *first = std::move(*second);
    CHECK(first->descriptor() == its);
    CHECK(::fcntl(had, F_GETFD) == -1);
}

TEST_CASE("a guard says whether it holds something, and whether this is its thread") {
    using moved_over::tells_where_it_is;
    tells_where_it_is(ffiguard::thread_name::set("a name"));
    tells_where_it_is(ffiguard::thread_locale::use("C"));
    tells_where_it_is(ffiguard::float_environment::with_rounding(FE_UPWARD));
    tells_where_it_is(ffiguard::signal_mask::block<SIGINT>());
    tells_where_it_is(ffiguard::alternate_stack::install());
    auto pinned = ffiguard::cpu_affinity::pin(0);
    if (pinned) tells_where_it_is(std::move(pinned));
}

TEST_CASE("a thread_home says whether it holds something") {
    auto home = ffiguard::thread_home::create();
    REQUIRE(home);
    CHECK(static_cast<bool>(*home));
    const auto moved = std::move(*home);
    CHECK_FALSE(static_cast<bool>(*home));
}
