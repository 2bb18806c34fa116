// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/on_exit.hpp>

#include <cerrno>
#include <stdexcept>
#include <type_traits>

#include <doctest/doctest.h>

namespace {

int ended = 0;
void end() noexcept { ++ended; }

struct fresh_count {
    fresh_count() { ended = 0; }
};

int leave_early(bool early) {
    const ffiguard::on_exit last([]() noexcept { ended = 10 * ended + 2; });
    const ffiguard::on_exit first([]() noexcept { ended = 10 * ended + 1; });
    if (early) return ended;
    ended = 7;
    return ended;
}

}  // namespace

static_assert(!std::is_copy_constructible_v<ffiguard::on_exit<void (*)() noexcept>>);
static_assert(!std::is_move_constructible_v<ffiguard::on_exit<void (*)() noexcept>>,
              "it belongs to its scope");

TEST_CASE_FIXTURE(fresh_count, "an action runs once when its scope is left, the newest first") {
    CHECK(leave_early(true) == 0);
    CHECK(ended == 12);
    ended = 0;
    CHECK(leave_early(false) == 7);
    CHECK(ended == 712);
}

TEST_CASE_FIXTURE(fresh_count, "a function is an action, too") {
    {
        const ffiguard::on_exit guard(&end);
        CHECK(guard);
        CHECK(ended == 0);
    }
    CHECK(ended == 1);
}

TEST_CASE_FIXTURE(fresh_count, "errno is kept") {
    errno = ENOENT;
    {
        const ffiguard::on_exit guard([]() noexcept { errno = EIO; });
    }
    CHECK(errno == ENOENT);
    ffiguard::on_exit guard([]() noexcept { errno = EIO; });
    guard.run();
    CHECK(errno == ENOENT);
}

TEST_CASE_FIXTURE(fresh_count, "what is dismissed, or has been run, is not run again") {
    {
        ffiguard::on_exit dismissed(&end);
        dismissed.dismiss();
        CHECK_FALSE(dismissed);
        dismissed.run();
        ffiguard::on_exit early(&end);
        early.run();
        early.run();
        CHECK(ended == 1);
    }
    CHECK(ended == 1);
}

namespace {

struct comes_back {
    ffiguard::on_exit<comes_back>** guard;
    void operator()() const noexcept {
        ++ended;
        (*guard)->run();
    }
};

}  // namespace

TEST_CASE_FIXTURE(fresh_count, "an action that comes back to its guard finds nothing to do") {
    ffiguard::on_exit<comes_back>* self = nullptr;
    {
        ffiguard::on_exit<comes_back> guard(comes_back{&self});
        self = &guard;
    }
    CHECK(ended == 1);
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE_FIXTURE(fresh_count, "an exception runs it") {
    try {
        const ffiguard::on_exit guard(&end);
        throw std::runtime_error("over it");
    } catch (const std::runtime_error&) {
    }
    CHECK(ended == 1);
}
#endif
