// expect: is not rarely_closed
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct database {
#ifdef FAIL
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
#else
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
#endif
};
struct cursor {
    using life_cycle = ffiguard::life_cycle<ffiguard::rarely_closed, ffiguard::child_of<database>>;
};
ffiguard::result<ffiguard::token> make(ffiguard::handle_table<database>& parents,
                                       ffiguard::handle_table<cursor>& in) {
    return in.emplace_child(parents, 1);
}
