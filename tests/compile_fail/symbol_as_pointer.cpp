// expect: cannot convert|no viable conversion|no known conversion
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/symbol.hpp>

// The raw pointer keeps nothing loaded, so it is asked for by name.
#ifdef FAIL
auto (*raw)(int)->int = ffiguard::symbol<int(int)>();
#else
auto (*raw)(int)->int = ffiguard::symbol<int(int)>().get();
#endif
