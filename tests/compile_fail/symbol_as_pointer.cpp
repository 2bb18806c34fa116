// expect: cannot convert|no viable conversion|no known conversion
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/symbol.hpp>

// The raw pointer keeps nothing loaded, so it is asked for by name.
#ifdef FAIL
int (*raw)(int) = ffiguard::symbol<int(int)>();
#else
int (*raw)(int) = ffiguard::symbol<int(int)>().get();
#endif
