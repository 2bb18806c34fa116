// expect: fewer parameters than the member takes
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct counter {
    void add(std::int32_t number, std::int32_t times) noexcept;
};
extern ffiguard::handle_table<counter> counters;
#ifndef FAIL
FFIGUARD_EXPORT_CALL(counter_add, counters, &counter::add, int32_t, int32_t);
#else
FFIGUARD_EXPORT_CALL(counter_add, counters, &counter::add, int32_t);
#endif
