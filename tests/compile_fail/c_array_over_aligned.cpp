// expect: malloc does not align for an over-aligned T
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/c_array.hpp>

struct alignas(16) fits {
    char bytes[16];
};
struct alignas(64) cache_line {
    char bytes[64];
};

ffiguard::c_array<fits> fine;
#ifdef FAIL
ffiguard::c_array<cache_line> wrong;
#endif
