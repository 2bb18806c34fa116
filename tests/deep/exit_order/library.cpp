// SPDX-License-Identifier: BSL-1.0
// A library that holds halves in static objects; which end when it is closed, or with the process.
#include "world.hpp"

extern "C" __attribute__((visibility("default"))) void hold(int half);
extern "C" void hold(int half) {
    // Two of them: each is made at its own time.
    if (half == 0) static half_of_it first(0);
    if (half == 1) static half_of_it second(1);
}
