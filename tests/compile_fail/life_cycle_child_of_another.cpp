// expect: does not keep the Parent that the child names
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct database {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
};
struct other {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
};
struct says_nothing {};
struct statement {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database>>;
};
struct orphan {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<says_nothing>>;
};

ffiguard::result<ffiguard::token> make(ffiguard::handle_table<statement>& in,
                                       ffiguard::handle_table<database>& parents) {
    return in.emplace_child(parents, 1);
}
#ifdef FAIL
ffiguard::result<ffiguard::token> wrong(ffiguard::handle_table<statement>& in,
                                        ffiguard::handle_table<other>& parents) {
    return in.emplace_child(parents, 1);
}
#endif
