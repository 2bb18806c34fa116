// expect: queue> is released there alone
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>

ffiguard::release_queue later;
struct feed {
#ifdef FAIL
    using life_cycle =
        ffiguard::life_cycle<ffiguard::queued_release<&later>, ffiguard::deferrable_release>;
#else
    using life_cycle = ffiguard::life_cycle<ffiguard::queued_release<&later>>;
#endif
};
ffiguard::handle_table<feed> feeds;
void close(ffiguard::token one);
void close(ffiguard::token one) { feeds.close(one).ignore(); }
