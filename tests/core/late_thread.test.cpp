// SPDX-License-Identifier: BSL-1.0
// What core/ keeps of each thread has no destructor: it is there until the thread has gone.
#include <ffiguard/core/scoped_state.hpp>
#include <ffiguard/core/thread_number.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <utility>

#include <doctest/doctest.h>

#include "../counted_violations.hpp"
#include "../late_calls.hpp"

using ffiguard::scoped_state;
using ffiguard::status;
using ffiguard::this_thread_number;

namespace {

thread_local int level = 0;

struct late_level : ffiguard::whole_state<int> {
    static constexpr const char* name() noexcept { return "level"; }
    static status read(int& now) noexcept {
        now = level;
        return {};
    }
    static status put_back(const int& saved) noexcept {
        level = saved;
        return {};
    }
};
using level_guard = scoped_state<late_level>;

ffiguard::result<level_guard> set_level(int to) {
    return level_guard::begin([to](int& before) noexcept -> status {
        before = std::exchange(level, to);
        return {};
    });
}

}  // namespace

TEST_CASE("a thread keeps its number until it has gone, and no other thread gets it") {
    std::uint64_t number = 0;
    int late = 0;
    late_calls::run([&] { number = this_thread_number(); },
                    [&](late_calls::moment) {
                        ++late;
                        CHECK(this_thread_number() == number);
                    });
    CHECK(late == 3);
    CHECK(number != 0);
    std::uint64_t first_asked_late = 0;
    late_calls::run([] {},
                    [&](late_calls::moment) {
                        if (first_asked_late == 0) first_asked_late = this_thread_number();
                        CHECK(this_thread_number() == first_asked_late);
                    });
    CHECK(first_asked_late > number);
}

TEST_CASE("guards begin and end while their thread ends, however deep they are nested") {
    const counted_violations violations;
    int late = 0;
    late_calls::run([] { static_cast<void>(set_level(1)); },
                    [&](late_calls::moment) {
                        ++late;
                        {
                            std::array<level_guard, 8> nested;  // more than have a place
                            for (int i = 0; i < 8; ++i) {
                                auto begun = set_level(10 + i);
                                REQUIRE(begun);
                                nested[static_cast<std::size_t>(i)] = *std::move(begun);
                            }
                            CHECK(level == 17);
                            for (std::size_t i = 8; i-- > 0;) CHECK(nested[i].restore().ok());
                        }
                        CHECK(level == 0);
                    });
    CHECK(late == 3);
    CHECK(violations.all() == 0);
}
