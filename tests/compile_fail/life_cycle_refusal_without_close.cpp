// expect: is for a T with a close
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct database {
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<5>>;
#ifndef FAIL
    ffiguard::status close() noexcept { return ffiguard::status::foreign(5); }
#endif
};
ffiguard::status end(ffiguard::handle_table<database>& in) { return in.close(1); }
