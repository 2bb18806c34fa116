// expect: are not the same everywhere
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct environment {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
};
struct transaction {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<environment>>;
    transaction(environment&, bool) {}
};
extern ffiguard::handle_table<environment> environments;
extern ffiguard::handle_table<transaction> transactions;

ffiguard_status right(ffiguard::token in, std::int32_t eager, ffiguard::token* made) {
    return ffiguard::call_new_child(transactions, environments, in, made, nullptr, eager != 0);
}
#ifdef FAIL
ffiguard_status wrong(ffiguard::token in, bool eager, ffiguard::token* made) {
    return ffiguard::call_new_child(transactions, environments, in, made, nullptr, eager);
}
#endif
