// SPDX-License-Identifier: BSL-1.0
// Parents that are shared and have one user at a time; random trees below shared parents, against a
// model.
#include <ffiguard/core/detail/shared_parent.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>

#include "../forked.hpp"
#include "../sanitizer.hpp"

using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

using waits = ffiguard::waits_for_children;
using refuses = ffiguard::refuses_with_children;
using cascades = ffiguard::closes_children;

/// A C library that two threads must not be in at once, with its database.
struct library {
    std::atomic<int> inside{0};
    std::atomic<int> children{0};
    std::atomic<int> broken{0};
    std::atomic<bool> open{true};
    std::vector<std::string> ends;  // in turn

    void call() {
        if (inside.fetch_add(1) != 0) ++broken;
        std::this_thread::yield();
        --inside;
    }
};

template <class... Says>
struct database_traits {
    using life_cycle = ffiguard::life_cycle<Says...>;
    using value_type = library*;
    static constexpr library* empty() noexcept { return nullptr; }
    static void close(library* of) noexcept {
        if (of->children != 0 || !of->open) ++of->broken;
        of->open = false;
    }
};
template <class... Says>
struct statement {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database_traits<Says...>>>;
    statement(library* in, int n) : lib(in), number(n) {
        if (!lib->open) ++lib->broken;
        ++lib->children;
    }
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;
    ~statement() {
        if (!lib->open) ++lib->broken;
        lib->ends.push_back(std::to_string(number));
        --lib->children;
    }
    library* lib;
    int number;
};
template <class... Says>
struct tree {
    using traits = database_traits<Says...>;
    library lib;
    ffiguard::shared_handle<traits> shared =
        *ffiguard::share(ffiguard::unique_handle<traits>(&lib));
    handle_table<statement<Says...>> statements;

    token add(int number = 0) { return *statements.emplace_child(shared, number); }
    ~tree() {
        shared.reset();
        CHECK(lib.broken == 0);
        CHECK(!lib.open);
    }
};
using one_user = ffiguard::one_user;
using reentrant = ffiguard::one_user_reentrant;
using names = std::vector<std::string>;

}  // namespace

TEST_CASE_TEMPLATE("a shared parent gives its turn to its children", P, waits, refuses, cascades) {
    tree<P, one_user> t;
    const token first = t.add();
    const token second = t.add();
    const auto all_refused = [&] {
        CHECK(t.shared.pin().status() == status_code::in_use);
        CHECK(t.statements.pin(first).status() == status_code::in_use);
        CHECK(t.statements.pin(second).status() == status_code::in_use);
        CHECK(t.statements.emplace_child(t.shared, 3).status() == status_code::in_use);
    };
    for (int round = 0; round < 3; ++round) {
        {
            const auto inside = t.shared.pin();
            REQUIRE(inside);
            all_refused();
            std::thread(all_refused).join();
        }
        const auto inside = t.statements.pin(first);
        REQUIRE(inside);
        all_refused();
    }
    CHECK(t.statements.close(first).ok());
    CHECK(t.statements.close(second).ok());
    CHECK(t.shared.close().ok());
}

TEST_CASE("what is closed in the turn of a shared parent is released by whoever has it") {
    tree<cascades, one_user> t;
    const token first = t.add(1);
    const token second = t.add(2);
    {
        auto inside = t.statements.pin(first);
        CHECK(t.statements.close(second).ok());
        CHECK(t.lib.ends.empty());
        CHECK(inside.unpin().ok());
        CHECK(t.lib.ends == names{"2"});
    }
    t.add(3);
    {
        auto inside = t.shared.pin();
        CHECK(t.shared.close().ok());
        CHECK(t.lib.ends == names{"2"});
        CHECK(t.lib.open);
        CHECK(inside.unpin().ok());
    }
    CHECK(t.lib.ends == names{"2", "3", "1"});
    CHECK(!t.lib.open);
}

TEST_CASE("a re-entrant shared parent lets its thread in again, and no other") {
    tree<cascades, reentrant> t;
    const token first = t.add(1);
    const token second = t.add(2);
    {
        auto inside = t.shared.pin();
        REQUIRE(inside);
        const auto in_child = t.statements.pin(first);
        CHECK(in_child);
        CHECK(t.shared.pin());
        CHECK(t.statements.pin(second));
        CHECK(t.statements.emplace_child(t.shared, 3));
        std::thread([&] {
            CHECK(t.shared.pin().status() == status_code::in_use);
            CHECK(t.statements.pin(second).status() == status_code::in_use);
        }).join();
        CHECK(t.statements.close(second).ok());
        CHECK(t.lib.ends.empty());
    }
    CHECK(t.lib.ends == names{"2"});
    std::thread([&] { CHECK(t.shared.pin()); }).join();
    CHECK(t.shared.close().ok());
    CHECK(t.lib.ends == names{"2", "3", "1"});
}

