// expect: ignoring return value
// SPDX-License-Identifier: BSL-1.0
#include <cstdlib>

#include <ffiguard/memory/c_array.hpp>

void use(ffiguard::c_array<int>& array);
void use(ffiguard::c_array<int>& array) {
    std::free(array.release().data);
#ifdef FAIL
    array.release();
#endif
}
