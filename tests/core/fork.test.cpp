// SPDX-License-Identifier: BSL-1.0
// What a handle_table does in the child of a fork().
#include <ffiguard/core/handle_table.hpp>

#include <unistd.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "../forked.hpp"

using ffiguard::handle_table;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::violation;
using ffiguard::violation_event;

namespace {

std::atomic<int> leaks{0};
void count_leaks(const violation_event& event) noexcept { leaks += event.kind == violation::leak; }

}  // namespace

TEST_CASE("these tests find a child that hangs, asleep or busy, and what it hangs in") {
    for (const bool asleep : {true, false}) {
        const auto ended = forked::child(forked::where::same_namespace, [asleep]() -> int {
            forked::step("for ever");
            for (volatile bool again = true; again;)
                if (asleep) ::pause();
            return 0;
        });
        CHECK_FALSE(ended.ok());
        if (!under_thread_sanitizer) CHECK(ended.hung_in == "for ever");
    }
}

TEST_CASE("a table that threads were inside of at a fork() ends in the child, and does not wait") {
    if (!forked::bears_threads_inside()) return;
    const auto before = ffiguard::set_violation_handler(&count_leaks);
    auto table = std::make_unique<handle_table<int>>();
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (int t = 0; t < 2; ++t)
        threads.emplace_back([&] {
            while (!stop) {
                const auto made = table->emplace(1);
                if (made) static_cast<void>(table->close(*made));
            }
        });
    for (int round = 0; round < 200; ++round) {
        const auto ended = forked::child(forked::where::same_namespace, [&] {
            forked::step("~handle_table");
            table.reset();
            return 0;
        });
        CHECK(ended.hung_in == "");
        CHECK(ended.ok());
    }
    stop = true;
    for (std::thread& one : threads) one.join();
    leaks = 0;
    table.reset();
    CHECK(leaks == 0);
    ffiguard::set_violation_handler(before);
}

TEST_CASE("in the child what a thread of the parent was inside of is reported and left") {
    const auto before = ffiguard::set_violation_handler(&count_leaks);
    auto table = std::make_unique<handle_table<int>>();
    const token of_thread = *table->emplace(1);
    const token free = *table->emplace(2);
    auto pin = table->pin(of_thread);
    REQUIRE(pin);
    const auto ended = forked::child(forked::where::same_namespace, [&] {
        if (!table->close(free).ok()) return 1;  // a copy of the parent's, with its tokens
        if (*pin != 1 || !table->pin(of_thread)) return 2;
        leaks = 0;
        table.reset();
        return leaks == 1 ? 0 : 3;
    });
    CHECK(ended.ok());
    static_cast<void>(pin.unpin());
    CHECK(table->close(free).ok());
    CHECK(table->close(of_thread).ok());
    ffiguard::set_violation_handler(before);
}

TEST_CASE("a table that makes its first object after a fork() refuses the other process's tokens") {
    static_cast<void>(ffiguard::detail::draw_table_id());
    std::vector<forked::where> places{forked::where::same_namespace};
    if (forked::may_enter_pid_namespace()) places.push_back(forked::where::new_pid_namespace);
    for (const forked::where place : places) {
        handle_table<int> table;
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        const auto ended = forked::child(place, [&] {
            const token made = *table.emplace(1);
            const bool whole = ::write(ends[1], &made, sizeof made) == sizeof made;
            static_cast<void>(table.close(made));
            return whole ? 0 : 1;
        });
        CHECK(ended.ok());
        token of_child = 0;
        REQUIRE(::read(ends[0], &of_child, sizeof of_child) == sizeof of_child);
        const token mine = *table.emplace(1);
        CHECK(of_child != mine);
        CHECK(table.pin(of_child).status() == status_code::wrong_table);
        CHECK(table.close(mine).ok());
        ::close(ends[0]);
        ::close(ends[1]);
    }
}
