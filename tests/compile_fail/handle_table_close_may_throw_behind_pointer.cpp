// expect: calls T::close..; it must be noexcept
// SPDX-License-Identifier: BSL-1.0
#include <memory>

#include <ffiguard/core/handle_table.hpp>

struct stream {
#ifdef FAIL
    void close();
#else
    void close() noexcept;
#endif
};
auto release(ffiguard::handle_table<std::unique_ptr<stream>>& table, ffiguard_token t) {
    return table.close(t);
}
