// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/result.hpp>

using number = ffiguard::result<int>;

#ifdef FAIL
number twice(const number& once) { return number(once); }
#endif
