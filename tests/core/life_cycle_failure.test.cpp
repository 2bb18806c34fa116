// SPDX-License-Identifier: BSL-1.0
// Trees that cannot be made: no memory for a slot, for every n, or no room for one more child.
//
// As in allocation_failure.test.cpp: in this file new (std::nothrow) is a function of the test, and
// ffiguard lives in an inline namespace of its own. First all that the headers below include of the
// standard library: it is not to be renamed.
#include <ffiguard/core/config.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <initializer_list>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../failing_new.hpp"

#undef FFIGUARD_ABI
#define FFIGUARD_ABI v0_failing_trees
#define nothrow failing_nothrow

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>

#undef nothrow

using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

int open_now = 0;
struct counted {
    counted() { ++open_now; }
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;
    ~counted() { --open_now; }
};
template <class Policy>
struct root : counted {
    using life_cycle = ffiguard::life_cycle<Policy>;
};
template <class Policy>
struct branch : counted {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<root<Policy>>, Policy>;
    explicit branch(std::vector<int>&& taken) : kept(std::move(taken)) {}
    std::vector<int> kept;
};
template <class Policy>
struct leaf : counted {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<branch<Policy>>>;
};

/// Where the object of a slot is. offsetof() is not for it: the slot has a base.
template <class Slot>
FFIGUARD_HIDDEN std::ptrdiff_t offset_of_storage() {
    alignas(Slot) static unsigned char room[sizeof(Slot)];
    auto* const slot = ::new (static_cast<void*>(room)) Slot;
    return slot->storage - room;
}

/// How many children the tables say that the parent has, which must have one.
template <class Table>
int children_of(Table& table, token parent) {
    return table.try_close(parent).detail();
}

/// 40 branches with 3 leaves each, while the n-th allocation fails.
template <class Policy>
bool grow(int n) {
    handle_table<root<Policy>> roots;
    handle_table<branch<Policy>> branches;
    handle_table<leaf<Policy>> leaves;
    failed = false;
    calls_left = n;
    int refused = 0;
    auto r = roots.emplace();
    if (!r) {
        CHECK(r.status() == status_code::out_of_memory);
        CHECK(roots.live() == 0);
        ++refused;
        r = roots.emplace();  // the memory is there again
        REQUIRE(r);
    }
    int grown = 0;
    for (int i = 0; i < 40; ++i) {
        std::vector<int> given{1, 2, 3};
        const auto b = branches.emplace_child(roots, *r, std::move(given));
        if (!b) {
            CHECK(b.status() == status_code::out_of_memory);
            CHECK(given.size() == 3);  // still ours
            ++refused;
        } else {
            ++grown;
            int leaves_grown = 0;
            for (int j = 0; j < 3; ++j) {
                const auto l = leaves.emplace_child(branches, *b);
                if (l) {
                    ++leaves_grown;
                } else {
                    CHECK(l.status() == status_code::out_of_memory);
                    ++refused;
                }
                if (leaves_grown != 0) CHECK(children_of(branches, *b) == leaves_grown);
            }
        }
        if (grown != 0) CHECK(children_of(roots, *r) == grown);
    }
    calls_left = -1;
    const bool was_hit = failed;
    CHECK(refused == (was_hit ? 1 : 0));
    const auto live = roots.live() + branches.live() + leaves.live();
    CHECK(open_now == static_cast<int>(live));
    // A close takes no memory.
    failed = false;
    calls_left = 0;
    if (std::is_same_v<Policy, ffiguard::closes_children>) {
        CHECK(roots.close(*r).ok());
        CHECK(open_now == 0);
        CHECK(roots.live() + branches.live() + leaves.live() == 0);
    } else {
        std::vector<token> all;
        calls_left = -1;
        branches.for_each([&](token t, branch<Policy>&) { all.push_back(t); });
        std::vector<token> tips;
        leaves.for_each([&](token t, leaf<Policy>&) { tips.push_back(t); });
        calls_left = 0;
        for (const token t : tips) CHECK(leaves.close(t).ok());
        for (const token t : all) CHECK(branches.close(t).ok());
        CHECK(roots.close(*r).ok());
        CHECK(open_now == 0);
    }
    CHECK(!failed);
    calls_left = -1;
    return was_hit;
}

}  // namespace

TEST_CASE_TEMPLATE("a tree that can get no more memory refuses one child, and counts the others",
                   Policy, ffiguard::waits_for_children, ffiguard::refuses_with_children,
                   ffiguard::closes_children) {
    int points = 0;
    while (grow<Policy>(points)) ++points;
    CHECK(points == 7);  // chunks of 16; of 16 and 32; of 16, 32, 64 and 128
}

