// expect: conflicting
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

// The C header of the shim. In each language the other side is made from it.
extern "C" ffiguard_status counter_add(ffiguard_token counter, int32_t number, ffiguard_error* err);

struct counter {
    void add(std::int64_t number) noexcept;
};
extern ffiguard::handle_table<counter> counters;
#ifndef FAIL
FFIGUARD_EXPORT_CALL(counter_add, counters, &counter::add, int32_t);
#else
FFIGUARD_EXPORT_CALL(counter_add, counters, &counter::add, int64_t);
#endif
