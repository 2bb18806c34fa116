// SPDX-License-Identifier: BSL-1.0
// Children whose parent is named by a shared_handle, or by a reference.
#include <ffiguard/core/life_cycle.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>

#include "../counted_violations.hpp"
#include "../sanitizer.hpp"

using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

using waits = ffiguard::waits_for_children;
using refuses = ffiguard::refuses_with_children;
using cascades = ffiguard::closes_children;

/// A C library that must not close a database with statements.
struct c_database {
    std::atomic<int> statements{0};
    std::atomic<bool> open{true};
    std::atomic<int> broken{0};
    std::vector<std::string> ends;  // of one thread
    int refusals = 0;
};

template <class Policy, class... More>
struct database_traits {
    using life_cycle = ffiguard::life_cycle<Policy, More...>;
    using value_type = c_database*;
    static constexpr c_database* empty() noexcept { return nullptr; }
    static int close(c_database* in) noexcept {
        if (in->statements != 0 || !in->open) ++in->broken;
        if (in->refusals != 0) return --in->refusals, 5;
        in->open = false;
        return 0;
    }
};
template <class Traits>
using owner = ffiguard::unique_handle<Traits>;

template <class Traits>
struct statement {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<Traits>, waits>;
    statement(c_database* in, const char* n) : db(in), name(n) {
        if (!db->open) ++db->broken;
        ++db->statements;
    }
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;
    ~statement() {
        if (!db->open || columns != 0) ++db->broken;
        --db->statements;
        if (*name != '\0') db->ends.push_back(name);
    }
    c_database* db;
    const char* name;
    std::atomic<int> columns{0};
};
template <class Traits>
struct column {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<statement<Traits>>>;
    explicit column(statement<Traits>& in) : of(&in) { ++of->columns; }
    column(const column&) = delete;
    column& operator=(const column&) = delete;
    ~column() { --of->columns; }
    statement<Traits>* of;
};

template <class Policy, class... More>
struct tree {
    using traits = database_traits<Policy, More...>;
    c_database db;
    ffiguard::shared_handle<traits> shared = *ffiguard::share(owner<traits>(&db));
    handle_table<statement<traits>> statements;
    handle_table<column<traits>> columns;
    token add(const char* name = "statement") { return *statements.emplace_child(shared, name); }
    ~tree() { CHECK(db.broken == 0); }
};

}  // namespace

TEST_CASE_TEMPLATE("a child keeps a shared parent after its last handle", P, waits, refuses,
                   cascades) {
    tree<P> t;
    const token first = t.add();
    const token second = t.add();
    CHECK(t.shared.use_count() == 3);  // each child is an owner
    ffiguard::weak_handle<typename tree<P>::traits> weak = t.shared;
    t.shared.reset();
    CHECK(t.db.open);
    CHECK(t.statements.pin(first));
    CHECK(t.statements.close(first).ok());
    CHECK(t.db.open);
    CHECK(t.statements.emplace_child(weak.lock(), "third"));
    CHECK(t.statements.close(second).ok());
    CHECK(t.db.open);
    t.statements.for_each([&](token each, auto&) { CHECK(t.statements.close(each).ok()); });
    CHECK(!t.db.open);
    CHECK(weak.expired());
}

TEST_CASE("a shared parent that waits is released after its last child") {
    tree<waits> t;
    const token s = t.add();
    const token c = *t.columns.emplace_child(t.statements, s);
    CHECK(t.shared.close().ok());
    CHECK(t.db.open);
    CHECK(t.shared.state() == status_code::in_use);
    CHECK(t.shared.pin().status() == status_code::closed);
    CHECK(t.statements.pin(s).status() == status_code::closed);
    CHECK(t.columns.pin(c).status() == status_code::closed);  // to any depth
    CHECK(t.statements.emplace_child(t.shared, "late").status() == status_code::closed);
    CHECK(t.statements.close(s).ok());
    CHECK(t.db.open);
    CHECK(t.columns.close(c).ok());
    CHECK(!t.db.open);
    CHECK(t.shared.state() == status_code::closed);
}

