// expect: does not become the parameter of the member
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>
#include <ffiguard/memory/foreign_span.hpp>

struct counter {
    void add(ffiguard::foreign_span<const double> numbers) noexcept;
};
extern ffiguard::handle_table<counter> counters;
#ifndef FAIL
FFIGUARD_EXPORT_CALL(counter_add, counters, &counter::add, const double*, size_t);
#else
FFIGUARD_EXPORT_CALL(counter_add, counters, &counter::add, const float*, size_t);
#endif