namespace {

struct shared_root {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
    using value_type = int;
    static constexpr int empty() noexcept { return -1; }
    static void close(int) noexcept { --open_now; }
};
struct shared_branch : counted {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<shared_root>>;
};

/// 20 children of a shared parent, while the n-th allocation fails.
bool grow_shared(int n) {
    handle_table<shared_branch> branches;
    std::vector<token> all;
    all.reserve(20);
    failed = false;
    calls_left = n;
    ++open_now;
    ffiguard::unique_handle<shared_root> owner(1);
    auto made = ffiguard::share(std::move(owner));
    if (!made) {
        CHECK(made.status() == status_code::out_of_memory);
        made = ffiguard::share(std::move(owner));  // it still owns
    }
    auto shared = *made;
    made = status_code::null;
    for (int i = 0; i < 20; ++i) {
        const auto child = branches.emplace_child(shared);
        if (child)
            all.push_back(*child);
        else
            CHECK(child.status() == status_code::out_of_memory);
        CHECK(shared.use_count() == 1 + all.size());
        CHECK(open_now == 1 + static_cast<int>(all.size()));
    }
    calls_left = 0;  // a release takes no memory
    const bool was_hit = std::exchange(failed, false);
    CHECK(shared.close().ok());
    shared.reset();
    for (const token each : all) CHECK(branches.close(each).ok());
    CHECK(open_now == 0);
    CHECK(!failed);
    calls_left = -1;
    return was_hit;
}

}  // namespace

TEST_CASE("a child of a shared parent that gets no memory holds nothing") {
    int points = 0;
    while (grow_shared(points)) ++points;
    CHECK(points == 3);  // the block; chunks of 16 and 32
}

#if FFIGUARD_HAS_EXCEPTIONS()
namespace {

struct hungry : counted {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<root<ffiguard::closes_children>>>;
    hungry() {
        for (int i = 0; i < 3; ++i)
            if (fails()) throw std::bad_alloc();
    }
};

}  // namespace

TEST_CASE("a child whose constructor gets no memory is not made, and its parent has no more") {
    handle_table<root<ffiguard::closes_children>> parents;
    handle_table<hungry> children;
    const token p = *parents.emplace();
    const token first = *children.emplace_child(parents, p);
    int points = 0;
    for (;; ++points) {
        calls_left = points;
        failed = false;
        try {
            static_cast<void>(children.emplace_child(parents, p));
        } catch (const std::bad_alloc&) {
            CHECK(failed);
        }
        calls_left = -1;
        if (!failed) break;
        CHECK(open_now == 2);
        CHECK(children.live() == 1);
        CHECK(children_of(parents, p) == 1);
    }
    CHECK(points == 3);
    CHECK(children_of(parents, p) == 2);
    CHECK(children.close(first).ok());
    CHECK(parents.close(p).ok());
    CHECK(open_now == 0);
}
#endif

namespace {

struct big : counted {
    using life_cycle = ffiguard::life_cycle<ffiguard::refuses_with_children>;
};
struct small_child : counted {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<big>>;
    explicit small_child(big&, int* take) : taken(take) {}
    int* taken;
};

}  // namespace

TEST_CASE("a parent with as many children as it can count refuses one more, and counts on") {
    handle_table<big> parents;
    handle_table<small_child> children;
    const token p = *parents.emplace();
    int nothing = 0;
    const token first = *children.emplace_child(parents, p, &nothing);
    const auto inside = parents.pin(p);
    // Children of other tables; a real one has 64 bytes.
    using slot = ffiguard::detail::table_slot<big>;
    auto* const object = reinterpret_cast<unsigned char*>(&*inside);
    auto& door = reinterpret_cast<slot*>(object - offset_of_storage<slot>())->door;
    int others = 0;
    while (door.hold_for_child()) ++others;
    CHECK(others == (1 << 22) - (1 << 16) - 1);
    const int before = open_now;
    CHECK(children.emplace_child(parents, p, &nothing).status() == status_code::overflow);
    CHECK(open_now == before);
    CHECK(children.live() == 1);
    CHECK(door.holds() == (1U << 22) - (1U << 16));
    CHECK(!door.is_closed());
    CHECK(children.close(first).ok());
    const auto again = children.emplace_child(parents, p, &nothing);
    CHECK(again);
    CHECK(children.close(*again).ok());
    while (others-- != 0) static_cast<void>(door.unhold());
    CHECK(door.holds() == 0);
    CHECK(parents.close(p).ok());
}
