// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_OBSERVE_AT_LEVEL_HPP
#define FFIGUARD_TESTS_OBSERVE_AT_LEVEL_HPP

#include <ffiguard/observe/observe_level.hpp>

/// The level of this shared object, until the end of the scope.
struct at_level {
    explicit at_level(ffiguard::observe_level level) : before(ffiguard::set_observe_level(level)) {}
    at_level(const at_level&) = delete;
    at_level& operator=(const at_level&) = delete;
    ~at_level() { ffiguard::set_observe_level(before); }
    ffiguard::observe_level before;
};

#endif
