// expect: a struct may hold pointers
// SPDX-License-Identifier: BSL-1.0
#include <cstdint>

#include <ffiguard/go/callback.hpp>

struct change {
    const char* table;
    std::int64_t row;
};
struct point {
    double x, y;
};

using right = ffiguard::go::callback<void(ffiguard::go::for_call<change>,
                                          ffiguard::go::by_value<point>, ffiguard_buffer)>;
bool made(const right& call) { return static_cast<bool>(call); }

#ifdef FAIL
using wrong = ffiguard::go::callback<void(change)>;
bool made(const wrong& call) { return static_cast<bool>(call); }
#endif
