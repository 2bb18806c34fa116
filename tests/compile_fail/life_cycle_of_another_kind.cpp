// expect: T::life_cycle is to be ffiguard::life_cycle
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct database {
#ifdef FAIL
    using life_cycle = ffiguard::waits_for_children;
#else
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
#endif
};
ffiguard::result<ffiguard::token> make(ffiguard::handle_table<database>& in) { return in.emplace(); }
