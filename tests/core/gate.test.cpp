// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/gate.hpp>

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include "child.hpp"

using ffiguard::admission;
using ffiguard::close_duty;
using ffiguard::gate;

static_assert(sizeof(gate) == 8);
static_assert(!std::is_move_constructible_v<gate>, "users hold the gate's address");

TEST_CASE("nobody inside: the closer releases") {
    gate g;
    CHECK(g.close() == close_duty::release_now);
    CHECK(g.pin() == admission::closed);
}

TEST_CASE("somebody inside: the last one out releases, and only that one") {
    gate g;
    REQUIRE(g.pin() == admission::inside);
    REQUIRE(g.pin() == admission::inside);
    CHECK(g.close() == close_duty::last_user);
    CHECK(g.pin() == admission::closed);
    CHECK_FALSE(g.unpin());
    CHECK(g.unpin());
}

TEST_CASE("a second close has nothing to do, before and after the last user left") {
    gate g;
    REQUIRE(g.pin() == admission::inside);
    REQUIRE(g.close() == close_duty::last_user);
    CHECK(g.close() == close_duty::already_closed);
    REQUIRE(g.unpin());
    CHECK(g.close() == close_duty::already_closed);
}

TEST_CASE("try_close refuses while somebody is inside, and changes nothing") {
    gate g;
    REQUIRE(g.pin() == admission::inside);
    CHECK(g.try_close() == close_duty::in_use);
    CHECK(g.pin() == admission::inside);
    CHECK_FALSE(g.unpin());
    CHECK_FALSE(g.unpin());
    CHECK(g.try_close() == close_duty::release_now);
    CHECK(g.try_close() == close_duty::already_closed);
}

TEST_CASE("a closer that would be one user too many ends the program") {
    gate g;
    for (std::uint32_t users = 1; users < (std::uint32_t{1} << 22); ++users)
        if (g.pin() != admission::inside) FAIL("full too early");
    const auto pinning = run_in_child([&] { static_cast<void>(g.pin()); });
    CHECK(pinning.aborted);
    const auto closing = run_in_child([&] { static_cast<void>(g.close_and_enter(false)); });
    CHECK(closing.aborted);
    CHECK(closing.text.find("2^22 users") != std::string::npos);
    CHECK(g.close() == close_duty::last_user);
}

TEST_CASE("a gate that has moved on knows the numbers of earlier resources") {
    gate g(gate::shut_t{});
    CHECK(g.pin() == admission::closed);
    g.open_as(1);
    CHECK(g.pin(0) == admission::other_generation);
    CHECK(g.pin(3) == admission::other_generation);
    REQUIRE(g.pin(1) == admission::inside);
    CHECK(g.close(0) == close_duty::other_generation);
    CHECK(g.try_close(3) == close_duty::other_generation);
    CHECK(g.try_close(1) == close_duty::in_use);
    CHECK_FALSE(g.unpin());
    CHECK(g.close(1) == close_duty::release_now);
    g.shut_as(2);
    CHECK(g.pin(1) == admission::other_generation);
    CHECK(g.close(1) == close_duty::other_generation);
    g.open_as(0x3FFFF);
    CHECK(g.pin(0x3FFFF) == admission::inside);
    CHECK(g.users() == 1);
    CHECK(g.generation() == 0x3FFFF);
}

TEST_CASE("an unpin without a pin ends the program instead of wrapping the count") {
    const auto child = run_in_child([] {
        gate g;
        static_cast<void>(g.unpin());
    });
    CHECK(child.aborted);
    CHECK(child.text == "ffiguard: unbalanced release: gate: unpin without pin\n");
}

TEST_CASE("an unhold without a hold ends the program instead of wrapping the count") {
    const auto child = run_in_child([] {
        gate g;
        static_cast<void>(g.unhold());
    });
    CHECK(child.aborted);
    CHECK(child.text == "ffiguard: unbalanced release: gate: unhold without hold\n");
}

TEST_CASE("children are refused before the last holds, and one hold too many ends the program") {
    gate g;
    std::uint32_t children = 0;
    while (g.hold_for_child()) ++children;
    CHECK(children == (std::uint32_t{1} << 22) - (std::uint32_t{1} << 16));
    CHECK(g.holds() == children);
    while (g.holds() != (std::uint32_t{1} << 22) - 1) g.hold();
    CHECK_FALSE(g.hold_for_child());
    const auto ends_the_program = [](const child_outcome& child) {
        CHECK(child.aborted);
        CHECK(child.text.find("2^22 holds") != std::string::npos);
    };
    ends_the_program(run_in_child([&] { g.hold(); }));
    ends_the_program(run_in_child([&] { static_cast<void>(g.hold_beside()); }));
    ends_the_program(run_in_child([&] {
        if (g.pin() == admission::inside) g.unpin_to_hold();
    }));
}

TEST_CASE("threads race users against closers: exactly one release, never while inside") {
    constexpr int rounds = 2000;
    constexpr int threads = 4;
    for (int round = 0; round < rounds; ++round) {
        gate g;
        std::atomic<int> releases{0};
        std::atomic<bool> released{false};
        std::atomic<int> used_after_release{0};
        const auto release = [&] {
            released = true;
            ++releases;
        };

        std::vector<std::thread> crowd;
        for (int t = 0; t < threads; ++t)
            crowd.emplace_back([&, t] {
                while (g.pin() == admission::inside) {
                    used_after_release += released.load();
                    if (g.unpin()) release();
                    if (t % 2 == 0 && g.close() == close_duty::release_now) release();
                }
            });
        for (std::thread& one : crowd) one.join();

        CHECK(releases == 1);
        CHECK(used_after_release == 0);
    }
}
