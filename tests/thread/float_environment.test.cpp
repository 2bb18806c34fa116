// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/float_environment.hpp>

#include <signal.h>

#include <cerrno>
#include <cfenv>
#include <cfloat>
#include <thread>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "../core/child.hpp"

using ffiguard::float_environment;
using ffiguard::status_code;

static_assert(!std::is_copy_constructible_v<float_environment>);

namespace {

// Through memory, or the compiler computes before the test does.
double divide(double a, double b) {
    const volatile double dividend = a;
    const volatile double divisor = b;
    const volatile double quotient = dividend / divisor;
    return quotient;
}
double third() { return divide(1, 3); }
double denormal() { return divide(DBL_MIN, 4); }

bool flushes() { return !(denormal() > 0); }

// A library function that has its own idea of arithmetic, and forgets.
void forgetful_library() {
    std::fesetround(FE_UPWARD);
    if constexpr (ffiguard::detail::can_flush_denormals())
        ffiguard::detail::write_float_control(ffiguard::detail::read_float_control() |
                                              ffiguard::detail::denormals_as_zero |
                                              ffiguard::detail::denormals_to_zero);
}

}  // namespace

TEST_CASE("save() puts back whatever changes meanwhile, rounding and flushing of denormals") {
    const double right = third();
    std::fenv_t start;
    std::fegetenv(&start);
    forgetful_library();
    CHECK(third() > right);
    if constexpr (ffiguard::detail::can_flush_denormals()) CHECK(flushes());
    std::fesetround(FE_TONEAREST);  // a naive pair of fegetround() and fesetround()
    if constexpr (ffiguard::detail::can_flush_denormals()) CHECK(flushes());
    std::fesetenv(&start);

    errno = ENOENT;
    {
        const auto guard = float_environment::save();
        REQUIRE(guard);
        CHECK(third() == right);
        forgetful_library();
        CHECK(third() > right);
    }
    CHECK(errno == ENOENT);
    CHECK(third() == right);
    CHECK_FALSE(flushes());
    CHECK(std::fegetround() == FE_TONEAREST);
}

TEST_CASE("with_rounding() rounds so until it ends, and refuses what is no direction") {
    const double nearest = third();
    {
        const auto up = float_environment::with_rounding(FE_UPWARD);
        REQUIRE(up);
        CHECK(third() > nearest);
        {
            const auto down = float_environment::with_rounding(FE_DOWNWARD);
            CHECK(third() == nearest);  // 1/3 is rounded down to the nearest
        }
        CHECK(third() > nearest);
    }
    CHECK(third() == nearest);
    CHECK(float_environment::with_rounding(12345).status() == status_code::invalid_argument);
    CHECK(std::fegetround() == FE_TONEAREST);
}

TEST_CASE("with_flush_denormals() makes them 0 until it ends, where the CPU can") {
    CHECK_FALSE(flushes());
    auto guard = float_environment::with_flush_denormals();
    if constexpr (ffiguard::detail::can_flush_denormals()) {
        REQUIRE(guard);
        CHECK(flushes());
        CHECK(guard->restore().ok());
        CHECK(guard->restore() == status_code::closed);
    } else {
        CHECK(guard.status() == status_code::unsupported);
    }
    CHECK_FALSE(flushes());
}

TEST_CASE("default_environment() is what a program starts with, whatever was before") {
    const double right = third();
    const auto outer = float_environment::save();
    forgetful_library();
    {
        const auto guard = float_environment::default_environment();
        CHECK(third() == right);
        CHECK_FALSE(flushes());
    }
    CHECK(third() > right);
    if constexpr (ffiguard::detail::can_flush_denormals()) CHECK(flushes());
}

TEST_CASE("exception flags of the caller are as they were") {
    std::feclearexcept(FE_ALL_EXCEPT);
    std::feraiseexcept(FE_INVALID);
    {
        const auto guard = float_environment::save();
        static_cast<void>(divide(1, 0));
        CHECK(std::fetestexcept(FE_DIVBYZERO) != 0);
    }
    CHECK(std::fetestexcept(FE_DIVBYZERO) == 0);
    CHECK(std::fetestexcept(FE_INVALID) != 0);
    std::feclearexcept(FE_ALL_EXCEPT);
}

#if defined(__GLIBC__) && defined(__x86_64__)
TEST_CASE("a trap that a library switches on kills nobody after the guard has ended") {
    const auto naive = run_in_child([] {
        signal(SIGFPE, SIG_DFL);
        feenableexcept(FE_DIVBYZERO);
        static_cast<void>(divide(1, 0));
    });
    CHECK(naive.exit_status == -1);
    const auto guarded = run_in_child([] {
        signal(SIGFPE, SIG_DFL);
        {
            const auto guard = float_environment::save();
            feenableexcept(FE_DIVBYZERO);
        }
        static_cast<void>(divide(1, 0));
    });
    CHECK(guarded.exit_status == 0);
}
#endif

TEST_CASE("guards that end in the wrong order, or on another thread, spoil nothing") {
    const double nearest = third();
    auto outer = *float_environment::with_rounding(FE_UPWARD);
    auto inner = *float_environment::with_rounding(FE_TOWARDZERO);
    CHECK(outer.restore().ok());
    CHECK(std::fegetround() == FE_TOWARDZERO);
    std::thread([&] {
        std::fesetround(FE_DOWNWARD);
        CHECK(inner.restore() == status_code::wrong_thread);
        CHECK(std::fegetround() == FE_DOWNWARD);
    }).join();
    CHECK(inner.restore().ok());
    CHECK(std::fegetround() == FE_TONEAREST);
    CHECK(third() == nearest);
}
