// SPDX-License-Identifier: BSL-1.0
// Trees in the child of a fork(): what threads of the parent process were inside of, or were making
// or closing, is left there; nothing waits for them.
#include <ffiguard/core/life_cycle.hpp>

#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>

#include "../forked.hpp"

using ffiguard::handle_table;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::violation;
using ffiguard::violation_event;

namespace {

std::atomic<int> leaks{0};
void count_leaks(const violation_event& event) noexcept { leaks += event.kind == violation::leak; }
struct leaks_are_counted {
    leaks_are_counted() { leaks = 0; }
    leaks_are_counted(const leaks_are_counted&) = delete;
    leaks_are_counted& operator=(const leaks_are_counted&) = delete;
    ~leaks_are_counted() { ffiguard::set_violation_handler(before); }
    ffiguard::violation_handler before = ffiguard::set_violation_handler(&count_leaks);
};

std::atomic<int> broken{0};

/// Root, branch and leaf; Says: what the two upper ones say beside their order.
template <class... Says>
struct root {
    using life_cycle = ffiguard::life_cycle<Says...>;
    root() = default;
    root(const root&) = delete;
    root& operator=(const root&) = delete;
    ~root() {
        if (children != 0) ++broken;
    }
    std::atomic<int> children{0};
};
template <class Policy, class... Says>
struct branch {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<root<Policy, Says...>>, Policy>;
    explicit branch(root<Policy, Says...>& in) : parent(&in) { ++in.children; }
    branch(const branch&) = delete;
    branch& operator=(const branch&) = delete;
    ~branch() {
        if (children != 0) ++broken;
        --parent->children;
    }
    root<Policy, Says...>* parent;
    std::atomic<int> children{0};
};
template <class Policy, class... Says>
struct leaf {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<branch<Policy, Says...>>>;
    explicit leaf(branch<Policy, Says...>& in) : parent(&in) { ++in.children; }
    leaf(const leaf&) = delete;
    leaf& operator=(const leaf&) = delete;
    ~leaf() { --parent->children; }
    branch<Policy, Says...>* parent;
};

template <class... Says>
struct tree {
    std::unique_ptr<handle_table<root<Says...>>> roots =
        std::make_unique<handle_table<root<Says...>>>();
    std::unique_ptr<handle_table<branch<Says...>>> branches =
        std::make_unique<handle_table<branch<Says...>>>();
    std::unique_ptr<handle_table<leaf<Says...>>> leaves =
        std::make_unique<handle_table<leaf<Says...>>>();

    /// Six orders.
    void end(int order) {
        const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (const int which : orders[order % 6]) {
            if (which == 0) roots.reset();
            if (which == 1) branches.reset();
            if (which == 2) leaves.reset();
        }
    }
};

/// Makes, enters and closes all the time what is below the root.
template <class Tree>
void keep_busy(Tree& t, token r, unsigned seed, const std::atomic<bool>& stop) {
    std::minstd_rand random(seed);
    while (!stop) {
        const auto b = t.branches->emplace_child(*t.roots, r);
        if (!b) continue;
        std::vector<token> mine;
        for (int i = 0; i < 3; ++i)
            if (const auto l = t.leaves->emplace_child(*t.branches, *b)) mine.push_back(*l);
        if (!mine.empty()) static_cast<void>(t.leaves->pin(mine[0]));
        if (random() % 2 == 0) static_cast<void>(t.branches->close(*b));
        for (const token l : mine) static_cast<void>(t.leaves->close(l));
        static_cast<void>(t.branches->close(*b));  // where it was refused, or not tried
    }
}

template <class... Says>
void end_in_children() {
    const leaks_are_counted counting;
    tree<Says...> t;
    const token r = *t.roots->emplace();
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < 2; ++i) threads.emplace_back([&, i] { keep_busy(t, r, i + 1, stop); });
    bool all_ended = true;
    for (int round = 0; round < 60 && all_ended; ++round) {
        CAPTURE(round);
        const auto ended = forked::child(forked::where::same_namespace, [&] {
            if (round % 2 == 0) {
                forked::step("close of the root");
                static_cast<void>(t.roots->close(r));
            }
            forked::step("the end of the tables");
            t.end(round / 2);
            return broken == 0 ? 0 : 1;
        });
        CHECK(ended.hung_in == "");
        CHECK(ended.exit_status == 0);
        CHECK(ended.signal == 0);
        all_ended = ended.ok();
    }
    stop = true;
    for (std::thread& one : threads) one.join();
    // The parent process goes on as if nothing had been.
    CHECK(t.branches->live() + t.leaves->live() == 0);
    CHECK(t.roots->close(r).ok());
    t.end(5);
    CHECK(leaks == 0);
    CHECK(broken == 0);
}

}  // namespace

