// expect: put_back.., hand_over.. and discard.. of a scoped_state's State must be noexcept
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/scoped_state.hpp>

struct rounding_state : ffiguard::whole_state<int> {
    static constexpr const char* name() noexcept { return "rounding"; }
#ifdef FAIL
    static ffiguard::status put_back(const int&) { return {}; }
#else
    static ffiguard::status put_back(const int&) noexcept { return {}; }
#endif
};
auto begin() {
    return ffiguard::scoped_state<rounding_state>::begin([](int&) noexcept {
        return ffiguard::status();
    });
}
