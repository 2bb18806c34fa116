// expect: no viable conversion|conversion from
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/keep_alive.hpp>

#ifdef FAIL
ffiguard::keep_alive keeper = ffiguard::library();
#else
ffiguard::keep_alive keeper = ffiguard::keep_alive(ffiguard::library());
#endif
