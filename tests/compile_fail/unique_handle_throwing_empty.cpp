// expect: Traits::empty and Traits::is_empty must be noexcept
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/unique_handle.hpp>

struct traits {
    using value_type = int;
#ifdef FAIL
    static int empty() { return -1; }
#else
    static int empty() noexcept { return -1; }
#endif
    static void close(int) noexcept {}
};
ffiguard::unique_handle<traits> owner;
