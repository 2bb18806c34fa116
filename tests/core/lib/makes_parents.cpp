// SPDX-License-Identifier: BSL-1.0
#include "makes_parents.hpp"

// The first object of a table that is another shared object's.
extern "C" ffiguard::token make_common_parent(ffiguard::handle_table<common_parent>& in) {
    return *in.emplace();
}
