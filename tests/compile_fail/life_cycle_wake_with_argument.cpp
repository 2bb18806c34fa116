// expect: closing.. takes no arguments
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>
struct database {
#ifdef FAIL
    void closing(int) noexcept {}
#else
    void closing() noexcept {}
#endif
};
ffiguard::status end(ffiguard::handle_table<database>& in) { return in.close(1); }
