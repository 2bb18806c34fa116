// expect: leave it out for a parent
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct database {
#ifdef FAIL
    using life_cycle = ffiguard::life_cycle<ffiguard::rarely_closed, ffiguard::waits_for_children>;
#else
    using life_cycle = ffiguard::life_cycle<ffiguard::rarely_closed>;
#endif
};
ffiguard::result<ffiguard::token> make(ffiguard::handle_table<database>& in) { return in.emplace(); }
