// expect: say one of the three
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct database {
#ifdef FAIL
    using life_cycle =
        ffiguard::life_cycle<ffiguard::waits_for_children, ffiguard::closes_children>;
#else
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
#endif
};
ffiguard::result<ffiguard::token> make(ffiguard::handle_table<database>& in) { return in.emplace(); }
