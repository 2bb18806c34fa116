// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_MISUSE_GUARDED_HPP
#define FFIGUARD_TESTS_MISUSE_GUARDED_HPP

#include <cstdint>

#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>

// What the two halves of the guarded shim have in common.

inline ffiguard::status give(const ffiguard::result<ffiguard::token>& made, std::uint64_t* out) {
    if (made) *out = *made;
    return made.status();
}

/// Calls the function of Go behind a number.
ffiguard::status call_go(std::uint64_t callback);

#endif
