// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/pin_check.hpp>

#include <thread>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include "../counted_violations.hpp"

using ffiguard::pin_check;
using ffiguard::status_code;

static_assert(!std::is_move_constructible_v<pin_check>, "other threads hold its address");
static_assert(sizeof(void*) != 8 || sizeof(pin_check) == 24);

namespace {

// How Go counted before 1.10: one bit, so that the inner unlock undoes the outer lock.
struct naive_check {
    bool entered = false;
    std::thread::id thread;
    void enter() {
        entered = true;
        thread = std::this_thread::get_id();
    }
    void leave() { entered = false; }
    bool moved() const { return entered && thread != std::this_thread::get_id(); }
};

}  // namespace

TEST_CASE("nested sessions are counted: an inner leave() does not end the outer one") {
    pin_check check;
    naive_check naive;
    CHECK(check.enter().ok());
    CHECK(check.enter().ok());
    CHECK(check.leave().ok());
    naive.enter();
    naive.enter();
    naive.leave();
    CHECK(check.depth() == 1);
    std::thread([&] {
        CHECK(check.verify() == status_code::wrong_thread);
        CHECK_FALSE(naive.moved());  // has forgotten the outer session
    }).join();
    CHECK(check.verify().ok());
    CHECK(check.leave().ok());
    CHECK(check.depth() == 0);
}

TEST_CASE("a caller that has moved to another thread is told so, and changes nothing") {
    pin_check check;
    REQUIRE(check.enter().ok());
    std::thread([&] {
        CHECK(check.verify() == status_code::wrong_thread);
        CHECK(check.enter() == status_code::wrong_thread);
        CHECK(check.leave() == status_code::wrong_thread);
    }).join();
    CHECK(check.depth() == 1);
    CHECK(check.verify().ok());
    CHECK(check.leave().ok());
}

TEST_CASE("a leave() too many is closed, on any thread, and the next session is not harmed") {
    pin_check check;
    CHECK(check.verify() == status_code::closed);
    CHECK(check.leave() == status_code::closed);
    CHECK(check.enter().ok());
    CHECK(check.leave().ok());
    CHECK(check.leave() == status_code::closed);
    std::thread([&] {
        CHECK(check.leave() == status_code::closed);
        CHECK(check.enter().ok());
        CHECK(check.verify().ok());
        CHECK(check.leave().ok());
    }).join();
    CHECK(check.depth() == 0);
}

TEST_CASE("the thread that comes after an ended one is not taken for it") {
    pin_check check;
    std::thread([&] { CHECK(check.enter().ok()); }).join();
    // Mostly with the pthread_self() of the other.
    std::thread([&] { CHECK(check.verify() == status_code::wrong_thread); }).join();
    const counted_violations violations;
    { pin_check left_alone; }
    CHECK(violations.of(ffiguard::violation::unbalanced) == 0);
    {
        pin_check abandoned;
        CHECK(abandoned.enter().ok());
    }
    CHECK(violations.of(ffiguard::violation::unbalanced) == 1);
    check.~pin_check();
    CHECK(violations.of(ffiguard::violation::unbalanced) == 2);
    new (&check) pin_check;
}

TEST_CASE("of threads that enter at once one is in, and its session is seen by the next") {
    pin_check check;
    int sessions = 0;  // plain: only whoever is in touches it
    int refused[4] = {};
    std::vector<std::thread> crowd;
    for (int& mine : refused)
        crowd.emplace_back([&check, &sessions, &mine] {
            for (int done = 0; done < 2000;) {
                if (!check.enter().ok()) {
                    ++mine;
                    continue;
                }
                ++sessions;
                ++done;
                mine += check.verify().ok() ? 0 : 1000000;
                mine += check.leave().ok() ? 0 : 1000000;
            }
        });
    for (std::thread& one : crowd) one.join();
    CHECK(sessions == 8000);
    for (const int mine : refused) CHECK(mine < 1000000);
}
