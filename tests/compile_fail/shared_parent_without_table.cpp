// expect: handle_table.hpp> before it is shared
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/shared_handle.hpp>
#ifndef FAIL
#include <ffiguard/core/handle_table.hpp>
#endif

struct database {
    using value_type = int;
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
    static constexpr int empty() noexcept { return -1; }
    static void close(int) noexcept {}
};

bool make() { return static_cast<bool>(share(ffiguard::unique_handle<database>(1))); }
