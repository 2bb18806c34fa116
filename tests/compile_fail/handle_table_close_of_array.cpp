// expect: array of objects that have a close.., and does not tell how many they are
// SPDX-License-Identifier: BSL-1.0
#include <memory>

#include <ffiguard/core/handle_table.hpp>

struct stream {
    void close() noexcept;
};
#ifdef FAIL
using held = std::unique_ptr<stream[]>;
#else
using held = std::unique_ptr<stream>;
#endif
auto release(ffiguard::handle_table<held>& table, ffiguard_token t) { return table.close(t); }
