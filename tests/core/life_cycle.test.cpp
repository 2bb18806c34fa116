// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/life_cycle.hpp>

#include <dlfcn.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/unique_handle.hpp>

#include "../sanitizer.hpp"
#include "child.hpp"
#include "lib/makes_parents.hpp"

using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

// A tree of three floors whose objects check, when they are made, used and released, that what they
// depend on is still there. Policy: what the two upper floors do with living children.

struct journal {
    std::atomic<int> alive{0};
    std::vector<std::string> ends;  // for tests of one thread
    bool keeps_names = true;
};

/// What an object found wrong, on any thread. (doctest would count millions of assertions.)
std::atomic<int> broken{0};
void must(bool holds) noexcept {
    if (!holds) ++broken;
}

template <class Policy>
struct root {
    using life_cycle = ffiguard::life_cycle<Policy>;
    explicit root(journal& in, const char* n = "root") : at(&in), name(n) { ++at->alive; }
    root(const root&) = delete;
    root& operator=(const root&) = delete;
    ~root() {
        must(children == 0);
        must(there);
        there = false;
        --at->alive;
        if (at->keeps_names) at->ends.emplace_back(name);
    }
    journal* at;
    const char* name;
    std::atomic<int> children{0};
    bool there = true;
};

template <class Policy>
struct branch {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<root<Policy>>, Policy>;
    branch(root<Policy>& in, const char* n) : parent(&in), name(n) {
        must(in.there);
        ++in.children;
    }
    branch(const branch&) = delete;
    branch& operator=(const branch&) = delete;
    ~branch() {
        must(children == 0);
        must(parent->there);
        there = false;
        if (parent->at->keeps_names) parent->at->ends.emplace_back(name);
        --parent->children;
    }
    root<Policy>* parent;
    const char* name;
    std::atomic<int> children{0};
    bool there = true;
};

template <class Policy>
struct leaf {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<branch<Policy>>>;
    leaf(branch<Policy>& in, const char* n) : parent(&in), name(n) {
        must(in.there);
        ++in.children;
    }
    leaf(const leaf&) = delete;
    leaf& operator=(const leaf&) = delete;
    ~leaf() {
        must(parent->there);
        if (parent->parent->at->keeps_names) parent->parent->at->ends.emplace_back(name);
        --parent->children;
    }
    branch<Policy>* parent;
    const char* name;
};

using waits = ffiguard::waits_for_children;
using refuses = ffiguard::refuses_with_children;
using cascades = ffiguard::closes_children;

template <class Policy>
struct tree {
    journal book;
    handle_table<root<Policy>> roots;
    handle_table<branch<Policy>> branches;
    handle_table<leaf<Policy>> leaves;

    ~tree() { CHECK(broken == 0); }
    token add_root() { return *roots.emplace(book); }
    token add_branch(token in, const char* name = "branch") {
        return *branches.emplace_child(roots, in, name);
    }
    token add_leaf(token in, const char* name = "leaf") {
        return *leaves.emplace_child(branches, in, name);
    }
};

using names = std::vector<std::string>;

}  // namespace

static_assert(sizeof(ffiguard::detail::table_slot<int>) == 64,
              "what a type does not say costs it nothing");
static_assert(std::is_empty_v<ffiguard::detail::family_part<int>>);

TEST_CASE("a parent that waits is released after its last child, and closing it succeeds at once") {
    tree<waits> t;
    const token r = t.add_root();
    const token b = t.add_branch(r);
    const token l = t.add_leaf(b);
    CHECK(t.roots.close(r).ok());
    CHECK(t.roots.close(r) == status_code::closed);
    CHECK(t.book.alive == 1);
    CHECK(t.branches.close(b).ok());
    CHECK(t.roots.live() == 1);
    CHECK(t.leaves.close(l).ok());
    CHECK(t.book.ends == names{"leaf", "branch", "root"});
    CHECK(t.roots.live() + t.branches.live() + t.leaves.live() == 0);
}

