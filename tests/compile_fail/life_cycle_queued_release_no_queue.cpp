// expect: drains_queue<> and queued_release<> name a release_queue, or a function that returns one
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>

ffiguard::release_queue later;
int number;
struct feed {
#ifdef FAIL
    using life_cycle = ffiguard::life_cycle<ffiguard::queued_release<&number>>;
#else
    using life_cycle = ffiguard::life_cycle<ffiguard::queued_release<&later>>;
#endif
};
ffiguard::handle_table<feed> feeds;
void close(ffiguard::token one);
void close(ffiguard::token one) { feeds.close(one).ignore(); }
