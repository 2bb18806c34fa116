// expect: put together from C strings and unsigned numbers
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/error.hpp>

ffiguard::error right() { return {ffiguard::status_code::overflow, "index ", 7U}; }

#ifdef FAIL
ffiguard::error wrong() { return {ffiguard::status_code::overflow, "index ", -1}; }
#endif
