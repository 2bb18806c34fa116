// expect: once
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>

ffiguard::release_queue later;
struct right {
    using life_cycle = ffiguard::life_cycle<ffiguard::deferrable_release_to<&later>>;
};
bool made(const right* one) { return ffiguard::handle_table<right>().emplace() && one != nullptr; }

#ifdef FAIL
struct wrong {
    using life_cycle = ffiguard::life_cycle<ffiguard::deferrable_release,
                                            ffiguard::deferrable_release_to<&later>>;
};
bool made(const wrong* one) { return ffiguard::handle_table<wrong>().emplace() && one != nullptr; }
#endif
