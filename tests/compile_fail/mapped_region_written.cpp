// expect: read-only|const
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/mapped_region.hpp>

#ifdef FAIL
void write(const ffiguard::mapped_region& region) { region.data()[0] = 1; }
#else
void write(const ffiguard::writable_region& region) { region.data()[0] = 1; }
#endif