TEST_CASE("a shared parent that refuses says how many children are open") {
    tree<refuses> t;
    const token first = t.add();
    const token second = t.add();
    const status refused = t.shared.close();
    CHECK(refused == status_code::in_use);
    CHECK(refused.detail() == 2);
    CHECK(t.shared.try_close().detail() == 2);
    CHECK(t.statements.pin(first));
    CHECK(t.shared.pin());
    CHECK(t.statements.close(first).ok());
    CHECK(t.statements.close(second).ok());
    CHECK(t.shared.close().ok());
    CHECK(!t.db.open);
}

TEST_CASE("a shared parent that closes its children closes the newest first") {
    tree<cascades> t;
    const token first = t.add("first");
    t.add("second");
    const token third = t.add("third");
    CHECK(t.statements.close(third).ok());
    t.add("fourth");
    CHECK(t.shared.try_close().detail() == 3);
    CHECK(t.shared.close().ok());
    CHECK(!t.db.open);
    CHECK(t.db.ends == std::vector<std::string>{"third", "fourth", "second", "first"});
    CHECK(t.statements.close(first) == status_code::closed);
    CHECK(t.shared.close() == status_code::closed);
}

TEST_CASE_TEMPLATE("a closed shared parent waits for who is inside it or its child", P, waits,
                   cascades) {
    tree<P> t;
    const token s = t.add();
    auto inside = t.shared.pin();
    auto in_child = t.statements.pin(s);
    CHECK(t.shared.close().ok());
    static_cast<void>(t.statements.close(s));
    CHECK(in_child->db->open);
    CHECK(inside.unpin().ok());
    CHECK(t.db.open);
    CHECK(in_child.unpin().ok());
    CHECK(!t.db.open);
    CHECK(t.statements.live() == 0);
}

TEST_CASE_TEMPLATE("the last pin of a shared parent with a child does not release it", P, waits,
                   refuses, cascades) {
    tree<P> t;
    const token s = t.add();
    auto inside = t.shared.pin();
    t.shared.reset();
    CHECK(inside.unpin().ok());
    CHECK(t.db.open);
    CHECK(t.statements.close(s).ok());
    CHECK(!t.db.open);
}

TEST_CASE("no child is made of an empty or closed shared parent") {
    tree<waits> t;
    const ffiguard::shared_handle<tree<waits>::traits> empty;
    CHECK(t.statements.emplace_child(empty, "none").status() == status_code::null);
    CHECK(t.shared.close().ok());
    CHECK(t.statements.emplace_child(t.shared, "none").status() == status_code::closed);
    CHECK(t.db.statements == 0);
    CHECK(t.statements.live() == 0);
}

TEST_CASE("a shared parent that may refuse is open to its children again") {
    tree<cascades, ffiguard::closer_may_refuse<5>> t;
    const token s = t.add();
    t.db.refusals = 1;
    CHECK(t.shared.close() == status::foreign(5));
    CHECK(t.statements.close(s) == status_code::closed);  // the cascade had closed it
    const token again = t.add("");
    CHECK(t.statements.pin(again));
    t.db.refusals = 1;
    {
        const counted_violations seen;
        CHECK(t.shared.state().ok());
        auto inside = t.shared.pin();
        t.shared.reset();
        inside = t.shared.pin();  // leaves: the child owns it now
        CHECK(seen.all() == 0);
    }
    CHECK(t.db.open);
    CHECK(t.statements.close(again).ok());  // the last owner: asked twice, then closed
    CHECK(!t.db.open);
}

TEST_CASE_TEMPLATE("threads make children of a shared parent that is being closed", P, waits,
                   refuses, cascades) {
    for (int round = 0; round < (under_thread_sanitizer ? 30 : 200); ++round) {
        tree<P> t;
        std::vector<std::thread> threads;
        std::atomic<bool> go{false};
        for (int i = 0; i < 3; ++i)
            threads.emplace_back([&, mine = t.shared]() mutable {
                while (!go) std::this_thread::yield();
                for (int n = 0; n < 20; ++n) {
                    const auto made = t.statements.emplace_child(mine, "");
                    if (!made) break;
                    if (auto inside = t.statements.pin(*made))
                        if (!inside->db->open) ++inside->db->broken;
                    static_cast<void>(t.statements.close(*made));
                }
                mine.reset();
            });
        go = true;
        if (round % 2 == 0) {
            status closed;
            do closed = t.shared.close();
            while (closed == status_code::in_use);
            if (!closed.ok()) ++t.db.broken;
        }
        t.shared.reset();
        for (auto& each : threads) each.join();
        if (t.db.open || t.statements.live() != 0) ++t.db.broken;
        REQUIRE(t.db.broken == 0);
    }
}

