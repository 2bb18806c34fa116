// expect: calls T::close..; it must be noexcept
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct stream {
    ffiguard::status close();
};

#ifdef FAIL
ffiguard::handle_table<stream> table;
#endif
