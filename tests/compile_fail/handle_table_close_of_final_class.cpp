// expect: close.. that cannot be called at its release
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct stream final {
#ifdef FAIL
    void close(int how) noexcept;
#else
    void close() noexcept;
#endif
};
auto release(ffiguard::handle_table<stream>& table, ffiguard_token t) { return table.close(t); }
