// expect: T must be trivially copyable and not const
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/c_array.hpp>

struct plain {
    int value;
};
struct with_copy {
    with_copy(const with_copy&) {}
};

ffiguard::c_array<plain> fine;
#ifdef FAIL
ffiguard::c_array<with_copy> wrong;
#endif
