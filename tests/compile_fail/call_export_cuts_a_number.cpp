// expect: a number of the C function would be cut
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct counter {
    void add(std::int32_t number) noexcept;
};
extern ffiguard::handle_table<counter> counters;
#ifndef FAIL
FFIGUARD_EXPORT_CALL(counter_add, counters, &counter::add, int32_t);
#else
FFIGUARD_EXPORT_CALL(counter_add, counters, &counter::add, int64_t);
#endif