TEST_CASE("while a parent is closed, a call of a child answers closed, to any depth") {
    tree<waits> t;
    const token r = t.add_root();
    const token b = t.add_branch(r);
    const token l = t.add_leaf(b);
    CHECK(t.leaves.pin(l));
    CHECK(t.roots.close(r).ok());
    CHECK(t.branches.pin(b).status() == status_code::closed);
    CHECK(t.leaves.pin(l).status() == status_code::closed);
    CHECK(t.leaves.emplace_child(t.branches, b, "late").status() == status_code::closed);
    CHECK(t.leaves.close(l).ok());
    CHECK(t.branches.close(b).ok());
    CHECK(t.book.alive == 0);
}

TEST_CASE("a child of a parent that is closed, forged or of another table is not made") {
    tree<waits> t;
    handle_table<root<waits>> other;
    const token r = t.add_root();
    const token elsewhere = *other.emplace(t.book);
    CHECK(t.branches.emplace_child(t.roots, 0, "").status() == status_code::null);
    CHECK(t.branches.emplace_child(t.roots, elsewhere, "").status() == status_code::wrong_table);
    CHECK(t.branches.emplace_child(t.roots, r + 1, "").status() == status_code::malformed);
    CHECK(t.roots.close(r).ok());
    CHECK(t.branches.emplace_child(t.roots, r, "").status() == status_code::closed);
    const token again = t.add_root();
    CHECK(t.branches.emplace_child(t.roots, r, "").status() == status_code::stale);
    CHECK(t.branches.live() == 0);
    CHECK(t.roots.close(again).ok());
    CHECK(other.close(elsewhere).ok());
}

TEST_CASE("a parent that refuses says how many children are open, and nothing has changed") {
    tree<refuses> t;
    const token r = t.add_root();
    const token first = t.add_branch(r);
    const token second = t.add_branch(r);
    const status refused = t.roots.close(r);
    CHECK(refused == status_code::in_use);
    CHECK(refused.detail() == 2);
    CHECK(t.roots.pin(r));
    CHECK(t.branches.pin(first));
    CHECK(t.branches.close(first).ok());
    CHECK(t.roots.close(r).detail() == 1);
    CHECK(t.branches.close(second).ok());
    CHECK(t.roots.close(r).ok());
    CHECK(t.book.ends == names{"branch", "branch", "root"});
}

TEST_CASE("a parent that refuses children lets a user inside finish") {
    tree<refuses> t;
    const token r = t.add_root();
    auto inside = t.roots.pin(r);
    CHECK(t.roots.close(r).ok());
    CHECK(t.book.alive == 1);
    CHECK(inside.unpin().ok());
    CHECK(t.book.alive == 0);
}

TEST_CASE("closing a parent that cascades closes its children, the newest first, to any depth") {
    tree<cascades> t;
    const token r = t.add_root();
    const token b1 = t.add_branch(r, "b1");
    const token b2 = t.add_branch(r, "b2");
    const token l1 = t.add_leaf(b1, "l1");
    t.add_leaf(b1, "l2");
    t.add_leaf(b2, "l3");
    CHECK(t.leaves.close(l1).ok());
    CHECK(t.roots.close(r).ok());
    CHECK(t.book.ends == names{"l1", "l3", "b2", "l2", "b1", "root"});
    CHECK(t.branches.close(b1) == status_code::closed);
}

TEST_CASE("a cascade leaves a child that is in use to its last user, and the parent after it") {
    tree<cascades> t;
    const token r = t.add_root();
    const token b = t.add_branch(r, "b1");
    t.add_branch(r, "b2");
    auto inside = t.branches.pin(b);
    CHECK(t.roots.close(r).ok());
    CHECK(t.book.ends == names{"b2"});
    CHECK(t.branches.pin(b).status() == status_code::closed);
    CHECK(inside->parent->there);
    CHECK(inside.unpin().ok());
    CHECK(t.book.ends == names{"b2", "b1", "root"});
}

namespace {

struct self_closing_child;
struct self_closed_parent {
    using life_cycle = ffiguard::life_cycle<cascades>;
    explicit self_closed_parent(int* ended) : ends(ended) {}
    ~self_closed_parent() { ++*ends; }
    int* ends;
};
handle_table<self_closed_parent>* self_closed_parents;
struct self_closing_child {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<self_closed_parent>>;
    self_closing_child(self_closed_parent& in, token t) : parent(&in), own(t) {}
    ~self_closing_child() {
        const int ends = *parent->ends;
        CHECK(self_closed_parents->close(own).ok());
        CHECK(*parent->ends == ends);  // not before this child has gone
    }
    self_closed_parent* parent;
    token own;
};

}  // namespace

