// expect: no constructor for these arguments
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
    ffiguard_token made = 0;
    return ffiguard::call_new(table, &made, nullptr) + ffiguard::call_release(table, t, nullptr);
}

#ifdef FAIL
ffiguard_status wrong(ffiguard::handle_table<counter>& table, ffiguard_token* made) {
    return ffiguard::call_new(table, made, nullptr, "one");
}
#endif
