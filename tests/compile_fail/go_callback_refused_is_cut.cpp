// expect: which must be a value of R
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/callback_registration.hpp>

#ifdef FAIL
ffiguard::go::callback_registration<signed char(int), 1000> registered;
#endif
