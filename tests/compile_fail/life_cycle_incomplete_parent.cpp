// expect: the Parent of a child_of<Parent> is to be a complete class
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct database;
struct statement {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database>>;
};
// Which slots the table has follows from what the parent says: another file, which knows the
// parent, would have other ones.
extern ffiguard::handle_table<statement>& statements;
std::size_t live() {
    return statements.live();
}
#ifdef FAIL
ffiguard::status close(ffiguard::token t) {
    return statements.close(t);
}
#endif
