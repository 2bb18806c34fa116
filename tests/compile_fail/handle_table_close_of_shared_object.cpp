// expect: nothing tells whether this one is the last owner
// SPDX-License-Identifier: BSL-1.0
#include <memory>

#include <ffiguard/core/handle_table.hpp>

struct stream {
#ifndef FAIL
    using close_is_not_called = void;
#endif
    void close() noexcept;
};
auto release(ffiguard::handle_table<std::shared_ptr<stream>>& table, ffiguard_token t) {
    return table.close(t);
}
