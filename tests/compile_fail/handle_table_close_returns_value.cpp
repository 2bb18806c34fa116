// expect: any other value would be lost
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct nothing {};
#ifdef FAIL
using value = long;
#else
using value = nothing;
#endif
struct stream {
    ffiguard::result<value> close() noexcept { return value(); }
};
auto release(ffiguard::handle_table<stream>& table, ffiguard_token t) { return table.close(t); }
