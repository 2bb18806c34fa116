// expect: what is lent for one call ends with it
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/scoped_loan.hpp>

struct row {
#ifdef FAIL
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
#else
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
#endif
};

ffiguard::token lend(ffiguard::handle_table<row>& rows) {
    const ffiguard::scoped_loan lent(rows);
    return lent.get();
}
