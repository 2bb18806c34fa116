// expect: this type is a child_of<Parent>
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/loan.hpp>

struct store {
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
};
#ifdef FAIL
using lent = ffiguard::loan<store>;
#else
using lent = ffiguard::loan<>;
#endif

auto lend(ffiguard::handle_table<lent>& values, ffiguard::foreign_span<const char> from) {
    return values.emplace(from);
}
