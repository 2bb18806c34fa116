// expect: close.. that cannot be called at its release
// SPDX-License-Identifier: BSL-1.0
#include <memory>

#include <ffiguard/core/handle_table.hpp>

struct stream {
    void close() noexcept;
};
#ifdef FAIL
using held = std::unique_ptr<const stream>;
#else
using held = std::unique_ptr<stream>;
#endif
auto release(ffiguard::handle_table<held>& table, ffiguard_token t) { return table.close(t); }
