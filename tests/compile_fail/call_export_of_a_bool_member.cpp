// expect: bool, wchar_t, long and long double are not the same everywhere
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct lamp {
    void set(bool on) noexcept;
};
extern ffiguard::handle_table<lamp> lamps;
#ifndef FAIL
FFIGUARD_EXPORT_CALL(lamp_set, lamps, &lamp::set, int32_t);
#else
FFIGUARD_EXPORT_CALL(lamp_set, lamps, &lamp::set, bool);
#endif