TEST_CASE("a shared handle without children has one user where its traits say so") {
    library lib;
    using traits = database_traits<one_user>;
    auto shared = *ffiguard::share(ffiguard::unique_handle<traits>(&lib));
    {
        const auto inside = shared.pin();
        CHECK(inside);
        CHECK(shared.pin().status() == status_code::in_use);
        CHECK(shared.close().ok());
        CHECK(shared.pin().status() == status_code::closed);
        CHECK(lib.open);
    }
    CHECK(!lib.open);
}

TEST_CASE_TEMPLATE("threads that use a shared parent and its children never meet inside", P, waits,
                   cascades) {
    for (int round = 0; round < (under_thread_sanitizer ? 10 : 60); ++round) {
        tree<P, one_user> t;
        std::atomic<token> at[4]{};
        std::vector<std::thread> threads;
        for (unsigned seed = 1; seed <= 3; ++seed)
            threads.emplace_back([&, seed, mine = t.shared]() mutable {
                std::minstd_rand random(seed);
                for (int n = 0; n < 150; ++n) {
                    auto& place = at[random() % 4];
                    switch (random() % 6) {
                        case 0:
                            if (const auto made = t.statements.emplace_child(mine, 0))
                                static_cast<void>(t.statements.close(place.exchange(*made)));
                            break;
                        case 1: static_cast<void>(t.statements.close(place)); break;
                        case 2: static_cast<void>(t.statements.try_close(place)); break;
                        case 3:
                            if (const auto inside = t.statements.pin(place)) {
                                t.lib.call();
                                if (random() % 2 == 0) static_cast<void>(t.statements.close(place));
                            }
                            break;
                        case 4:
                            if (const auto inside = mine.pin()) t.lib.call();
                            break;
                        default:
                            if (n > 120 && seed == 1 && round % 2 == 0)
                                static_cast<void>(mine.close());
                            break;
                    }
                }
                mine.reset();
            });
        if (round % 3 == 0) t.shared.reset();
        for (auto& each : threads) each.join();
        for (auto& each : at) static_cast<void>(t.statements.close(each));
        t.shared.reset();
        REQUIRE(t.lib.broken == 0);
        REQUIRE(!t.lib.open);
        REQUIRE(t.statements.live() == 0);
    }
}

TEST_CASE_TEMPLATE("the child of a fork() ends its copy of a shared parent and of its children", P,
                   waits, refuses, cascades) {
    tree<P, one_user> t;
    const token first = t.add(1);
    const auto told = forked::child(forked::where::same_namespace, [&] {
        forked::step("pin");
        if (!t.statements.pin(first)) return 1;
        if (!t.shared.pin()) return 1;
        forked::step("close a child");
        if (!t.statements.close(first).ok()) return 2;
        forked::step("make a child");
        const auto second = t.statements.emplace_child(t.shared, 2);
        if (!second || !t.statements.close(*second).ok()) return 3;
        forked::step("close the parent");
        if (!t.shared.close().ok() || t.lib.open || t.lib.broken != 0) return 4;
        return 0;
    });
    CHECK(told.ok());
    CHECK(t.lib.open);
    CHECK(t.statements.close(first).ok());
}

TEST_CASE(
    "the child of a fork() leaves the turn of a shared parent to a thread that is not there") {
    tree<cascades, one_user> t;
    t.add(1);
    std::atomic<bool> inside{false};
    std::atomic<bool> leave{false};
    std::thread other([&] {
        const auto pinned = t.shared.pin();
        inside = static_cast<bool>(pinned);
        while (!leave) std::this_thread::yield();
    });
    while (!inside) std::this_thread::yield();
    if (forked::bears_threads_inside()) {
        const auto told = forked::child(forked::where::same_namespace, [&] {
            forked::step("pin");
            if (t.shared.pin().status() != status_code::in_use) return 1;
            forked::step("close");
            if (!t.shared.close().ok()) return 2;
            return t.lib.open ? 0 : 3;  // never released there: somebody is inside
        });
        CHECK(told.ok());
    }
    leave = true;
    other.join();
    CHECK(t.shared.close().ok());
}

namespace {

/// One tree below one shared parent and what it must do, with no threads.
template <bool Alone, class... Says>
class random_tree {
public:
    explicit random_tree(unsigned seed) : random_(seed) {
        handles_.push_back(tree_.shared);
        tree_.shared.reset();
    }
    /// The first step that went wrong, or -1.
    int run(int steps) {
        for (int step = 0; step < steps; ++step) {
            act(any(9));
            if (!holds()) return step;
        }
        pins_.clear();
        child_pins_.clear();
        in_turn_ = 0;
        settle();
        handles_.clear();
        for (const child& each : children_) static_cast<void>(tree_.statements.close(each.name));
        children_.clear();
        settle();
        return !tree_.lib.open && tree_.statements.live() == 0 && tree_.lib.broken == 0 ? -1
                                                                                        : steps;
    }

private:
    using life = ffiguard::life_cycle<Says...>;
    struct child {
        token name;
        bool open = true;
        int pins = 0;
    };

    unsigned any(std::size_t count) { return static_cast<unsigned>(random_() % count); }
    bool expect(bool is) { return right_ = right_ && is; }
    child* any_child() { return children_.empty() ? nullptr : &children_[any(children_.size())]; }

