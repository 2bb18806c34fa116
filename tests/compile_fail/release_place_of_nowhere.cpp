// expect: (default constructor|no matching (function|constructor))
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct window {
    ffiguard::release_place home;
    using life_cycle = ffiguard::life_cycle<ffiguard::released_at<&window::home>>;
#ifdef FAIL
    window() {}
#else
    explicit window(const ffiguard::release_place& at) : home(at) {}
#endif
};