TEST_CASE("a child's destructor may close its parent") {
    int ends = 0;
    handle_table<self_closed_parent> parents;
    handle_table<self_closing_child> children;
    self_closed_parents = &parents;
    const token p = *parents.emplace(&ends);
    const token c = *children.emplace_child(parents, p, p);
    CHECK(children.close(c).ok());
    CHECK(ends == 1);
    CHECK(parents.live() == 0);
}

namespace {

struct woken {
    explicit woken(std::atomic<int>* w) : wakes(w) {}
    void closing() noexcept { ++*wakes; }
    std::atomic<int>* wakes;
};

}  // namespace

TEST_CASE("closing() is called once where somebody may be inside, and not where nobody is") {
    std::atomic<int> wakes{0};
    handle_table<woken> table;
    CHECK(table.close(*table.emplace(&wakes)).ok());
    CHECK(wakes == 0);
    const token t = *table.emplace(&wakes);
    {
        const auto inside = table.pin(t);
        CHECK(table.close(t).ok());
        CHECK(wakes == 1);
        CHECK(table.close(t) == status_code::closed);
        CHECK(table.live() == 1);
    }
    CHECK(wakes == 1);
    CHECK(table.live() == 0);

    handle_table<std::unique_ptr<woken>> behind;
    const token u = *behind.emplace(std::make_unique<woken>(&wakes));
    const auto inside = behind.pin(u);
    CHECK(behind.close(u).ok());
    CHECK(wakes == 2);
}

TEST_CASE("a class that gives what it wraps by * is woken itself") {
    struct wrapper {
        explicit wrapper(std::atomic<int>* w) : wakes(w) {}
        int& operator*() noexcept { return wrapped; }
        void closing() noexcept { ++*wakes; }
        std::atomic<int>* wakes;
        int wrapped = 0;
    };
    std::atomic<int> wakes{0};
    handle_table<wrapper> table;
    const token t = *table.emplace(&wakes);
    const auto inside = table.pin(t);
    CHECK(table.close(t).ok());
    CHECK(wakes == 1);
}

TEST_CASE("a close that wakes keeps errno") {
    struct waking {
        void closing() noexcept { errno = EBADF; }
    };
    handle_table<waking> table;
    const token t = *table.emplace();
    const auto inside = table.pin(t);
    errno = EINTR;
    CHECK(table.close(t).ok());
    CHECK(errno == EINTR);
}

TEST_CASE("a blocked user is woken by the close, and the object goes when it has left") {
    struct blocking {
        std::atomic<bool> stop{false};
        std::atomic<bool> blocked{false};
        void closing() noexcept { stop = true; }
        void block() {
            blocked = true;
            while (!stop) std::this_thread::yield();
        }
    };
    handle_table<blocking> table;
    const token t = *table.emplace();
    std::thread user([&] { table.pin(t)->block(); });
    {
        const auto look = table.pin(t);
        while (!look->blocked) std::this_thread::yield();
    }
    CHECK(table.close(t).ok());
    user.join();
    CHECK(table.live() == 0);
}

namespace {

struct moody {
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<5>>;
    explicit moody(int n) : refusals(n) {}
    status close() noexcept { return refusals-- > 0 ? status::foreign(5) : status(); }
    int refusals;
};
struct failing {
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<5>>;
    status close() noexcept { return status::foreign(7); }
};

}  // namespace

TEST_CASE("a closer that refuses has not closed: the token is good again") {
    handle_table<moody> table;
    const token t = *table.emplace(2);
    CHECK(table.close(t) == status::foreign(5));
    CHECK(table.pin(t)->refusals == 1);
    auto inside = table.pin(t);
    CHECK(table.close(t).ok());
    CHECK(table.pin(t).status() == status_code::closed);
    CHECK(inside.unpin() == status::foreign(5));
    CHECK(table.pin(t));
    CHECK(table.close(t).ok());
    CHECK(table.close(t) == status_code::closed);
    CHECK(table.live() == 0);
}

