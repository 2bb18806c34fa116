// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_CORE_VIOLATIONS_HPP
#define FFIGUARD_TESTS_CORE_VIOLATIONS_HPP

// A shared object with an own handler for violations. Without optimisation, so that nothing is
// inlined and the loader may bind one object's functions to the other's.
#include <ffiguard/core/violation.hpp>

namespace {

int seen = 0;
void count(const ffiguard::violation_event&) noexcept { ++seen; }

}  // namespace

extern "C" int reports_to_own_handler() {
    ffiguard::set_violation_handler(&count);
    ffiguard::report({ffiguard::violation::leak});
    return seen;
}
extern "C" int report_only() {
    ffiguard::report({ffiguard::violation::leak});
    return seen;
}

#endif
