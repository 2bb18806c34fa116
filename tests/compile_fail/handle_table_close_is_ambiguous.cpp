// expect: close.. that cannot be called at its release
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

struct stream {
    void close() noexcept;
#ifdef FAIL
    void close(int how = 0) noexcept;
#else
    void close(int how) noexcept;
#endif
};
auto release(ffiguard::handle_table<stream>& table, ffiguard_token t) { return table.close(t); }
