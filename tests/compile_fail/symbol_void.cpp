// expect: symbol takes the type of a variable or of a function
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library.hpp>

#ifdef FAIL
ffiguard::symbol<void> address;
#else
ffiguard::symbol<void()> address;
#endif
