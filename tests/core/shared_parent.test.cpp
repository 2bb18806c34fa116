// SPDX-License-Identifier: BSL-1.0
// Shared parents with one user, and children that are made by whoever is inside of one.
#include <ffiguard/core/call.hpp>

#include <atomic>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/shared_handle.hpp>

#include "../forked.hpp"

using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

using waits = ffiguard::waits_for_children;
using refuses = ffiguard::refuses_with_children;
using cascades = ffiguard::closes_children;

/// A C library that two threads must not be in at once.
struct c_database {
    std::atomic<int> inside{0};
    std::atomic<int> statements{0};
    std::atomic<int> broken{0};
    std::atomic<bool> open{true};
    std::vector<std::string> ends;  // in turn, so without a lock

    void call() noexcept {
        if (!open || inside.fetch_add(1, std::memory_order_relaxed) != 0) ++broken;
        if (inside.fetch_sub(1, std::memory_order_relaxed) != 1) ++broken;
    }
};

template <class... Says>
struct database_traits {
    using life_cycle = ffiguard::life_cycle<Says...>;
    using value_type = c_database*;
    static constexpr c_database* empty() noexcept { return nullptr; }
    static void close(c_database* in) noexcept {
        in->call();
        if (in->statements != 0) ++in->broken;
        in->ends.emplace_back("database");
        in->open = false;
    }
};

template <class Traits>
class statement {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<Traits>>;
    statement(c_database* in, std::string_view name) : in_(in), name_(name) {
        in_->call();
        ++in_->statements;
    }
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;
    ~statement() {
        in_->call();
        if (!name_.empty()) in_->ends.push_back(name_);
        --in_->statements;
    }
    void step() noexcept { in_->call(); }

private:
    c_database* in_;
    std::string name_;
};

template <class... Says>
struct tree {
    using traits = database_traits<Says...>;
    c_database db;
    ffiguard::shared_handle<traits> shared = *ffiguard::share(ffiguard::unique_handle<traits>(&db));
    handle_table<statement<traits>> statements;
    token add(const char* name = "statement") { return *statements.emplace_child(shared, name); }
    ~tree() { CHECK(db.broken == 0); }
};

using names = std::vector<std::string>;

}  // namespace

TEST_CASE_TEMPLATE("a shared parent with one user gives its turn to its children", P, waits,
                   refuses, cascades) {
    tree<P, ffiguard::one_user> t;
    const token first = t.add();
    const token second = t.add();
    const auto all_refused = [&] {
        CHECK(t.shared.pin().status() == status_code::in_use);
        CHECK(t.statements.pin(first).status() == status_code::in_use);
        CHECK(t.statements.pin(second).status() == status_code::in_use);
        CHECK(t.statements.emplace_child(t.shared, "no").status() == status_code::in_use);
    };
    for (int round = 0; round < 3; ++round) {
        {
            const auto inside = t.shared.pin();
            REQUIRE(inside);
            all_refused();  // on this thread, as in a callback
            std::thread(all_refused).join();
        }
        {
            const auto inside = t.statements.pin(first);
            REQUIRE(inside);
            all_refused();
        }
    }
    CHECK(t.statements.close(first).ok());
    CHECK(t.statements.close(second).ok());
    CHECK(t.shared.close().ok());
    CHECK(t.db.ends == names{"statement", "statement", "database"});
}

TEST_CASE("what is closed while somebody has a shared parent's turn is released when he leaves") {
    tree<waits, ffiguard::one_user> t;
    const token first = t.add("first");
    const token second = t.add("second");
    {
        const auto inside = t.statements.pin(first);
        std::thread([&] { CHECK(t.statements.close(second).ok()); }).join();
        CHECK(t.db.ends.empty());
    }
    CHECK(t.db.ends == names{"second"});
    {
        auto inside = t.shared.pin();
        CHECK(t.statements.close(first).ok());
        t.shared.reset();  // the child was the last owner
        CHECK(t.db.ends == names{"second"});
    }
    CHECK(t.db.ends == names{"second", "first", "database"});
}

