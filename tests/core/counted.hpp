// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_CORE_COUNTED_HPP
#define FFIGUARD_TESTS_CORE_COUNTED_HPP

#include <atomic>

#include <ffiguard/core/status.hpp>

// A resource whose closings are counted, for tests with threads: which int is open is kept by
// whoever opened it, so a second closing of one resource shows as its flag being 2.

struct counted_traits {
    using value_type = std::atomic<int>*;
    static constexpr value_type empty() noexcept { return nullptr; }
    static ffiguard::status close(value_type closings) noexcept {
        return ++*closings == 1 ? ffiguard::status() : ffiguard::status::foreign(*closings);
    }
};

#endif
