// expect: invalid conversion|no matching function|cannot initialize
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/symbol.hpp>

ffiguard::symbol<int(const char*)> length;

#ifdef FAIL
int called = length(42);
#else
int called = length ? length("text") : 0;
#endif
