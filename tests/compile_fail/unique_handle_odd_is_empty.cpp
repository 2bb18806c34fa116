// expect: is_empty must be static
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/unique_handle.hpp>

struct traits {
    using value_type = int;
    static constexpr int empty() noexcept { return -1; }
    bool is_empty(int value) const noexcept { return value <= 0; }  // not static
    static void close(int) noexcept {}
};

#ifdef FAIL
ffiguard::unique_handle<traits> owner(0);
#endif
