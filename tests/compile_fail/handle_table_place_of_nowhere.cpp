// expect: is for a type whose life_cycle says released_at
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct window {
    explicit window(const ffiguard::release_place& at) : home(at) {}
    ffiguard::release_place home;
#ifndef FAIL
    using life_cycle = ffiguard::life_cycle<ffiguard::released_at<&window::home>>;
#endif
};
auto place_of(ffiguard::handle_table<window>& windows) { return windows.place_of(1); }