TEST_CASE("a shared parent that closes its children in the middle of a call does so in turn") {
    tree<cascades, ffiguard::one_user> t;
    const token first = t.add("first");
    t.add("second");
    {
        const auto inside = t.statements.pin(first);
        std::thread([&] { CHECK(t.shared.close().ok()); }).join();
        CHECK(t.db.ends.empty());
    }
    CHECK(t.db.ends == names{"second", "first", "database"});
    CHECK(t.statements.live() == 0);
}

TEST_CASE("a re-entrant shared parent lets the thread that is inside in again, and no other") {
    tree<waits, ffiguard::one_user_reentrant> t;
    const token first = t.add("first");
    const token second = t.add("second");
    {
        const auto inside = t.statements.pin(first);
        REQUIRE(inside);
        CHECK(t.shared.pin());
        CHECK(t.statements.pin(second));
        CHECK(t.statements.close(*t.statements.emplace_child(t.shared, "made inside")).ok());
        std::thread([&] {
            CHECK(t.shared.pin().status() == status_code::in_use);
            CHECK(t.statements.pin(second).status() == status_code::in_use);
        }).join();
        CHECK(t.db.ends.empty());
    }
    CHECK(t.db.ends == names{"made inside"});
    std::thread([&] { CHECK(t.shared.pin()); }).join();
    CHECK(t.statements.close(first).ok());
    CHECK(t.statements.close(second).ok());
}

TEST_CASE("one user is one user of what is shared without children, too") {
    c_database db;
    using alone = database_traits<ffiguard::one_user>;
    using again = database_traits<ffiguard::one_user_reentrant>;
    {
        const auto shared = *ffiguard::share(ffiguard::unique_handle<alone>(&db));
        {
            const auto inside = shared.pin();
            CHECK(shared.pin().status() == status_code::in_use);
            CHECK(shared.close().ok());
            CHECK(db.open);
        }
        CHECK(!db.open);
        CHECK(shared.pin().status() == status_code::closed);
    }
    db.open = true;
    {
        const auto shared = *ffiguard::share(ffiguard::unique_handle<again>(&db));
        const auto inside = shared.pin();
        CHECK(shared.pin());
        std::thread([&] { CHECK(shared.pin().status() == status_code::in_use); }).join();
    }
    CHECK(!db.open);
    CHECK(db.broken == 0);
}

TEST_CASE_TEMPLATE("threads that use, make and close what is below a shared parent never meet", P,
                   waits, cascades) {
    for (int round = 0; round < 20; ++round) {
        tree<P, ffiguard::one_user> t;
        std::atomic<int> started{0};
        std::vector<std::thread> threads;
        for (int n = 0; n < 3; ++n)
            threads.emplace_back([&, mine = t.shared]() mutable {
                ++started;
                while (started != 3) std::this_thread::yield();
                for (int i = 0; i < 200; ++i) {
                    const auto made = t.statements.emplace_child(mine, "");
                    if (made.status() == status_code::closed) break;
                    if (const auto inside = mine.pin()) inside->call();
                    if (!made) continue;
                    if (const auto inside = t.statements.pin(*made)) inside->step();
                    static_cast<void>(t.statements.close(*made));
                }
                mine.reset();
            });
        if (round % 2 == 0) {
            while (started != 3) std::this_thread::yield();
            static_cast<void>(t.shared.close());
        }
        t.shared.reset();
        for (auto& each : threads) each.join();
        REQUIRE(!t.db.open);
        REQUIRE(t.statements.live() == 0);
        REQUIRE(t.db.broken == 0);
    }
}

TEST_CASE("whoever is inside of a shared parent makes a child of it") {
    tree<waits, ffiguard::one_user> t;
    token made = 0;
    {
        const auto inside = t.shared.pin();
        made = *t.statements.emplace_child(inside, "inside");
        CHECK(t.shared.use_count() == 2);
    }
    CHECK(t.statements.pin(made));
    CHECK(t.statements.close(made).ok());
    auto inside = t.shared.pin();
    CHECK(t.shared.close().ok());
    CHECK(t.statements.emplace_child(inside, "late").status() == status_code::closed);
    CHECK(inside.unpin().ok());
    CHECK(t.statements.emplace_child(inside, "out").status() == status_code::null);
    CHECK(t.statements.live() == 0);
}

TEST_CASE("a pin without an owner makes no child") {
    tree<waits> t;
    const auto inside = t.shared.pin();
    t.shared.reset();
    CHECK(t.statements.emplace_child(inside, "late").status() == status_code::closed);
    CHECK(t.db.ends.empty());
}

