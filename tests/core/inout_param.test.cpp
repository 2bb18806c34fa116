// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/inout_param.hpp>

#include <cerrno>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include "../counted_violations.hpp"

using ffiguard::inout_param;
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
    errno = EIO;
}
using thing_owner = ffiguard::owned<&close_thing>;

// As a C library does it: what is replaced has been closed by it.
int replace_thing(thing** in_out, int id) {
    if (*in_out != nullptr) close_thing(*in_out);
    *in_out = id < 0 ? nullptr : new thing{id};
    return id < 0;
}
int keep_thing(thing** in_out) { return (*in_out)->id; }
int free_thing(void** in_out) {
    close_thing(static_cast<thing*>(*in_out));
    *in_out = nullptr;
    return 0;
}
/// avcodec_open2() of old: closes what it was given, and leaves it there.
int fail_and_close(thing** in_out) {
    close_thing(*in_out);
    return 1;
}

struct fresh_log {
    fresh_log() { closed.clear(); }
};

thing_owner* reached = nullptr;
int look_back(thing** in_out) {
    const bool empty = !*reached;
    reached->reset();  // nothing to close twice
    return empty && *in_out != nullptr ? 0 : 1;
}
int fill_behind_the_back(thing** in_out) {
    reached->reset(new thing{8});
    return *in_out == nullptr;
}

}  // namespace

TEST_CASE_FIXTURE(fresh_log, "a handle that the callee keeps stays owned, and is closed once") {
    {
        thing_owner owner(new thing{5});
        CHECK(keep_thing(inout_param(owner)) == 5);
        REQUIRE(owner);
        CHECK(owner->id == 5);
        CHECK(closed.empty());
    }
    CHECK(closed == std::vector<int>{5});
}

TEST_CASE_FIXTURE(fresh_log, "a handle that the callee replaces is closed by the callee alone") {
    {
        thing_owner owner(new thing{1});
        CHECK(replace_thing(inout_param(owner), 2) == 0);
        REQUIRE(owner);
        CHECK(owner->id == 2);
        CHECK(closed == std::vector<int>{1});
    }
    CHECK(closed == std::vector<int>{1, 2});
}

TEST_CASE_FIXTURE(fresh_log,
                  "a callee that frees the handle leaves the owner empty, also by void**") {
    thing_owner owner(new thing{1});
    CHECK(replace_thing(inout_param(owner), -1) == 1);
    CHECK_FALSE(owner);
    owner.reset(new thing{2});
    CHECK(free_thing(inout_param(owner)) == 0);
    CHECK_FALSE(owner);
    CHECK(closed == std::vector<int>{1, 2});
}

TEST_CASE_FIXTURE(fresh_log, "an empty owner lends the empty value, and gets what is made") {
    thing_owner owner;
    CHECK(replace_thing(inout_param(owner), 3) == 0);
    REQUIRE(owner);
    CHECK(owner->id == 3);
    CHECK(closed.empty());
}

TEST_CASE_FIXTURE(fresh_log, "what a failed callee has closed and left in the slot is discarded") {
    thing_owner owner(new thing{1});
    {
        auto lent = inout_param(owner);
        CHECK(lent);
        if (fail_and_close(lent) != 0) lent.discard();
    }
    CHECK_FALSE(owner);
    CHECK(closed == std::vector<int>{1});
}

TEST_CASE_FIXTURE(fresh_log, "the owner is empty while its handle is lent") {
    thing_owner owner(new thing{1});
    reached = &owner;
    CHECK(look_back(inout_param(owner)) == 0);
    REQUIRE(owner);
    CHECK(closed.empty());
}

TEST_CASE_FIXTURE(fresh_log,
                  "an owner that is filled meanwhile: reported, and neither handle is lost") {
    const counted_violations violations;
    {
        thing_owner owner(new thing{1});
        reached = &owner;
        CHECK(fill_behind_the_back(inout_param(owner)) == 0);
        CHECK(violations.of(violation::receiver_conflict) == 1);
        REQUIRE(owner);
        CHECK(owner->id == 8);
        CHECK(closed == std::vector<int>{1});
    }
    CHECK(closed == std::vector<int>{1, 8});
}

TEST_CASE_FIXTURE(fresh_log, "errno is the callee's, not the closer's") {
    thing_owner owner;
    {
        auto lent = inout_param(owner);
        owner.reset(new thing{1});
        *static_cast<thing**>(lent) = new thing{2};
        const counted_violations violations;
        errno = ENOENT;
        lent.adopt();  // closes the second
    }
    CHECK(errno == ENOENT);
}

#if FFIGUARD_HAS_EXCEPTIONS()
namespace {

void throw_first(thing**) { throw std::runtime_error("before it began"); }
void throw_after(thing** in_out) {
    replace_thing(in_out, 2);
    throw std::runtime_error("after it was done");
}

}  // namespace

TEST_CASE_FIXTURE(fresh_log, "a callee that throws leaks nothing and closes nothing twice") {
    {
        thing_owner owner(new thing{1});
        CHECK_THROWS_AS(throw_first(inout_param(owner)), std::runtime_error);
        REQUIRE(owner);
        CHECK(owner->id == 1);
        CHECK_THROWS_AS(throw_after(inout_param(owner)), std::runtime_error);
        REQUIRE(owner);
        CHECK(owner->id == 2);
        CHECK(closed == std::vector<int>{1});
        thing_owner fresh;
        CHECK_THROWS_AS(throw_after(out_param(fresh)), std::runtime_error);
        REQUIRE(fresh);
    }
    CHECK(closed.size() == 3);
}
#endif
