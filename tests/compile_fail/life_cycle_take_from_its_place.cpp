// expect: is not taken out of its table
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct window {
    explicit window(const ffiguard::release_place& at) : home(at) {}
    ffiguard::release_place home;
#ifdef FAIL
    using life_cycle = ffiguard::life_cycle<ffiguard::released_at<&window::home>>;
#endif
};
auto take(ffiguard::handle_table<window>& windows) { return windows.take(1); }
