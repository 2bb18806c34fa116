// expect: must not throw
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct thrower {
    ~thrower() noexcept(false) {}
};

#ifdef FAIL
ffiguard::handle_table<thrower> table;
#endif
