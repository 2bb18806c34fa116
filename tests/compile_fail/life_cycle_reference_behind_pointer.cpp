// expect: no reference leads to them
// SPDX-License-Identifier: BSL-1.0
#include <memory>

#include <ffiguard/core/handle_table.hpp>

struct database {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
};
struct statement {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database>>;
};

ffiguard::result<ffiguard::token> make(ffiguard::handle_table<statement>& in,
                                       ffiguard::handle_table<database>& parents,
                                       database& parent) {
    return in.emplace_child(parents, parent);
}
#ifdef FAIL
ffiguard::result<ffiguard::token> wrong(ffiguard::handle_table<statement>& in,
                                        ffiguard::handle_table<std::unique_ptr<database>>& parents,
                                        std::unique_ptr<database>& parent) {
    return in.emplace_child(parents, parent);
}
#endif
