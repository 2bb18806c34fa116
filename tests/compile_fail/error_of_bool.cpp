// expect: a message is put together from text and integers
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/error.hpp>

ffiguard::error right() { return {ffiguard::status_code::overflow, "index ", -1}; }

#ifdef FAIL
ffiguard::error wrong() { return {ffiguard::status_code::overflow, "is full: ", true}; }
#endif
