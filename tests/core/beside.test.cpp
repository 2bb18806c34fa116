// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

#include <atomic>
#include <thread>

#include <doctest/doctest.h>

using ffiguard::handle_table;
using ffiguard::status_code;
using ffiguard::token;

namespace {

std::atomic<int> alive{0};

/// A connection: one user at a time, and a wake that any thread may call.
struct connection {
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children, ffiguard::one_user>;
    connection() { ++alive; }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection() { --alive; }
    std::atomic<int> woken{0};
};
struct statement {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<connection>>;
    statement() { ++alive; }
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;
    ~statement() { --alive; }
};

struct tables {
    handle_table<connection> connections;
    handle_table<statement> statements;

    ~tables() { CHECK(alive == 0); }
    token connect() { return *connections.emplace(); }
    token prepare(token in) { return *statements.emplace_child(connections, in); }
    ffiguard::status wake(token t) {
        return connections.beside(t, [](connection& c) noexcept { ++c.woken; });
    }
};

using ffiguard::closes_children;
using ffiguard::refuses_with_children;
using ffiguard::waits_for_children;

}  // namespace

TEST_CASE("beside() enters an object whose only user is inside, who keeps his turn") {
    tables t;
    const token c = t.connect();
    {
        const auto inside = t.connections.pin(c);
        REQUIRE(inside);
        CHECK(t.connections.pin(c).status() == status_code::in_use);
        CHECK(t.wake(c).ok());
        CHECK(inside->woken == 1);
    }
    // Nor does it take the turn of somebody else.
    CHECK(t.connections.beside(c, [&](connection&) noexcept { CHECK(t.connections.pin(c)); }).ok());
    CHECK(t.connections.close(c).ok());
}

TEST_CASE("beside() still enters while a close waits for who is inside, and then says: closed") {
    tables t;
    const token c = t.connect();
    {
        const auto inside = t.connections.pin(c);
        CHECK(t.connections.close(c).ok());
        CHECK(t.connections.pin(c).status() == status_code::closed);
        CHECK(t.wake(c).ok());
        CHECK(inside->woken == 1);
    }
    CHECK(t.wake(c) == status_code::closed);
    CHECK(t.wake(0) == status_code::null);
    CHECK(t.wake(c + 1) == status_code::malformed);
    const token again = t.connect();
    CHECK(t.wake(c) == status_code::stale);
    CHECK(t.connections.close(again).ok());
}

TEST_CASE("an object that is closed during beside() is released after it") {
    tables t;
    const token c = t.connect();
    CHECK(t.connections
              .beside(c,
                      [&](connection& there) noexcept {
                          CHECK(t.connections.close(c).ok());
                          CHECK(alive == 1);
                          ++there.woken;
                      })
              .ok());
    CHECK(alive == 0);
    CHECK(t.wake(c) == status_code::closed);
}

TEST_CASE("an object that is being released is in use for beside()") {
    struct slow {
        using life_cycle = ffiguard::life_cycle<waits_for_children>;
        explicit slow(handle_table<slow>& all) noexcept : in(&all) {}
        void close() noexcept {
            CHECK(in->beside(self, [](slow&) noexcept { CHECK(false); }) == status_code::in_use);
        }
        handle_table<slow>* in;
        token self = 0;
    };
    handle_table<slow> all;
    const token made = *all.emplace(all);
    all.pin(made)->self = made;
    CHECK(all.close(made).ok());
}

TEST_CASE("the closer says what becomes of children: refuse, wait or close them") {
    tables t;
    const token c = t.connect();
    const token s = t.prepare(c);
    const auto refused = t.connections.close_as<refuses_with_children>(c);
    CHECK(refused == status_code::in_use);
    CHECK(refused.detail() == 1);
    CHECK(t.statements.pin(s));
    CHECK(t.connections.close_as<waits_for_children>(c).ok());
    CHECK(t.statements.pin(s).status() == status_code::closed);
    CHECK(alive == 2);
    CHECK(t.wake(c).ok());
    CHECK(t.statements.close(s).ok());
    CHECK(alive == 0);

    const token other = t.connect();
    static_cast<void>(t.prepare(other));
    CHECK(t.connections.close_as<closes_children>(other).ok());
    CHECK(alive == 0);
    const token last = t.connect();
    CHECK(t.connections.close_as<refuses_with_children>(last).ok());
    CHECK(t.connections.close_as<waits_for_children>(last) == status_code::closed);
}

TEST_CASE("threads that wake, close and make children meet an object that is there, or none") {
    tables t;
    std::atomic<token> at{t.connect()};
    std::atomic<bool> done{false};
    std::thread waker([&] {
        while (!done)
            t.connections.beside(at, [](connection& c) noexcept { c.woken = 7; }).ignore();
    });
    std::thread maker([&] {
        while (!done) {
            const auto made = t.statements.emplace_child(t.connections, at.load());
            if (made) t.statements.close(*made).ignore();  // closed, where the parent was first
        }
    });
    for (int i = 0; i < 3000; ++i) {
        const token old = at.exchange(t.connect());
        if (i % 3 == 0)
            CHECK(t.connections.close(old).ok());
        else if (i % 3 == 1)
            CHECK(t.connections.close_as<waits_for_children>(old).ok());
        else
            while (t.connections.close_as<refuses_with_children>(old) == status_code::in_use)
                std::this_thread::yield();
    }
    done = true;
    waker.join();
    maker.join();
    CHECK(t.connections.close(at).ok());
}
