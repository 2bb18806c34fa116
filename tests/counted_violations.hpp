// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_COUNTED_VIOLATIONS_HPP
#define FFIGUARD_TESTS_COUNTED_VIOLATIONS_HPP

#include <atomic>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/violation.hpp>

/// Counts what is reported while it lives, on any thread. One at a time.
class counted_violations {
public:
    counted_violations() {
        for (auto& one : counts) one = 0;
    }
    counted_violations(const counted_violations&) = delete;
    counted_violations& operator=(const counted_violations&) = delete;
    ~counted_violations() { ffiguard::set_violation_handler(previous_); }

    int of(ffiguard::violation kind) const { return counts[static_cast<int>(kind)]; }
    int all() const {
        int sum = 0;
        for (const auto& one : counts) sum += one;
        return sum;
    }

private:
    static void count(const ffiguard::violation_event& event) noexcept {
        ++counts[static_cast<int>(event.kind)];
    }

    FFIGUARD_HIDDEN inline static std::atomic<int> counts[16]{};  // or it pins a plugin

    ffiguard::violation_handler previous_ = ffiguard::set_violation_handler(&count);
};

#endif
