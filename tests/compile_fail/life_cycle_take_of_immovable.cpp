// expect: take.. moves the object out; its move must not throw
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct database {
    database() = default;
#ifdef FAIL
    database(database&&) {}
#else
    database(database&&) noexcept {}
#endif
};
ffiguard::status take(ffiguard::handle_table<database>& in) { return in.take(1).status(); }
