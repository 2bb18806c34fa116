// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/life_cycle.hpp>

#include <atomic>
#include <memory>
#include <random>
#include <string>
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

/// A C library that two threads must not be in at once. (doctest would count millions of
/// assertions.)
struct library {
    std::atomic<int> inside{0};
    std::atomic<int> broken{0};
    std::atomic<int> alive{0};
    std::vector<std::string> ends;  // in turn, so without a lock

    void call() noexcept {
        if (inside.fetch_add(1, std::memory_order_relaxed) != 0) ++broken;
        if (inside.fetch_sub(1, std::memory_order_relaxed) != 1) ++broken;
    }
    void end(const std::string& name) {
        call();
        ends.push_back(name);
        --alive;
    }
};

template <class Policy>
struct connection {
    using life_cycle = ffiguard::life_cycle<Policy, ffiguard::one_user>;
    explicit connection(library& in) : lib(&in) { ++lib->alive; }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection() {
        if (children != 0) ++lib->broken;
        lib->end("connection");
    }
    library* lib;
    std::atomic<int> children{0};
};

template <class Policy>
struct query {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<connection<Policy>>, Policy>;
    query(connection<Policy>& in, const char* n) : parent(&in), name(n) {
        parent->lib->call();
        ++parent->children;
        ++parent->lib->alive;
    }
    query(const query&) = delete;
    query& operator=(const query&) = delete;
    ~query() {
        if (children != 0) ++parent->lib->broken;
        parent->lib->end(name);
        --parent->children;
    }
    status close() noexcept { return answer; }
    connection<Policy>* parent;
    std::string name;
    std::atomic<int> children{0};
    status answer;
};

template <class Policy>
struct cell {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<query<Policy>>>;
    cell(query<Policy>& in, const char* n) : parent(&in), name(n) {
        lib().call();
        ++parent->children;
        ++lib().alive;
    }
    cell(const cell&) = delete;
    cell& operator=(const cell&) = delete;
    ~cell() {
        lib().end(name);
        --parent->children;
    }
    library& lib() const { return *parent->parent->lib; }
    query<Policy>* parent;
    std::string name;
};

template <class Policy>
struct tree {
    library lib;
    handle_table<connection<Policy>> connections;
    handle_table<query<Policy>> queries;
    handle_table<cell<Policy>> cells;
    token c = *connections.emplace(lib);

    token add_query(const char* name = "query") {
        return *queries.emplace_child(connections, c, name);
    }
    token add_cell(token in, const char* name = "cell") {
        return *cells.emplace_child(queries, in, name);
    }
    ~tree() { CHECK(lib.broken == 0); }
};

using names = std::vector<std::string>;

}  // namespace

TEST_CASE_TEMPLATE("a call of a child takes the turn of its parent", P, waits, refuses, cascades) {
    tree<P> t;
    const token first = t.add_query();
    const token second = t.add_query();
    const token value = t.add_cell(second);
    const auto all_refused = [&] {
        CHECK(t.connections.pin(t.c).status() == status_code::in_use);
        CHECK(t.queries.pin(first).status() == status_code::in_use);
        CHECK(t.queries.pin(second).status() == status_code::in_use);
        CHECK(t.cells.pin(value).status() == status_code::in_use);
        CHECK(t.queries.emplace_child(t.connections, t.c, "no").status() == status_code::in_use);
    };
    for (int round = 0; round < 3; ++round) {
        {
            const auto inside = t.connections.pin(t.c);
            REQUIRE(inside);
            all_refused();  // on this thread, as in a callback
            std::thread(all_refused).join();
        }
        {
            const auto inside = t.queries.pin(first);
            REQUIRE(inside);
            all_refused();
        }
        {
            const auto inside = t.cells.pin(value);
            REQUIRE(inside);
            all_refused();
        }
    }
}

