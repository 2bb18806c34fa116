// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_TABLE_END_HPP
#define FFIGUARD_CORE_DETAIL_TABLE_END_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/leak_report.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/detail/slot_life.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/gate.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The end of a handle_table: closes and releases what is open, reports it, and frees the slots
/// that have no users left. Hidden, like all that ends an object: see unique_handle.
template <class T>
class FFIGUARD_HIDDEN table_end {
public:
    table_end(table_state<T>& state, const process_page& made_in) noexcept
        : state_(state), made_in_(made_in) {}
    table_end(const table_end&) = delete;
    table_end& operator=(const table_end&) = delete;

    void run() noexcept {
        const errno_guard keep_errno;
        leak_report<T> leak;
        for (std::uint32_t index = 0, end = state_.store.used(); index < end; ++index)
            leak.add(state_.store.at(index));
        // First what has no users, the newest first: a child usually comes after the parent whose
        // pin it holds. So a long chain ends one by one instead of one inside the other.
        for (std::uint32_t index = state_.store.used(); index-- > 0;) {
            slot& place = state_.store.at(index);
            static_cast<void>(steps::try_close(place, place.door.generation()));
        }
        std::size_t taken = 0;
        do {
            for (std::uint32_t index = 0, end = state_.store.used(); index < end; ++index) {
                slot& place = state_.store.at(index);
                // From now on its releaser, if there is one, leaves the table alone.
                if (place.table.exchange(nullptr, std::memory_order_acq_rel) == nullptr) continue;
                ++taken;
                static_cast<void>(steps::close_anyway(place, place.door.generation()));
            }
        } while (state_.live.load(std::memory_order_acquire) != taken && others_go_on());
        // Checked afterwards: a user may have been another object of this table, and a closer may
        // have refused.
        const bool in_use =
            state_.live.load(std::memory_order_acquire) != taken || !all_released() || !all_left();
        if (leak.open() != 0 || in_use) {
            for (std::uint32_t index = 0, end = state_.store.used(); in_use && index < end; ++index)
                leak.add_left(state_.store.at(index));
            leak.tell(in_use ? why_left() : "");
        }
        if (!in_use) state_.store.free_all();
    }

private:
    using slot = table_slot<T>;
    using steps = slot_life<T>;

    /// The last time that a releaser touches its slot is when it gives it the next, even
    /// generation.
    [[nodiscard]] bool all_released() const noexcept {
        for (std::uint32_t index = 0, end = state_.store.used(); index < end; ++index)
            if (state_.store.at(index).door.generation() % 2 != 0) return false;
        return true;
    }

    /// Users that are counted by thread touch a slot after they have left. In the child of a fork()
    /// they may be threads of the parent, which never come.
    [[nodiscard]] bool all_left() const noexcept {
        if constexpr (life_cycle_of<T>::is_rarely_closed) {
            unsigned patience = 1U << 16;
            for (std::uint32_t index = 0, end = state_.store.used(); index < end; ++index)
                while (state_.store.at(index).seats.has_leavers())
                    if (!made_in_.is_here() && --patience == 0) return false;
        }
        return true;
    }

    /// Whether to wait for threads that have claimed a slot or are about to publish one. In the
    /// child of a fork() they may be threads of the parent, which never come; those of the child
    /// need a few instructions.
    [[nodiscard]] bool others_go_on() const noexcept {
        if (made_in_.is_here()) return true;
        const std::size_t before = state_.live.load(std::memory_order_acquire);
        for (unsigned patience = 1U << 16; patience != 0; --patience)
            if (state_.live.load(std::memory_order_acquire) != before) return true;
        return false;
    }

    [[nodiscard]] const char* why_left() const noexcept {
        if (!made_in_.is_here()) return ", some in use at a fork() and left in the child,";
        return life_cycle_of<T>::may_refuse ? ", some in use or refusing to close, and left,"
                                            : ", some in use and left to their last user,";
    }

    table_state<T>& state_;
    const process_page& made_in_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