TEST_CASE("a closer that fails with another number has closed") {
    handle_table<failing> table;
    const token t = *table.emplace();
    CHECK(table.close(t) == status::foreign(7));
    CHECK(table.close(t) == status_code::closed);
}

namespace {

struct moody_traits {
    using value_type = int*;
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<5>>;
    static constexpr value_type empty() noexcept { return nullptr; }
    static status close(value_type refusals) noexcept {
        return (*refusals)-- > 0 ? status::foreign(5) : status();
    }
};

}  // namespace

TEST_CASE("an owner whose closer refuses still owns, alone and in a table") {
    int refusals = 1;
    ffiguard::unique_handle<moody_traits> alone(&refusals);
    CHECK(alone.close() == status::foreign(5));
    CHECK(alone.get() == &refusals);
    CHECK(alone.close().ok());
    CHECK(alone.close() == status_code::closed);

    refusals = 1;
    handle_table<ffiguard::unique_handle<moody_traits>> table;
    const token t = *table.emplace(&refusals);
    CHECK(table.close(t) == status::foreign(5));
    CHECK(table.pin(t)->get() == &refusals);
    CHECK(table.close(t).ok());
    CHECK(refusals == -1);
    CHECK(table.live() == 0);
}

namespace {

struct household {
    using life_cycle = ffiguard::life_cycle<cascades>;
    explicit household(int* ended) : ends(ended) {}
    ~household() { ++*ends; }
    int* ends;
};
struct stubborn {
    using life_cycle =
        ffiguard::life_cycle<ffiguard::child_of<household>, ffiguard::closer_may_refuse<5>>;
    template <class During>
    stubborn(household& in, int n, const During& during) : parent(&in), refusals(n) {
        during();
    }
    ~stubborn() { ++*parent->ends; }
    status close() noexcept { return refusals-- > 0 ? status::foreign(5) : status(); }
    household* parent;
    int refusals;
};
void nothing() noexcept {}

}  // namespace

TEST_CASE("a child that refuses a cascade keeps its parent, and both go when it is closed") {
    int ends = 0;
    handle_table<household> parents;
    handle_table<stubborn> children;
    const token p = *parents.emplace(&ends);
    const token c = *children.emplace_child(parents, p, 1, nothing);
    CHECK(parents.close(p).ok());
    CHECK(ends == 0);
    CHECK(children.pin(c).status() == status_code::closed);
    CHECK(children.close(c).ok());
    CHECK(ends == 2);
}

TEST_CASE("a child that refuses to go while its parent is closed is handed out, to be closed") {
    int ends = 0;
    handle_table<household> parents;
    handle_table<stubborn> children;
    const token p = *parents.emplace(&ends);
    const auto close_parent = [&] { CHECK(parents.close(p).ok()); };
    const auto made = children.emplace_child(parents, p, 1, close_parent);
    REQUIRE(made);
    CHECK(children.pin(*made).status() == status_code::closed);
    CHECK(children.close(*made).ok());
    CHECK(ends == 2);
}

namespace {

struct lonely {
    using life_cycle = ffiguard::life_cycle<ffiguard::one_user>;
    int n = 0;
};

}  // namespace

TEST_CASE("one user at a time: the second is refused, on the same thread, too") {
    handle_table<lonely> table;
    const token t = *table.emplace();
    {
        const auto inside = table.pin(t);
        REQUIRE(inside);
        CHECK(table.pin(t).status() == status_code::in_use);
        std::thread([&] { CHECK(table.pin(t).status() == status_code::in_use); }).join();
        CHECK(table.try_close(t) == status_code::in_use);
    }
    CHECK(table.pin(t));
    CHECK(table.close(t).ok());
    CHECK(table.pin(t).status() == status_code::closed);
}

TEST_CASE("one user at a time: threads that add up lose nothing") {
    handle_table<lonely> table;
    const token t = *table.emplace();
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 5000;) {
                if (auto inside = table.pin(t)) {
                    ++inside->n;  // no atomic, no lock
                    ++n;
                } else {
                    std::this_thread::yield();
                }
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(table.pin(t)->n == 20000);
    CHECK(table.close(t).ok());
}

