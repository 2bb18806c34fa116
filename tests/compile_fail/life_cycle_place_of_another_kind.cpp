// expect: name a data member of the class that
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct window {
    explicit window(const ffiguard::release_place& at) : home(at) {}
    ffiguard::release_place home;
    int number = 0;
#ifdef FAIL
    using life_cycle = ffiguard::life_cycle<ffiguard::released_at<&window::number>>;
#else
    using life_cycle = ffiguard::life_cycle<ffiguard::released_at<&window::home>>;
#endif
};
auto close(ffiguard::handle_table<window>& windows) { return windows.close(1); }
