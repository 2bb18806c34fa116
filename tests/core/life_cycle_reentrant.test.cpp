// SPDX-License-Identifier: BSL-1.0
// one_user_reentrant: the thread that is inside comes in again.
#include <ffiguard/core/life_cycle.hpp>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>

#include "../sanitizer.hpp"

using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

using waits = ffiguard::waits_for_children;
using refuses = ffiguard::refuses_with_children;
using cascades = ffiguard::closes_children;

/// A C library with a recursive lock that it does not take: one thread at a time.
struct library {
    std::atomic<std::thread::id> owner{};
    int depth = 0;  // of the owner: a race is seen by the sanitizer for threads
    std::atomic<int> broken{0};

    void enter() {
        const auto here = std::this_thread::get_id();
        if (depth++ == 0) {
            if (owner.exchange(here) != std::thread::id()) ++broken;
        } else if (owner != here) {
            ++broken;
        }
    }
    void leave() {
        if (owner != std::this_thread::get_id()) ++broken;
        if (--depth == 0) owner = std::thread::id();
    }
    template <class Callback>
    void call(Callback&& callback) {
        enter();
        callback();
        leave();
    }
    void call() {
        call([] {});
    }
};

struct alone {
    using life_cycle = ffiguard::life_cycle<ffiguard::one_user_reentrant>;
    int users = 0;
};

template <class Policy>
struct connection {
    using life_cycle = ffiguard::life_cycle<Policy, ffiguard::one_user_reentrant>;
    explicit connection(library& in) : lib(&in) {}
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection() {
        lib->call();
        if (queries != 0) ++lib->broken;
    }
    library* lib;
    std::atomic<int> queries{0};
};
template <class Policy>
struct query {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<connection<Policy>>, Policy>;
    explicit query(connection<Policy>& in) : on(&in) {
        on->lib->call();
        ++on->queries;
    }
    query(const query&) = delete;
    query& operator=(const query&) = delete;
    ~query() {
        on->lib->call(at_end);
        --on->queries;
    }
    connection<Policy>* on;
    std::function<void()> at_end = [] {};
};
/// Its own gate is re-entrant, too, and so is the turn that it takes.
template <class Policy>
struct value {
    using life_cycle =
        ffiguard::life_cycle<ffiguard::child_of<query<Policy>>, ffiguard::one_user_reentrant>;
    explicit value(query<Policy>& in) : of(&in) { lib().call(); }
    value(const value&) = delete;
    value& operator=(const value&) = delete;
    ~value() { lib().call(); }
    library& lib() const { return *of->on->lib; }
    query<Policy>* of;
};
/// Below a re-entrant turn, but for itself it has one user.
template <class Policy>
struct cursor {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<query<Policy>>, ffiguard::one_user>;
};

template <class Policy>
struct tree {
    library lib;
    handle_table<connection<Policy>> connections;
    handle_table<query<Policy>> queries;
    handle_table<value<Policy>> values;
    handle_table<cursor<Policy>> cursors;
    token c = *connections.emplace(lib);

    token add() { return *queries.emplace_child(connections, c); }
    ~tree() { CHECK(lib.broken == 0); }
};

template <class Work>
void on_another_thread(Work&& work) {
    std::thread(std::forward<Work>(work)).join();
}

}  // namespace

TEST_CASE("a re-entrant object lets in the thread that is inside, and nobody else") {
    handle_table<alone> table;
    const token t = *table.emplace();
    for (int round = 0; round < 3; ++round) {
        auto outer = table.pin(t);
        REQUIRE(outer);
        {
            auto inner = table.pin(t);
            REQUIRE(inner);
            auto third = table.pin(t);
            REQUIRE(third);
            on_another_thread([&] { CHECK(table.pin(t).status() == status_code::in_use); });
        }
        on_another_thread([&] { CHECK(table.pin(t).status() == status_code::in_use); });
        CHECK(table.pin(t));
        CHECK(outer.unpin().ok());
        on_another_thread([&] {  // and the next thread has it for itself
            auto theirs = table.pin(t);
            REQUIRE(theirs);
            CHECK(table.pin(t));
        });
    }
    {
        auto outer = table.pin(t);
        CHECK(table.try_close(t) == status_code::in_use);
        CHECK(table.take(t).status() == status_code::in_use);
        CHECK(table.close(t).ok());  // from inside: after the last one out
        CHECK(table.pin(t).status() == status_code::closed);
        CHECK(table.live() == 1);
    }
    CHECK(table.live() == 0);
}

