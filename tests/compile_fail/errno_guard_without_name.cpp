// expect: nodiscard|ignoring return value
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/errno_guard.hpp>

void use();
void use() {
#ifdef FAIL
    ffiguard::errno_guard{};  // ends at the semicolon
#else
    const ffiguard::errno_guard guard{};
#endif
}
