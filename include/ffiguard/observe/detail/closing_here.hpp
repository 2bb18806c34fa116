// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_CLOSING_HERE_HPP
#define FFIGUARD_OBSERVE_DETAIL_CLOSING_HERE_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/observe/observe_level.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// An address in the code that is closing something on this thread, otherwise 0. One of each per
// shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline thread_local std::uintptr_t closing_at_ = 0;

/// Exists in the functions by which user code closes. They are inlined into it: what is closed
/// meanwhile, also children, was closed there. The closer itself runs deep in the library.
class closing_here {
public:
    FFIGUARD_TRACED closing_here() noexcept {
        if (observe_level_now() >= observe_level::sample) begin();
    }
    closing_here(const closing_here&) = delete;
    closing_here& operator=(const closing_here&) = delete;
    FFIGUARD_TRACED ~closing_here() {
        if (is_begun_) closing_at_ = before_;
    }

private:
    // Not inlined: its return address is the place.
    [[gnu::noinline]] FFIGUARD_HIDDEN void begin() noexcept {
        before_ = closing_at_;
        closing_at_ = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
        is_begun_ = true;
    }

    std::uintptr_t before_ = 0;
    bool is_begun_ = false;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
