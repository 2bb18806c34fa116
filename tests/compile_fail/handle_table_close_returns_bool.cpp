// expect: close.. of what is kept here must return void, a status or an error
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

#ifdef FAIL
using answer = bool;
#else
using answer = ffiguard::error;
#endif
struct stream {
    answer close() noexcept { return {}; }
};
ffiguard_status release(ffiguard::handle_table<stream>& table, ffiguard_token t) {
    return ffiguard::call_release(table, t, nullptr);
}
