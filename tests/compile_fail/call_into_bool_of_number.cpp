// expect: cannot be put into this out-parameter
// SPDX-License-Identifier: BSL-1.0
#include <cstdint>

#include <ffiguard/core/call.hpp>

struct counter {
    bool is_full() const noexcept;
    std::int32_t value() const noexcept;
    std::uint32_t room() const noexcept;
};

ffiguard_status right(ffiguard::handle_table<counter>& table, ffiguard_token t, std::int32_t* out) {
    return ffiguard::call_into<&counter::is_full>(table, t, out, nullptr);
}

#ifdef FAIL
// 2 and -1 would both be true.
ffiguard_status number(ffiguard::handle_table<counter>& table, ffiguard_token t, bool* out) {
    return ffiguard::call_into<&counter::value>(table, t, out, nullptr);
}
// 4000000000 would be negative.
ffiguard_status sign(ffiguard::handle_table<counter>& table, ffiguard_token t, std::int32_t* out) {
    return ffiguard::call_into<&counter::room>(table, t, out, nullptr);
}
#endif
