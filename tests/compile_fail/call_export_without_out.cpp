// expect: this member answers a value: the last type is that of the out-parameter
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct counter {
    std::int32_t value() const noexcept;
};
extern ffiguard::handle_table<counter> counters;
#ifndef FAIL
FFIGUARD_EXPORT_CALL(counter_value, counters, &counter::value, int32_t*);
#else
FFIGUARD_EXPORT_CALL(counter_value, counters, &counter::value);
#endif