TEST_CASE("a tree that threads make, use and close at a fork() ends in the child, in any order") {
    if (!forked::bears_threads_inside()) return;
    SUBCASE("waits") { end_in_children<ffiguard::waits_for_children>(); }
    SUBCASE("refuses") { end_in_children<ffiguard::refuses_with_children>(); }
    SUBCASE("closes") { end_in_children<ffiguard::closes_children>(); }
    SUBCASE("waits, one user") {
        end_in_children<ffiguard::waits_for_children, ffiguard::one_user>();
    }
    SUBCASE("closes, one user") {
        end_in_children<ffiguard::closes_children, ffiguard::one_user>();
    }
}

TEST_CASE(
    "the child of a fork() has the tree, and what a thread was inside of is left with its "
    "parents") {
    const leaks_are_counted counting;
    tree<ffiguard::waits_for_children> t;
    const token r = *t.roots->emplace();
    const token other = *t.roots->emplace();
    const token b = *t.branches->emplace_child(*t.roots, r);
    const token free = *t.branches->emplace_child(*t.roots, other);
    const token l = *t.leaves->emplace_child(*t.branches, b);
    std::atomic<bool> inside{false};
    std::atomic<bool> leave{false};
    std::thread user([&] {
        const auto pin = t.leaves->pin(l);
        inside = true;
        while (!leave) std::this_thread::yield();
    });
    while (!inside) std::this_thread::yield();
    const auto ended = forked::child(forked::where::same_namespace, [&] {
        forked::step("what nobody was inside of");
        if (!t.branches->close(free).ok() || !t.roots->close(other).ok()) return 1;
        if (t.roots->live() != 1 || t.branches->live() != 1) return 2;
        forked::step("what the thread was inside of");
        if (!t.leaves->close(l).ok() || !t.branches->close(b).ok() || !t.roots->close(r).ok())
            return 3;
        if (t.leaves->pin(l).status() != status_code::closed) return 4;
        if (t.roots->live() != 1 || t.branches->live() != 1 || t.leaves->live() != 1) return 5;
        forked::step("the end of the tables");
        t.end(5);
        return leaks == 3 && broken == 0 ? 0 : 6;
    });
    CHECK(ended.hung_in == "");
    CHECK(ended.ok());
    leave = true;
    user.join();
    CHECK(t.leaves->close(l).ok());
    CHECK(t.branches->close(b).ok());
    CHECK(t.branches->close(free).ok());
    CHECK(t.roots->close(r).ok());
    CHECK(t.roots->close(other).ok());
    t.end(5);
    CHECK(leaks == 0);
}

TEST_CASE("a parent and its children made in the child of a fork() are of that process alone") {
    tree<ffiguard::closes_children> t;
    const token r = *t.roots->emplace();
    const token b = *t.branches->emplace_child(*t.roots, r);
    const auto ended = forked::child(forked::where::same_namespace, [&] {
        const auto mine = t.leaves->emplace_child(*t.branches, b);
        if (!mine || !t.roots->close(r).ok()) return 1;
        return t.roots->live() + t.branches->live() + t.leaves->live() == 0 ? 0 : 2;
    });
    CHECK(ended.ok());
    CHECK(t.leaves->emplace_child(*t.branches, b));
    CHECK(t.roots->close(r).ok());
    CHECK(t.roots->live() + t.branches->live() + t.leaves->live() == 0);
}
