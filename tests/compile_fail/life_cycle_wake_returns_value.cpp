// expect: what it returns would be lost
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>
class database {
public:
#ifdef FAIL
    bool closing() noexcept { return true; }
#else
    void closing() noexcept {}
    bool closing_now = false;
#endif
};
ffiguard::status end(ffiguard::handle_table<database>& in) { return in.close(1); }
