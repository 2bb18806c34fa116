// expect: nodiscard|ignoring return value
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/upcall.hpp>

void use();
void use() {
#ifdef FAIL
    ffiguard::upcall{};  // ends at the semicolon
#else
    const ffiguard::upcall guard{};
#endif
}