TEST_CASE("who waited for the turn with no success has left nothing behind") {
    tree<waits> t;
    const token q = t.add_query();
    {
        const auto inside = t.connections.pin(t.c);
        for (int i = 0; i < 100; ++i) CHECK(!t.queries.pin(q));
    }
    CHECK(t.queries.try_close(q).ok());
    CHECK(t.connections.try_close(t.c).ok());
    CHECK(t.lib.ends == names{"query", "connection"});
}

TEST_CASE("the release of a child waits for whoever has the turn, and runs before he is out") {
    tree<waits> t;
    const token first = t.add_query("first");
    const token second = t.add_query("second");
    const token third = t.add_query("third");
    {
        auto inside = t.queries.pin(first);
        std::thread([&] {
            CHECK(t.queries.close(second).ok());
            CHECK(t.queries.close(second) == status_code::closed);
        }).join();
        CHECK(t.queries.close(third).ok());
        CHECK(t.queries.pin(second).status() == status_code::closed);
        CHECK(t.lib.ends.empty());
        CHECK(t.queries.live() == 3);
    }
    CHECK(t.lib.ends == names{"second", "third"});
    CHECK(t.queries.live() == 1);
    CHECK(t.queries.pin(first));  // nothing of the turn is left
}

TEST_CASE("the release of a child that is closed inside of its parent comes when that is left") {
    tree<waits> t;
    const token q = t.add_query();
    {
        const auto inside = t.connections.pin(t.c);
        CHECK(t.queries.close(q).ok());
        CHECK(t.lib.ends.empty());
        CHECK(t.connections.close(t.c).ok());
        CHECK(t.lib.ends.empty());
    }
    CHECK(t.lib.ends == names{"query", "connection"});
    CHECK(t.connections.live() == 0);
}

TEST_CASE("the answer of a child's closer reaches who closes, where nobody has the turn") {
    tree<waits> t;
    const token q = t.add_query();
    t.queries.pin(q)->answer = status::foreign(7);
    CHECK(t.queries.close(q) == status::foreign(7));
    const token other = t.add_query();
    auto inside = t.queries.pin(other);
    inside->answer = status::foreign(8);
    CHECK(t.queries.close(other).ok());
    CHECK(inside.unpin() == status::foreign(8));
}

TEST_CASE("try_close() of a child is refused while somebody has the turn, and changes nothing") {
    tree<refuses> t;
    const token q = t.add_query();
    {
        const auto inside = t.connections.pin(t.c);
        CHECK(t.queries.try_close(q) == status_code::in_use);
    }
    CHECK(t.queries.pin(q));
    CHECK(t.queries.try_close(q).ok());
    CHECK(t.lib.ends == names{"query"});
}

TEST_CASE("a parent that closes its children in the middle of a call releases all in turn") {
    tree<cascades> t;
    const token first = t.add_query("first");
    const token second = t.add_query("second");
    static_cast<void>(t.add_cell(first, "cell of first"));
    static_cast<void>(t.add_cell(second, "cell of second"));
    {
        const auto inside = t.queries.pin(first);
        std::thread([&] { CHECK(t.connections.close(t.c).ok()); }).join();
        CHECK(t.lib.ends.empty());
        CHECK(t.queries.pin(second).status() == status_code::closed);
    }
    // The one that was inside of first leaves it last.
    CHECK(t.lib.ends == names{"cell of second", "cell of first", "second", "first", "connection"});
    CHECK(t.connections.live() + t.queries.live() + t.cells.live() == 0);
}

TEST_CASE("a parent that closes its children with nobody inside does so at once") {
    tree<cascades> t;
    const token first = t.add_query("first");
    static_cast<void>(t.add_query("second"));
    static_cast<void>(t.add_cell(first));
    CHECK(t.connections.close(t.c).ok());
    CHECK(t.lib.ends.size() == 4);
    CHECK(t.lib.ends.back() == "connection");
    CHECK(t.connections.live() + t.queries.live() + t.cells.live() == 0);
}

