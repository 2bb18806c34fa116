// expect: closing.. takes no arguments and is public
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>
class database {
#ifdef FAIL
    void closing() noexcept {}
#else
public:
    void closing() noexcept {}
#endif
};
ffiguard::status end(ffiguard::handle_table<database>& in) { return in.close(1); }
