// expect: the count of a foreign_span is an integer
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/foreign_span.hpp>

bool use(void* data, double seconds);
bool use(void* data, double seconds) {
#ifdef FAIL
    return ffiguard::foreign_span<int>::from(data, seconds).has_value();
#else
    return ffiguard::foreign_span<int>::from(data, static_cast<long>(seconds)).has_value();
#endif
}