TEST_CASE_TEMPLATE("no order in which the objects of a turn are closed releases a parent first", P,
                   waits, cascades) {
    int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (const auto& order : orders) {
        for (int held = 0; held < 4; ++held) {
            CAPTURE(held);
            tree<P> t;
            const token q = t.add_query();
            const token v = t.add_cell(q);
            {
                const auto in_connection = t.connections.pin(held == 0 ? t.c : 0);
                const auto in_query = t.queries.pin(held == 1 ? q : 0);
                const auto in_cell = t.cells.pin(held == 2 ? v : 0);
                for (const int which : order) {
                    if (which == 0) static_cast<void>(t.connections.close(t.c));
                    if (which == 1) static_cast<void>(t.queries.close(q));
                    if (which == 2) static_cast<void>(t.cells.close(v));
                }
                if (held != 3) CHECK(t.lib.ends.empty());
            }
            CHECK(t.lib.ends == names{"cell", "query", "connection"});
        }
    }
}

TEST_CASE("the end of the tables in any order releases in turn") {
    const leaks_on_purpose slots_may_stay;  // of a table that ends before what it waits for
    int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (const auto& order : orders) {
        library lib;
        auto connections = std::make_unique<handle_table<connection<waits>>>();
        auto queries = std::make_unique<handle_table<query<waits>>>();
        auto cells = std::make_unique<handle_table<cell<waits>>>();
        const token c = *connections->emplace(lib);
        const token q = *queries->emplace_child(*connections, c, "query");
        static_cast<void>(*cells->emplace_child(*queries, q, "cell"));
        for (const int which : order) {
            if (which == 0) connections.reset();
            if (which == 1) queries.reset();
            if (which == 2) cells.reset();
        }
        CHECK(lib.ends == names{"cell", "query", "connection"});
        CHECK(lib.broken == 0);
    }
}

TEST_CASE_TEMPLATE("threads that use, make and close what is in one turn never meet inside", P,
                   waits, cascades) {
    library lib;
    handle_table<connection<P>> connections;
    handle_table<query<P>> queries;
    handle_table<cell<P>> cells;
    constexpr int slots = 6;
    const token c = *connections.emplace(lib);
    std::atomic<token> q[slots]{};
    std::atomic<token> v[slots]{};
    std::vector<std::thread> threads;
    std::atomic<int> entered{0};
    for (unsigned seed = 1; seed <= 4; ++seed) {
        threads.emplace_back([&, seed] {
            std::minstd_rand random(seed);
            for (int round = 0; round < 4000; ++round) {
                auto& query_at = q[random() % slots];
                auto& cell_at = v[random() % slots];
                switch (random() % 8) {
                    case 0:
                        if (const auto made = queries.emplace_child(connections, c, "query"))
                            static_cast<void>(queries.close(query_at.exchange(*made)));
                        break;
                    case 1:
                        if (const auto made = cells.emplace_child(queries, query_at, "cell"))
                            static_cast<void>(cells.close(cell_at.exchange(*made)));
                        break;
                    case 2: static_cast<void>(queries.close(query_at)); break;
                    case 3: static_cast<void>(cells.close(cell_at)); break;
                    case 4: static_cast<void>(queries.try_close(query_at)); break;
                    case 5:
                        if (const auto inside = queries.pin(query_at)) {
                            ++entered;
                            lib.call();
                            if (random() % 2 == 0) static_cast<void>(queries.close(query_at));
                            if (random() % 4 == 0) static_cast<void>(cells.close(cell_at));
                        }
                        break;
                    case 6:
                        if (const auto inside = cells.pin(cell_at)) {
                            ++entered;
                            lib.call();
                        }
                        break;
                    case 7:
                        if (round > 3900 && entered > 1500) {
                            static_cast<void>(connections.close(c));
                        } else if (const auto inside = connections.pin(c)) {
                            ++entered;
                            lib.call();
                        }
                        break;
                }
            }
        });
    }
    for (std::thread& one : threads) one.join();
    CHECK(entered > 0);
    static_cast<void>(connections.close(c));
    for (auto& each : v) static_cast<void>(cells.close(each));
    for (auto& each : q) static_cast<void>(queries.close(each));
    CHECK(lib.broken == 0);
    CHECK(lib.alive == 0);
    CHECK(connections.live() + queries.live() + cells.live() == 0);
}