namespace {

std::string last_report;
void keep_report(const ffiguard::violation_event& event) noexcept {
    last_report = event.what == nullptr ? "" : event.what;
}

}  // namespace

TEST_CASE("a table that ends before its children's shared parent names that") {
    using traits = database_traits<waits>;
    c_database db;
    auto shared = *ffiguard::share(owner<traits>(&db));
    const auto previous = ffiguard::set_violation_handler(&keep_report);
    {
        handle_table<statement<traits>> statements;
        REQUIRE(statements.emplace_child(shared, ""));
        shared.reset();
    }
    ffiguard::set_violation_handler(previous);
    CHECK(last_report.find("1 open at the end of handle_table<") != std::string::npos);
    CHECK(last_report.find(": 1 of ") != std::string::npos);
    CHECK(last_report.find("(shared)") != std::string::npos);
    CHECK(!db.open);  // the child was its last owner
    CHECK(db.broken == 0);
}

namespace {

class session;
class request {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<session>>;
    explicit request(session& on) noexcept : on_(&on) {}
    [[nodiscard]] session& on() const noexcept { return *on_; }

private:
    session* on_;
};
class session {
public:
    using life_cycle = ffiguard::life_cycle<refuses>;
    ffiguard::result<token> ask(handle_table<session>& sessions, handle_table<request>& requests) {
        return requests.emplace_child(sessions, *this);
    }
};

}  // namespace

TEST_CASE("a member function of a parent makes a child of *this") {
    handle_table<session> sessions;
    handle_table<request> requests;
    for (int i = 0; i < 40; ++i) REQUIRE(sessions.emplace());  // several chunks
    sessions.for_each([&](token each, session& at) {
        const auto made = at.ask(sessions, requests);
        REQUIRE(made);
        CHECK(&requests.pin(*made)->on() == &at);
        const status refused = sessions.close(each);
        CHECK(refused == status_code::in_use);
        CHECK(refused.detail() == 1);
        CHECK(requests.close(*made).ok());
    });
    sessions.for_each([&](token each, session&) { CHECK(sessions.close(each).ok()); });
}

TEST_CASE("a pin that was left makes no child") {
    handle_table<session> sessions;
    handle_table<request> requests;
    auto inside = sessions.pin(*sessions.emplace());
    CHECK(inside.unpin().ok());
    CHECK(inside.status() == status_code::null);
    CHECK(requests.emplace_child(inside).status() == status_code::null);
    sessions.for_each([&](token each, session&) { CHECK(sessions.close(each).ok()); });
}

TEST_CASE("a reference leads to no parent unless its table keeps it and the caller is inside") {
    handle_table<session> sessions;
    handle_table<session> others;
    handle_table<request> requests;
    session local;
    CHECK(local.ask(sessions, requests).status() == status_code::wrong_table);
    const token s = *sessions.emplace();
    CHECK(local.ask(sessions, requests).status() == status_code::wrong_table);
    session* kept = nullptr;
    {
        auto inside = sessions.pin(s);
        kept = &*inside;
        const auto made = requests.emplace_child(inside);  // by the pin, const or not
        REQUIRE(made);
        CHECK(requests.close(*made).ok());
        CHECK(kept->ask(others, requests).status() == status_code::wrong_table);
        CHECK(sessions.close(s).ok());
        CHECK(kept->ask(sessions, requests).status() == status_code::closed);
    }
    // The address stays that of a slot: nobody is inside.
    CHECK(requests.emplace_child(sessions, *kept).status() == status_code::closed);
    const token again = *sessions.emplace();
    CHECK(requests.emplace_child(sessions, *kept).status() == status_code::closed);
    CHECK(sessions.close(again).ok());
    CHECK(requests.live() == 0);
}
