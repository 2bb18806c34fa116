// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_CLOSING_CHECK_HPP
#define FFIGUARD_CORE_CLOSING_CHECK_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/family.hpp>
#include <ffiguard/core/gate.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Tells a member whether its object is being closed: for a call that blocks.
///
/// closing() of the object wakes a call that blocks in the library. If the call has not begun to
/// block, many libraries forget the wake-up (sqlite3_interrupt, pthread_cond_signal), and the close
/// waits for a call that nothing ends. A member whose first parameter is a closing_check gets one
/// from call<> and call_into<>. It asks at points where the library lets it (a progress handler,
/// the predicate of a condition variable, between two steps):
///
///     status wait_for_news(ffiguard::closing_check close, std::int32_t channel) {
///         std::unique_lock<std::mutex> lock(mutex_);
///         changed_.wait(lock, [&] { return close.is_closing() || has_news(channel); });
///         ...
///     }
///     void closing() noexcept {
///         const std::lock_guard<std::mutex> lock(mutex_);   // is_closing() is true already
///         changed_.notify_all();
///     }
///
/// is_closing() is true before closing() is called. Two pointers; valid until the call ends, on any
/// thread. Elsewhere, table_pin::closing() makes one.
class closing_check {
public:
    /// Whether the object, or a parent of it, has been closed since the call came in. It stays true
    /// during the call, unless a closer refuses. Costs one load for each of the two.
    [[nodiscard]] bool is_closing() const noexcept {
        return door_->is_closed() || (up_ != nullptr && up_->is_closed());
    }

    /// For table_pin.
    explicit closing_check(const gate& door, const detail::parent_link* up) noexcept
        : door_(&door), up_(up) {}

private:
    const gate* door_;
    const detail::parent_link* up_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
