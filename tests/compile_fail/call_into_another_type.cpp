// expect: cannot be put into this out-parameter
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct counter {
    ffiguard::status add(int n) noexcept;
    int value() const noexcept;
    const char* name() const noexcept;
    const int& stored() const noexcept;
    int number = 0;
};

ffiguard_status right(ffiguard::handle_table<counter>& table, ffiguard_token t) {
    int value = 0;
    return ffiguard::call_into<&counter::value>(table, t, &value, nullptr);
}

#ifdef FAIL
// Would be cut on its way.
ffiguard_status wrong(ffiguard::handle_table<counter>& table, ffiguard_token t, short* out) {
    return ffiguard::call_into<&counter::value>(table, t, out, nullptr);
}
#endif
