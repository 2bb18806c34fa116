// expect: does not become the parameter of the member
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>
#include <ffiguard/memory/c_string.hpp>

struct counter {
    static ffiguard::result<counter> create(const ffiguard::c_string& name) noexcept;
};
extern ffiguard::handle_table<counter> counters;
#ifndef FAIL
FFIGUARD_EXPORT_NEW(counter_open, counters, ffiguard_view);
#else
FFIGUARD_EXPORT_NEW(counter_open, counters, const char*);
#endif