TEST_CASE("a release that comes as the turn is given back is not forgotten") {
    tree<waits> t;
    std::atomic<int> begun{0};
    std::atomic<int> done{0};
    constexpr int rounds = 5000;
    std::thread user([&] {
        for (int round = 1; round <= rounds; ++round) {
            while (begun != round) std::this_thread::yield();
            static_cast<void>(t.connections.pin(t.c));
            done = round;
        }
    });
    int forgotten = 0;
    for (int round = 1; round <= rounds; ++round) {
        const token q = t.add_query();
        begun = round;
        for (int i = round % 64; i > 0; --i) static_cast<void>(begun.load());
        static_cast<void>(t.queries.close(q));
        while (done != round) std::this_thread::yield();
        if (t.queries.live() != 0) ++forgotten;
        static_cast<void>(t.connections.pin(t.c));
    }
    user.join();
    CHECK(forgotten == 0);
}

TEST_CASE("a try_close() that is refused the turn closes nothing, not even for a moment") {
    tree<waits> t;
    const token q = t.add_query();
    const auto turn = t.connections.pin(t.c);
    std::atomic<bool> stop{false};
    std::atomic<int> not_refused{0};
    std::thread other([&] {
        while (!stop)
            if (t.queries.try_close(q) != status_code::in_use) ++not_refused;
    });
    int seen_closed = 0;
    for (int i = 0; i < 2000000; ++i)
        if (t.queries.pin(q).status() == status_code::closed) ++seen_closed;
    stop = true;
    other.join();
    CHECK(not_refused == 0);
    CHECK(seen_closed == 0);
}

namespace {

/// Can be moved out of its table. Uses the library as long as it is there.
struct movable {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<connection<waits>>>;
    explicit movable(connection<waits>& in) noexcept : lib(in.lib), in_table(true) { lib->call(); }
    movable(movable&& other) noexcept : lib(other.lib) {
        if (other.in_table) lib->call();
    }
    movable& operator=(movable&&) = delete;
    ~movable() {
        if (in_table) lib->call();
    }
    library* lib;
    bool in_table = false;
};

}  // namespace

TEST_CASE("take() of a child takes the turn, or fails with in_use") {
    library lib;
    handle_table<connection<waits>> connections;
    handle_table<movable> children;
    const token c = *connections.emplace(lib);
    const token first = *children.emplace_child(connections, c);
    const token second = *children.emplace_child(connections, c);
    {
        const auto inside = connections.pin(c);
        CHECK(children.take(first).status() == status_code::in_use);
    }
    {
        const auto inside = children.pin(second);
        CHECK(children.take(first).status() == status_code::in_use);
    }
    CHECK(children.pin(first));
    CHECK(children.live() == 2);
    CHECK(children.take(first));
    CHECK(children.take(first).status() == status_code::closed);
    CHECK(connections.close(c).ok());
    CHECK(children.take(second));  // the last child: the parent is released after it
    CHECK(connections.live() + children.live() == 0);
    CHECK(lib.broken == 0);
}

TEST_CASE("threads take children out of a library that two must not be in at once") {
    library lib;
    handle_table<connection<waits>> connections;
    handle_table<movable> children;
    const token c = *connections.emplace(lib);
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] {
            const int rounds = under_thread_sanitizer ? 300 : 3000;
            for (int n = 0; n < rounds; ++n) {
                const auto made = children.emplace_child(connections, c);
                if (!made) continue;  // another has the turn
                while (children.take(*made).status() == status_code::in_use) {
                }
            }
        });
    for (auto& each : threads) each.join();
    CHECK(connections.close(c).ok());
    CHECK(children.live() + connections.live() == 0);
    CHECK(lib.broken == 0);
}