TEST_CASE_TEMPLATE("a callback uses the connection and other children of it", P, waits, refuses,
                   cascades) {
    tree<P> t;
    const token first = t.add();
    const token second = t.add();
    const token v = *t.values.emplace_child(t.queries, second);
    const auto refused_elsewhere = [&] {
        on_another_thread([&] {
            CHECK(t.connections.pin(t.c).status() == status_code::in_use);
            CHECK(t.queries.pin(first).status() == status_code::in_use);
            CHECK(t.queries.pin(second).status() == status_code::in_use);
            CHECK(t.values.pin(v).status() == status_code::in_use);
            CHECK(t.queries.emplace_child(t.connections, t.c).status() == status_code::in_use);
        });
    };
    const auto use_all = [&] {
        for (int i = 0; i < 2; ++i) {
            auto c = t.connections.pin(t.c);
            REQUIRE(c);
            c->lib->call();
            auto q = t.queries.pin(first);
            REQUIRE(q);
            q->on->lib->call();
            auto of_value = t.values.pin(v);
            REQUIRE(of_value);
            REQUIRE(t.values.pin(v));
            of_value->lib().call();
            refused_elsewhere();
        }
        refused_elsewhere();
        const auto made = t.queries.emplace_child(t.connections, t.c);
        REQUIRE(made);
        CHECK(t.queries.close(*made).ok());
    };
    {
        auto c = t.connections.pin(t.c);
        c->lib->call(use_all);
    }
    {
        auto q = t.queries.pin(first);
        q->on->lib->call(use_all);
    }
    {
        auto of_value = t.values.pin(v);
        of_value->lib().call(use_all);
    }
    on_another_thread([&] { CHECK(t.queries.pin(first)); });
    CHECK(t.queries.live() == 2);  // what was closed in a callback has gone on the way out
}

TEST_CASE_TEMPLATE("a child closed in a callback is released by the outermost call", P, waits,
                   refuses, cascades) {
    tree<P> t;
    const token first = t.add();
    const token second = t.add();
    {
        auto outer = t.queries.pin(first);
        {
            auto inner = t.connections.pin(t.c);
            CHECK(t.queries.close(second).ok());
            CHECK(t.queries.try_close(first) == status_code::in_use);
        }
        CHECK(t.queries.live() == 2);
        CHECK(t.queries.pin(second).status() == status_code::closed);
        CHECK(outer.unpin().ok());
    }
    CHECK(t.queries.live() == 1);
}

TEST_CASE("a callback of a release uses the rest of the tree") {
    tree<waits> t;
    const token first = t.add();
    const token second = t.add();
    int calls = 0;
    const auto use = [&] {
        calls += t.queries.pin(second) ? 1 : 0;
        calls += t.connections.pin(t.c) ? 1 : 0;
        on_another_thread([&] { CHECK(t.queries.pin(second).status() == status_code::in_use); });
    };
    t.queries.pin(first)->at_end = use;
    CHECK(t.queries.close(first).ok());
    CHECK(calls == 2);
    const token third = t.add();
    t.queries.pin(third)->at_end = use;
    {
        auto inside = t.queries.pin(second);
        CHECK(t.queries.close(third).ok());  // waits for the turn
        CHECK(calls == 2);
    }
    CHECK(calls == 4);
    on_another_thread([&] { CHECK(t.connections.pin(t.c)); });
}

TEST_CASE("what is below a re-entrant turn may still have one user for itself") {
    tree<waits> t;
    const token q = t.add();
    const token c = *t.cursors.emplace_child(t.queries, q);
    auto inside = t.cursors.pin(c);
    REQUIRE(inside);
    CHECK(t.cursors.pin(c).status() == status_code::in_use);
    CHECK(t.queries.pin(q));
    on_another_thread([&] { CHECK(t.queries.pin(q).status() == status_code::in_use); });
}

TEST_CASE_TEMPLATE("threads that call back take turns", P, waits, refuses, cascades) {
    for (int round = 0; round < (under_thread_sanitizer ? 10 : 50); ++round) {
        tree<P> t;
        std::atomic<bool> go{false};
        std::vector<std::thread> threads;
        for (int i = 0; i < 3; ++i)
            threads.emplace_back([&, i] {
                while (!go) std::this_thread::yield();
                for (int n = 0; n < 60; ++n) {
                    const auto made = t.queries.emplace_child(t.connections, t.c);
                    if (!made) {
                        if (made.status() == status_code::closed) break;
                        continue;
                    }
                    if (auto outer = t.queries.pin(*made))
                        outer->on->lib->call([&] {
                            if (auto again = t.queries.pin(*made)) again->on->lib->call();
                            if (auto up = t.connections.pin(t.c)) up->lib->call();
                            if (n % 3 == 0) static_cast<void>(t.queries.close(*made));
                        });
                    if (i == 0 && n == 40) static_cast<void>(t.connections.close(t.c));
                    static_cast<void>(t.queries.close(*made));
                }
            });
        go = true;
        for (auto& each : threads) each.join();
        static_cast<void>(t.connections.close(t.c));
        if (t.queries.live() + t.connections.live() != 0) ++t.lib.broken;
        REQUIRE(t.lib.broken == 0);
    }
}
