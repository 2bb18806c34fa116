// expect: drains_queue<> and queued_release<> name a release_queue
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

ffiguard::release_queue later;
int number = 0;

struct feed {
#ifdef FAIL
    using life_cycle = ffiguard::life_cycle<ffiguard::drains_queue<&number>>;
#else
    using life_cycle = ffiguard::life_cycle<ffiguard::drains_queue<&later>>;
#endif
    void poll() noexcept {}
};
ffiguard_status poll(ffiguard::handle_table<feed>& feeds) {
    return ffiguard::call<&feed::poll>(feeds, 1, nullptr);
}
