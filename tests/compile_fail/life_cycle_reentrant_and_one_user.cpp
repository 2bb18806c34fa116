// expect: say one of the two
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct database {
    using life_cycle = ffiguard::life_cycle<ffiguard::one_user_reentrant>;
};
bool ok(ffiguard::handle_table<database>& in) { return bool(in.pin(1)); }
#ifdef FAIL
struct other {
    using life_cycle = ffiguard::life_cycle<ffiguard::one_user_reentrant, ffiguard::one_user>;
};
bool wrong(ffiguard::handle_table<other>& in) { return bool(in.pin(1)); }
#endif
