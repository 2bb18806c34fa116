// expect: answers by value
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
    return ffiguard::call<&counter::add>(table, t, nullptr, 1);
}

#ifdef FAIL
ffiguard_status wrong(ffiguard::handle_table<counter>& table, ffiguard_token t, int* out) {
    return ffiguard::call_into<&counter::stored>(table, t, out, nullptr);
}
#endif
