// expect: leave one_user out
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct window {
    explicit window(const ffiguard::release_place& at) : home(at) {}
    ffiguard::release_place home;
#ifdef FAIL
    using life_cycle = ffiguard::life_cycle<ffiguard::one_user, ffiguard::lives_at<&window::home>>;
#else
    using life_cycle = ffiguard::life_cycle<ffiguard::lives_at<&window::home>>;
#endif
};
auto close(ffiguard::handle_table<window>& windows) { return windows.close(1); }
