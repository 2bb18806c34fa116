// expect: use of deleted|selected deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

int right(ffiguard::handle_table<int>& table, ffiguard::token token) {
    const auto inside = table.pin(token);
    return inside ? *inside : 0;
}

#ifdef FAIL
// The pin would end before the reference is used.
int& wrong(ffiguard::handle_table<int>& table, ffiguard::token token) { return *table.pin(token); }
#endif
