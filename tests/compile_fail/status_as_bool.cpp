// expect: could not convert|no viable conversion|not contextually convertible
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/status.hpp>

bool right(ffiguard::status outcome) { return outcome.ok(); }

#ifdef FAIL
bool wrong(ffiguard::status outcome) { return outcome ? true : false; }
#endif
