// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_THREAD_NUMBER_HPP
#define FFIGUARD_CORE_THREAD_NUMBER_HPP

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// One of each per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline std::atomic<std::uint64_t> last_thread_number_{0};
FFIGUARD_HIDDEN inline thread_local std::uint64_t thread_number_ = 0;

}  // namespace detail

/// The number of the calling thread. It is never 0, and never reused, unlike pthread_self() and
/// gettid(), which a new thread may get as soon as an old one has ended.
///
/// Compare it inside one shared object only: each one counts for itself. Costs a thread-local load.
/// After fork(), the child's thread keeps the number.
[[nodiscard]] FFIGUARD_HIDDEN inline std::uint64_t this_thread_number() noexcept {
    if (detail::thread_number_ == 0)
        detail::thread_number_ =
            detail::last_thread_number_.fetch_add(1, std::memory_order_relaxed) + 1;
    return detail::thread_number_;
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
