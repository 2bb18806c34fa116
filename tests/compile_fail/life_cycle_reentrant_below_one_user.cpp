// expect: below a one_user nothing is re-entrant
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

template <class Users>
struct database {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children, Users>;
};
template <class Users>
struct statement {
    using life_cycle =
        ffiguard::life_cycle<ffiguard::child_of<database<Users>>, ffiguard::one_user_reentrant>;
};
bool ok(ffiguard::handle_table<statement<ffiguard::one_user_reentrant>>& in) {
    return bool(in.pin(1));
}
#ifdef FAIL
bool wrong(ffiguard::handle_table<statement<ffiguard::one_user>>& in) { return bool(in.pin(1)); }
#endif