TEST_CASE("take() hands an object out once, and only where nobody is inside") {
    std::atomic<int> closings{0};
    struct traits {
        using value_type = std::atomic<int>*;
        static constexpr value_type empty() noexcept { return nullptr; }
        static void close(value_type n) noexcept { ++*n; }
    };
    handle_table<ffiguard::unique_handle<traits>> table;
    const token t = *table.emplace(&closings);
    {
        const auto inside = table.pin(t);
        CHECK(table.take(t).status() == status_code::in_use);
    }
    auto taken = table.take(t);
    REQUIRE(taken);
    CHECK(closings == 0);
    CHECK(table.live() == 0);
    CHECK(table.take(t).status() == status_code::closed);
    CHECK(table.close(t) == status_code::closed);
    CHECK(taken->release() == &closings);
    CHECK(table.take(0).status() == status_code::null);
}

namespace {

struct refusing {
    using life_cycle = ffiguard::life_cycle<refuses>;
};
struct numbered {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<refusing>>;
    int n;
};
#if FFIGUARD_HAS_EXCEPTIONS()
struct unmakable {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<refusing>>;
    explicit unmakable(refusing&) { throw 1; }
};
#endif

}  // namespace

TEST_CASE("a child that is taken out has left its parent") {
    handle_table<refusing> parents;
    handle_table<numbered> children;
    const token p = *parents.emplace();
    const token c = *children.emplace_child(parents, p, 7);
    CHECK(parents.take(p).status() == status::in_use_by(1));
    auto taken = children.take(c);
    REQUIRE(taken);
    CHECK(taken->n == 7);
    CHECK(parents.close(p).ok());
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("a child whose constructor throws leaves no hold on its parent") {
    handle_table<refusing> parents;
    handle_table<unmakable> children;
    const token p = *parents.emplace();
    CHECK_THROWS(static_cast<void>(children.emplace_child(parents, p)));
    CHECK(parents.close(p).ok());
    CHECK(children.live() == 0);
}
#endif

namespace {

struct common_child {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<common_parent>>;
};

}  // namespace

TEST_CASE(
    "a parent made by a shared object that was unloaded since has children, and closes them") {
    handle_table<common_parent> parents;
    handle_table<common_child> children;
    void* const library = ::dlopen(FFIGUARD_TEST_LIB_DIR "/makes_parents.so", RTLD_NOW);
    REQUIRE(library != nullptr);
    const token p = reinterpret_cast<make_parent*>(::dlsym(library, "make_common_parent"))(parents);
    ::dlclose(library);
    CHECK(children.emplace_child(parents, p));
    CHECK(parents.close(p).ok());
    CHECK(children.live() + parents.live() == 0);
}

// ---- the ends of tables

namespace {

int leaks_told;
std::string last_leak;
void count_leaks(const ffiguard::violation_event& event) noexcept {
    ++leaks_told;
    last_leak = event.what;
}
struct leaks_are_counted {
    leaks_are_counted() { leaks_told = 0; }
    ~leaks_are_counted() { ffiguard::set_violation_handler(before); }
    ffiguard::violation_handler before = ffiguard::set_violation_handler(&count_leaks);
};

template <class Policy>
void end_in_order(int order) {
    const leaks_are_counted counting;
    journal book;
    auto roots = std::make_unique<handle_table<root<Policy>>>();
    auto branches = std::make_unique<handle_table<branch<Policy>>>();
    auto leaves = std::make_unique<handle_table<leaf<Policy>>>();
    const token r = *roots->emplace(book);
    const token b = *branches->emplace_child(*roots, r, "b");
    static_cast<void>(*leaves->emplace_child(*branches, b, "l"));
    const auto end = [&](int which) {
        if (which == 0) roots.reset();
        if (which == 1) branches.reset();
        if (which == 2) leaves.reset();
    };
    const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (const int which : orders[order]) end(which);
    CHECK(book.ends == names{"l", "b", "root"});
    CHECK(leaks_told >= 1);
}

}  // namespace

TEST_CASE("no order in which tables end releases a parent first") {
    const leaks_on_purpose slots_may_stay;  // of a table that ends before what it waits for
    for (int order = 0; order < 6; ++order) {
        CAPTURE(order);
        end_in_order<waits>(order);
        end_in_order<refuses>(order);
        end_in_order<cascades>(order);
    }
}

TEST_CASE("what refuses to close at the end of its table is left and reported, with its memory") {
    const leaks_on_purpose slots_stay;
    const leaks_are_counted counting;
    int ends = 0;
    handle_table<household> parents;
    auto children = std::make_unique<handle_table<stubborn>>();
    const token p = *parents.emplace(&ends);
    for (const int refusals : {1000, 2, 0})
        REQUIRE(children->emplace_child(parents, p, refusals, nothing));
    children.reset();  // tries each twice
    CHECK(leaks_told == 1);
    CHECK(last_leak.find("3 open, some in use or refusing to close, and left,") == 0);
    CHECK(ends == 1);
    CHECK(parents.pin(p));
    CHECK(parents.close(p).ok());  // looks at those that are left, and closes one
    CHECK(ends == 2);
}

TEST_CASE(
    "in the child of a fork() a cascade ends, although a thread of the parent was in the list") {
    tree<cascades> t;
    t.book.keeps_names = false;
    const token r = t.add_root();
    std::atomic<bool> stop{false};
    std::thread maker([&] {
        while (!stop) static_cast<void>(t.branches.close(t.add_branch(r)));
    });
    for (int i = 0; i < 200; ++i) {
        const auto child = run_in_child([&] {
            alarm(5);
            static_cast<void>(t.roots.close(r));
        });
        REQUIRE(child.exit_status == 0);
    }
    stop = true;
    maker.join();
    CHECK(t.roots.close(r).ok());
}

// ---- many threads: nothing is released before what needs it, everything is released once

namespace {

template <class Policy>
void race(unsigned seed) {
    tree<Policy> t;
    t.book.keeps_names = false;
    for (int round = 0; round < 60; ++round) {
        const token r = t.add_root();
        std::vector<std::thread> threads;
        for (unsigned id = 0; id < 3; ++id)
            threads.emplace_back([&, id] {
                std::mt19937 random(seed + id + static_cast<unsigned>(round) * 7);
                std::vector<token> branches;
                std::vector<token> leaves;
                for (int i = 0; i < 60; ++i) {
                    switch (random() % 8) {
                        case 0:
                        case 1:
                            if (auto made = t.branches.emplace_child(t.roots, r, ""))
                                branches.push_back(*made);
                            break;
                        case 2:
                        case 3:
                            if (branches.empty()) break;
                            if (auto made = t.leaves.emplace_child(
                                    t.branches, branches[random() % branches.size()], ""))
                                leaves.push_back(*made);
                            break;
                        case 4:
                            if (leaves.empty()) break;
                            if (auto in = t.leaves.pin(leaves[random() % leaves.size()]))
                                must(in->parent->parent->there);
                            break;
                        case 5:
                            if (!branches.empty())
                                static_cast<void>(
                                    t.branches.close(branches[random() % branches.size()]));
                            break;
                        case 6:
                            if (!leaves.empty())
                                static_cast<void>(t.leaves.close(leaves[random() % leaves.size()]));
                            break;
                        case 7:
                            if (random() % 8 == 0) static_cast<void>(t.roots.close(r));
                            break;
                    }
                }
                for (const token l : leaves) static_cast<void>(t.leaves.close(l));
                for (const token b : branches)
                    while (t.branches.close(b) == status_code::in_use) std::this_thread::yield();
            });
        for (auto& thread : threads) thread.join();
        static_cast<void>(t.roots.close(r));
        REQUIRE(t.roots.live() == 0);
        REQUIRE(t.branches.live() == 0);
        REQUIRE(t.leaves.live() == 0);
        REQUIRE(t.book.alive == 0);
        REQUIRE(broken == 0);
    }
}

}  // namespace

TEST_CASE("trees that three threads make, use and close keep their order, whatever the policy") {
    const unsigned seed = std::random_device{}();
    CAPTURE(seed);
    SUBCASE("waits") { race<waits>(seed); }
    SUBCASE("refuses") { race<refuses>(seed); }
    SUBCASE("cascades") { race<cascades>(seed); }
}
