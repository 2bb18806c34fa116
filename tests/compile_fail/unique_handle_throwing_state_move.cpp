// expect: state of the traits must be moved, swapped and destroyed without throwing
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/unique_handle.hpp>

struct state {
    state() = default;
#ifdef FAIL
    state(state&&) {}
#else
    state(state&&) noexcept {}
#endif
    state& operator=(state&&) noexcept { return *this; }
};
struct traits {
    using value_type = int;
    state kept;
    static constexpr int empty() noexcept { return -1; }
    void close(int) const noexcept {}
};
ffiguard::unique_handle<traits> owner;
