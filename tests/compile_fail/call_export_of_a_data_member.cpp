// expect: FFIGUARD_EXPORT_CALL takes a member function
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct counter {
    std::int32_t value() const noexcept;
    std::int32_t number = 0;
};
extern ffiguard::handle_table<counter> counters;
#ifndef FAIL
FFIGUARD_EXPORT_CALL(counter_number, counters, &counter::value, int32_t*);
#else
FFIGUARD_EXPORT_CALL(counter_number, counters, &counter::number, int32_t*);
#endif