namespace {

/// What a shim exports: a class with a create().
class cursor {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database_traits<waits>>>;
    static ffiguard::result<cursor, ffiguard::error> create(c_database* in,
                                                            std::string_view name) noexcept {
        if (name == "no") return ffiguard::error(status_code::invalid_argument, "no cursor");
        return cursor(in);
    }
    cursor(cursor&& other) noexcept : in_(std::exchange(other.in_, nullptr)) {}
    cursor& operator=(cursor&&) = delete;
    ~cursor() {
        if (in_ != nullptr) --in_->statements;
    }

private:
    explicit cursor(c_database* in) noexcept : in_(in) { ++in_->statements; }
    c_database* in_;
};

}  // namespace

TEST_CASE("call_new_child() makes a child of a shared parent, by create() or a constructor") {
    tree<waits> t;
    handle_table<cursor> cursors;
    ffiguard_error err{};
    token made = 7;
    CHECK(ffiguard::call_new_child(cursors, t.shared, &made, &err, "rows") == FFIGUARD_OK);
    CHECK(t.db.statements == 1);
    CHECK(cursors.close(made).ok());
    CHECK(ffiguard::call_new_child(cursors, t.shared, &made, &err, "no") ==
          FFIGUARD_INVALID_ARGUMENT);
    CHECK(made == 0);
    CHECK(std::string(err.message) == "no cursor");
    const char* const nothing = nullptr;
    CHECK(ffiguard::call_new_child(cursors, t.shared, &made, &err, nothing) == FFIGUARD_NULL);
    CHECK(ffiguard::call_new_child(cursors, t.shared, nullptr, &err, "rows") == FFIGUARD_NULL);

    CHECK(ffiguard::call_new_child(t.statements, t.shared, &made, &err, "statement") ==
          FFIGUARD_OK);
    CHECK(t.statements.close(made).ok());
    CHECK(t.shared.close().ok());
    CHECK(ffiguard::call_new_child(cursors, t.shared, &made, &err, "rows") == FFIGUARD_CLOSED);
    t.shared.reset();
    CHECK(ffiguard::call_new_child(cursors, t.shared, &made, &err, "rows") == FFIGUARD_NULL);
    CHECK(cursors.live() + t.statements.live() == 0);
}

TEST_CASE_TEMPLATE("in the child of a fork a shared parent and its children close and go", P, waits,
                   refuses, cascades) {
    if (!forked::bears_threads_inside()) return;
    tree<P, ffiguard::one_user> t;
    const token kept = t.add("kept");
    std::atomic<bool> stop{false};
    std::atomic<bool> began{false};
    std::thread busy([&, mine = t.shared] {
        while (!stop) {
            const auto made = t.statements.emplace_child(mine, "");
            if (made) static_cast<void>(t.statements.close(*made));
            began = true;
        }
    });
    while (!began) std::this_thread::yield();
    for (int round = 0; round < 20; ++round) {
        const auto end = forked::child(forked::where::same_namespace, [&] {
            // What the parent's thread was inside of stays; nothing waits for it.
            forked::step("shared parent: close");
            static_cast<void>(t.statements.close(kept));
            static_cast<void>(t.shared.close());
            forked::step("shared parent: reset");
            t.shared.reset();
            return t.db.ends.size() <= 2 ? 0 : 1;
        });
        CHECK(end.ok());
    }
    stop = true;
    busy.join();
    CHECK(t.db.open);
    CHECK(t.statements.close(kept).ok());
    CHECK(t.shared.close().ok());
    CHECK(!t.db.open);
}

TEST_CASE(
    "in the child of a fork that nobody else is inside, children then their shared parent go") {
    tree<cascades, ffiguard::one_user> t;
    t.add("first");
    t.add("second");
    const auto end = forked::child(forked::where::same_namespace, [&] {
        forked::step("shared parent: close");
        if (!t.shared.close().ok()) return 1;
        return t.db.ends == names{"second", "first", "database"} && t.statements.live() == 0 ? 0
                                                                                             : 2;
    });
    CHECK(end.ok());
    CHECK(t.db.ends.empty());
    CHECK(t.shared.close().ok());
}
