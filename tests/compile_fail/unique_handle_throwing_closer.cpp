// expect: Traits::close must be noexcept
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/unique_handle.hpp>

struct traits {
    using value_type = int;
    static constexpr int empty() noexcept { return -1; }
    static void close(int);
};

#ifdef FAIL
ffiguard::unique_handle<traits> owner;
#endif
