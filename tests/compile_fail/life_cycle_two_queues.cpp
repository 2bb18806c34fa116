// expect: drain one queue
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>

ffiguard::release_queue now;
ffiguard::release_queue later;
struct right {
    using life_cycle = ffiguard::life_cycle<ffiguard::drains_queue<&later>>;
};
bool made(const right* one) { return ffiguard::handle_table<right>().emplace() && one != nullptr; }

#ifdef FAIL
struct wrong {
    using life_cycle =
        ffiguard::life_cycle<ffiguard::drains_queue<&later>, ffiguard::drains_queue<&now>>;
};
bool made(const wrong* one) { return ffiguard::handle_table<wrong>().emplace() && one != nullptr; }
#endif
