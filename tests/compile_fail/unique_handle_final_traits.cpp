// expect: derives from its traits, which must not be final
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/unique_handle.hpp>

#ifdef FAIL
struct traits final {
#else
struct traits {
#endif
    using value_type = int;
    static constexpr int empty() noexcept { return -1; }
    static void close(int) noexcept {}
};
ffiguard::unique_handle<traits> owner;
