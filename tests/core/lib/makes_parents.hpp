// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_CORE_LIB_MAKES_PARENTS_HPP
#define FFIGUARD_TESTS_CORE_LIB_MAKES_PARENTS_HPP

#include <ffiguard/core/handle_table.hpp>

// What a program and a shared object that it unloads know of a table of the program's.

struct common_parent {
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
};

using make_parent = ffiguard::token(ffiguard::handle_table<common_parent>& in);

#endif
