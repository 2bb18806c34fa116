// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library_lease.hpp>

#ifdef FAIL
ffiguard::library_lease twice(const ffiguard::library_lease& once) { return once; }
#endif
