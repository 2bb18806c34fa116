// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/load_mode.hpp>

#include <doctest/doctest.h>

using ffiguard::load_mode;
using ffiguard::detail::has;

TEST_CASE("load modes are combined, and standard is none of them") {
    constexpr load_mode both = load_mode::lazy | load_mode::global;
    CHECK(has(both, load_mode::lazy));
    CHECK(has(both, load_mode::global));
    CHECK_FALSE(has(load_mode::global, load_mode::lazy));
    CHECK_FALSE(has(load_mode::standard, load_mode::lazy));
    CHECK_FALSE(has(load_mode::standard | load_mode::global, load_mode::lazy));
}
