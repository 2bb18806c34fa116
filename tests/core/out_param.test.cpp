// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/out_param.hpp>

#include <cstdlib>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include "../counted_violations.hpp"

using ffiguard::out_param;
using ffiguard::violation;

namespace {

struct thing {
    int id;
};
std::vector<int> closed;
void close_thing(thing* t) {
    closed.push_back(t->id);
    delete t;
}
using thing_owner = ffiguard::owned<&close_thing>;

int make_thing(int id, thing** out) {
    if (id < 0) return 1;
    *out = new thing{id};
    return 0;
}
int make_untyped(int id, void** out) {
    *out = new thing{id};
    return 0;
}
void make_two(thing** a, thing** b) {
    *a = new thing{1};
    *b = new thing{2};
}
int fail_with_garbage(thing** out) {
    *out = reinterpret_cast<thing*>(alignof(thing));
    return 1;
}

struct fresh_log {
    fresh_log() { closed.clear(); }
};

}  // namespace

static_assert(!std::is_move_constructible_v<ffiguard::out_param_receiver<thing_owner>>,
              "the callee holds the address of the slot");

TEST_CASE_FIXTURE(fresh_log, "what the callee writes is owned at the end of the full expression") {
    thing_owner owner;
    CHECK(make_thing(1, out_param(owner)) == 0);
    REQUIRE(owner);
    CHECK(owner->id == 1);
}

TEST_CASE_FIXTURE(fresh_log,
                  "what was owned before is closed first, and a failure leaves nothing") {
    thing_owner owner(new thing{1});
    CHECK(make_thing(-1, out_param(owner)) == 1);
    CHECK_FALSE(owner);
    CHECK(closed == std::vector<int>{1});
}

TEST_CASE_FIXTURE(fresh_log, "a C function typed void** is served too") {
    thing_owner owner;
    make_untyped(3, out_param(owner));
    REQUIRE(owner);
    CHECK(owner->id == 3);
}

TEST_CASE_FIXTURE(fresh_log, "a named receiver hands over at adopt() or at the end of its scope") {
    thing_owner owner;
    {
        auto receiver = out_param(owner);
        make_thing(4, receiver);
        CHECK_FALSE(owner);
        receiver.adopt();
        CHECK(owner->id == 4);
    }
    CHECK(owner->id == 4);
    CHECK(closed.empty());
    thing_owner second;
    {
        auto receiver = out_param(second);
        make_thing(5, receiver);
        receiver.adopt();
        second.reset();
    }
    CHECK_FALSE(second);  // what was handed over is not handed over again
    CHECK(closed == std::vector<int>{5});
}

TEST_CASE_FIXTURE(fresh_log,
                  "in the same condition the owner is asked too early, its receiver is not") {
    thing_owner owner;
    // What the first lines of out_param's documentation warn of.
    const bool refused = make_thing(1, out_param(owner)) != 0 || !owner;
    CHECK(refused);
    CHECK(owner);
    if (const int answer = make_thing(2, out_param(owner)); answer != 0 || !owner)
        FAIL("the statement before the condition has ended");
    auto out = out_param(owner);
    CHECK_FALSE(out);
    if (make_thing(3, out) != 0 || !out) FAIL("the receiver knows what is in its slot");
    CHECK_FALSE(owner);
}

TEST_CASE_FIXTURE(fresh_log, "garbage left by a failed callee can be discarded") {
    thing_owner owner;
    {
        auto receiver = out_param(owner);
        if (fail_with_garbage(receiver) != 0) receiver.discard();
    }
    CHECK_FALSE(owner);
}

TEST_CASE_FIXTURE(fresh_log, "two receivers on one owner: reported, and neither handle is lost") {
    const counted_violations violations;
    {
        thing_owner owner;
        make_two(out_param(owner), out_param(owner));
        CHECK(violations.of(violation::receiver_conflict) == 1);
        CHECK(owner);
        CHECK(closed.size() == 1);
    }
    CHECK(closed.size() == 2);
    CHECK(closed[0] + closed[1] == 3);
}