    void act(unsigned what) {
        switch (what) {
            case 0:
                if (!handles_.empty()) handles_.push_back(handles_[any(handles_.size())]);
                break;
            case 1:
                if (!handles_.empty()) handles_.erase(handles_.begin() + any(handles_.size()));
                break;
            case 2:
            case 3: make(); break;
            case 4: close_child(); break;
            case 5: pin_parent(); break;
            case 6: pin_child(); break;
            case 7: unpin(); break;
            default:
                if (any(8) == 0) close_parent();
                break;
        }
        settle();
    }
    bool may_enter() const { return !Alone || in_turn_ == 0; }

    void make() {
        if (handles_.empty()) return;
        const auto made = tree_.statements.emplace_child(handles_[any(handles_.size())], 0);
        if (closed_)
            expect(made.status() == status_code::closed);
        else if (!may_enter())
            expect(made.status() == status_code::in_use);
        else if (expect(made.has_value()))
            children_.push_back({*made});
    }
    void close_child() {
        child* const one = any_child();
        if (one == nullptr) return;
        const status closed = tree_.statements.close(one->name);
        expect(one->open ? closed.ok() : closed == status_code::closed);
        one->open = false;
    }
    void pin_parent() {
        if (handles_.empty()) return;
        auto pin = handles_[any(handles_.size())].pin();
        const status_code wanted = closed_       ? status_code::closed
                                   : may_enter() ? status_code::ok
                                                 : status_code::in_use;
        expect(pin.status() == wanted);
        if (!pin) return;
        pins_.push_back(std::move(pin));
        ++in_turn_;
    }
    void pin_child() {
        child* const one = any_child();
        if (one == nullptr) return;
        auto pin = tree_.statements.pin(one->name);
        const status_code wanted = closed_ || !one->open ? status_code::closed
                                   : may_enter()         ? status_code::ok
                                                         : status_code::in_use;
        expect(pin.status() == wanted);
        if (!pin) return;
        child_pins_.emplace_back(std::move(pin), one->name);
        ++one->pins;
        ++in_turn_;
    }
    void unpin() {
        const std::size_t all = pins_.size() + child_pins_.size();
        if (all == 0) return;
        const std::size_t which = any(all);
        --in_turn_;
        if (which < pins_.size()) {
            pins_.erase(pins_.begin() + static_cast<std::ptrdiff_t>(which));
            return;
        }
        const auto at = child_pins_.begin() + static_cast<std::ptrdiff_t>(which - pins_.size());
        for (child& each : children_)
            if (each.name == at->second) --each.pins;
        child_pins_.erase(at);
    }
    void close_parent() {
        if (handles_.empty()) return;
        const status closed = handles_[any(handles_.size())].close();
        if (closed_) {
            expect(closed == status_code::closed);
        } else if (life::refuses && !children_.empty()) {
            expect(closed == status_code::in_use &&
                   closed.detail() == static_cast<std::int32_t>(children_.size()));
        } else {
            expect(closed.ok());
            closed_ = true;
            if (life::cascades)
                for (child& each : children_) each.open = false;
        }
    }

    /// What was closed goes when nobody is inside of it; in turn, when nobody is inside at all.
    void settle() {
        children_.erase(std::remove_if(children_.begin(), children_.end(),
                                       [&](const child& each) {
                                           return !each.open && each.pins == 0 && may_enter();
                                       }),
                        children_.end());
        if (handles_.empty() && children_.empty()) closed_ = true;  // no owner is left
    }
    bool holds() {
        const bool released = closed_ && children_.empty() && pins_.empty();
        return right_ && tree_.lib.broken == 0 && tree_.lib.open == !released &&
               tree_.statements.live() == children_.size();
    }

    tree<Says...> tree_;
    std::minstd_rand random_;
    std::vector<ffiguard::shared_handle<database_traits<Says...>>> handles_;
    std::vector<ffiguard::shared_pin<database_traits<Says...>>> pins_;
    std::vector<std::pair<typename handle_table<statement<Says...>>::pin_type, token>> child_pins_;
    std::vector<child> children_;
    bool closed_ = false;
    bool right_ = true;
    int in_turn_ = 0;  ///< pins
};

template <bool Alone, class... Says>
void run_random_trees(const char* kind) {
    const char* const wanted = std::getenv("FFIGUARD_MODEL_SEEDS");
    const unsigned seeds = wanted != nullptr ? static_cast<unsigned>(std::atoi(wanted)) : 100;
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        const int wrong = random_tree<Alone, Says...>(seed).run(200);
        CAPTURE(kind);
        CAPTURE(seed);
        REQUIRE(wrong == -1);
    }
}

}  // namespace

TEST_CASE("random trees below shared parents do what their model does") {
    run_random_trees<false, waits>("waits");
    run_random_trees<false, refuses>("refuses");
    run_random_trees<false, cascades>("cascades");
    run_random_trees<true, waits, one_user>("waits, in turn");
    run_random_trees<true, refuses, one_user>("refuses, in turn");
    run_random_trees<true, cascades, one_user>("cascades, in turn");
}
