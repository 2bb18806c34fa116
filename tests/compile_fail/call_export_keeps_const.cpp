// expect: does not become the parameter of the member
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>
#include <ffiguard/memory/foreign_span.hpp>

struct counter {
    void fill(ffiguard::foreign_span<std::uint8_t> bytes) noexcept;
};
extern ffiguard::handle_table<counter> counters;
#ifndef FAIL
FFIGUARD_EXPORT_CALL(counter_fill, counters, &counter::fill, uint8_t*, size_t);
#else
FFIGUARD_EXPORT_CALL(counter_fill, counters, &counter::fill, ffiguard_view);  // lent to be read
#endif
