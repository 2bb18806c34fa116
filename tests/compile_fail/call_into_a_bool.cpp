// expect: bool, wchar_t, long and long double are not the same everywhere
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct stream {
    bool eager() const noexcept;
    std::int32_t is_eager() const noexcept { return eager() ? 1 : 0; }
};
extern ffiguard::handle_table<stream> streams;

extern "C" ffiguard_status right(ffiguard_token s, std::int32_t* eager, ffiguard_error* err) {
    return ffiguard::call_into<&stream::is_eager>(streams, s, eager, err);
}

#ifdef FAIL
extern "C" ffiguard_status wrong(ffiguard_token s, bool* eager, ffiguard_error* err) {
    return ffiguard::call_into<&stream::eager>(streams, s, eager, err);
}
#endif
