// expect: a life_cycle is a list of
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct database {
#ifdef FAIL
    using life_cycle = ffiguard::life_cycle<int>;
#else
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
#endif
};
ffiguard::result<ffiguard::token> make(ffiguard::handle_table<database>& in) { return in.emplace(); }
