// expect: nothing is written to a mapped_region
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/mapped_region.hpp>

#ifdef FAIL
bool sync(const ffiguard::mapped_region& region) { return region.sync().ok(); }
#else
bool sync(const ffiguard::writable_region& region) { return region.sync().ok(); }
#endif
