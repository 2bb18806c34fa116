// expect: (cannot convert|would lose const qualifier)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/foreign_span.hpp>

bool use(const void* data);
bool use(const void* data) {
#ifdef FAIL
    return ffiguard::foreign_span<int>::from(data, 1).has_value();
#else
    return ffiguard::foreign_span<const int>::from(data, 1).has_value();
#endif
}
