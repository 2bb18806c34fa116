// expect: deleted (function|copy constructor|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/mapped_region.hpp>

ffiguard::mapped_region region;

#ifdef FAIL
ffiguard::mapped_region other(region);
#endif
