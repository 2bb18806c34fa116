// expect: closing.. takes no arguments and is public
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>
class database {
public:
#ifdef FAIL
    void closing(int) noexcept {}
    void closing(const char*) noexcept {}
#else
    void closing(int) noexcept {}
    void closing(const char*) noexcept {}
    using closing_is_not_called = void;
#endif
};
ffiguard::status end(ffiguard::handle_table<database>& in) { return in.close(1); }
