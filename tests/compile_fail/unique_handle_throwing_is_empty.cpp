// expect: Traits::empty and Traits::is_empty must be noexcept
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/unique_handle.hpp>

struct traits {
    using value_type = int;
    static int empty() noexcept { return -1; }
#ifdef FAIL
    static bool is_empty(int value) { return value < 0; }
#else
    static bool is_empty(int value) noexcept { return value < 0; }
#endif
    static void close(int) noexcept {}
};
ffiguard::unique_handle<traits> owner;
