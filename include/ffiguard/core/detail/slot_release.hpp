// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_SLOT_RELEASE_HPP
#define FFIGUARD_CORE_DETAIL_SLOT_RELEASE_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>
#include <ffiguard/core/detail/family.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/refusals.hpp>
#include <ffiguard/core/detail/slot_place.hpp>
#include <ffiguard/core/detail/slot_store.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/trace.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// What a handle_table<T> has besides its number.
template <class T>
struct table_state {
    FFIGUARD_HIDDEN constexpr table_state() noexcept = default;  // see slot_code
    slot_store<T> store;
    // Written at every open and close, so not on the cache line that every pin reads.
    alignas(64) std::atomic<std::size_t> live{0};
    std::atomic<std::uint32_t> waiting{0};  ///< threads, in close_and_wait() or pin_within()
    std::atomic<std::uint32_t> max_waiting{64};
};

/// Releases an object in a slot when its gate has said so: in turn, in its place, unless its closer
/// refuses. All of it works while the table is ending, and after. Hidden, like all that ends an
/// object: see unique_handle.
template <class T>
class FFIGUARD_HIDDEN slot_release {
public:
    using slot = table_slot<T>;
    using life = life_cycle_of<T>;
    /// A status, or an error if T::close() returns one.
    using answer = typename closing<T>::answer;
    enum : bool { unheard = !life::may_refuse };  // an unread result matters only for these

    /// Called by the one that the gate has chosen; once per object, unless T::close() refuses. ok
    /// if it waits for its turn. Drained: from the queue that the class names.
    template <bool Heard = true, bool Drained = false>
    static answer release(slot& place) noexcept {
        if constexpr (is_in_turn<life>()) {
            family_turn& turn = *place.above;
            if (turn.take_to_release()) return release_in<Heard, Drained>(turn, place);
            place.waits = true;
            turn.wait(place);
            return {};
        } else {
            return release_here<Heard, Drained>(place);
        }
    }
    template <bool Heard = true, bool Drained = false>
    static answer release_in(family_turn& turn, slot& place) noexcept {
        turn.hold();  // the child's goes with it
        const answer outcome = release_here<Heard, Drained>(place);
        turn.leave();
        turn.drop_hold();
        return outcome;
    }
    static void finish_queued(slot& place, list_step step) noexcept {
        if constexpr (is_in_turn<life>()) {
            if (std::exchange(place.waits, false)) {
                static_cast<void>(release_here<unheard>(place));  // by the one that has the turn
                return;
            }
        }
        // Otherwise the code that ends the queue has reported it; the slot stays as it is, and so
        // does the parent.
        if (step != list_step::drop) static_cast<void>(release<unheard, life::has_releaser>(place));
    }

    /// Destroys the object, closed or moved from.
    static void destroy(slot& place) noexcept {
        static_assert(was_heard<T, slot_release>(),
                      "ffiguard: a handle_table of pointers was used before the class behind them "
                      "was complete: its life_cycle and close() were not seen. Define the class "
                      "first");
        place.object().~T();
        if constexpr (is_listed<life>()) place.node.list->remove(place.node);
    }
    /// Then frees its slot, and drops its hold of the parent.
    static void let_go(slot& place) noexcept {
        if constexpr (life::is_child) {
            const parent_link parent = place.parent;  // the slot may be another's at once
            give_back(place);
            parent.unhold(parent.slot);
        } else {
            give_back(place);
        }
    }

private:
    /// ok if it was queued: then release() is called again where it may run.
    template <bool Heard, bool Drained = false>
    static answer release_here(slot& place) noexcept {
        if constexpr (is_turn_reentrant<life>()) {
            // Its close() may call back, and the callback may use the rest of the tree.
            reentry& again = static_cast<reentrant_turn*>(place.above)->again;
            again.enter();
            const answer outcome = close_here<Heard, Drained>(place);
            again.leave();  // the one that has taken the turn keeps it
            return outcome;
        } else {
            return close_here<Heard, Drained>(place);
        }
    }
    template <bool Heard, bool Drained>
    static answer close_here(slot& place) noexcept {
        if constexpr (life::is_placed && !Drained)
            if (release_elsewhere<T>(place)) return {};
        const errno_guard keep_errno;
        const auto told = trace::releasing<T>(place.traced());
        const answer outcome = closing<T>::close(place.object());
        if constexpr (life::may_refuse) {
            static_assert(how_closed<T>() != closed_by::nothing,
                          "ffiguard: closer_may_refuse<> is for a T with a close() that says so");
            if (life::is_refusal(status_of(outcome))) {
                trace::refuse<T>(told, status_of(outcome));
                const std::uint32_t index = place.index;
                token value = 0;
                if constexpr (trace::is_on) value = place.traced();
                const std::uint32_t refusals =
                    place.refusals.fetch_add(1, std::memory_order_relaxed) + 1;
                place.door.reopen();  // from here on others may release it
                if constexpr (!Heard)
                    report_unheard_refusal<T>(index, value, status_of(outcome), refusals);
                return outcome;
            }
        }
        destroy(place);
        trace::release<T>(told, status_of(outcome));
        let_go(place);
        return outcome;
    }
    static void give_back(slot& place) noexcept {
        const std::uint32_t index = place.index;
        const std::uint32_t generation = place.door.generation();
        // From here on the slot is the table's, if that still exists: its destructor waits for
        // those that have claimed the table, until live is counted down.
        auto* const table =
            static_cast<table_state<T>*>(place.table.exchange(nullptr, std::memory_order_acq_rel));
        place.door.shut_as(generation + 1);
        if (table == nullptr) return;
        if (generation < token_parts::max_generation) table->store.give_back(index);
        table->live.fetch_sub(1, std::memory_order_release);
    }
};

template <class T>
void slot_code<T>::finish([[maybe_unused]] queued_entry* slot,
                          [[maybe_unused]] list_step step) noexcept {
    if constexpr (is_queued<life_cycle_of<T>>())
        slot_release<T>::finish_queued(*static_cast<table_slot<T>*>(slot), step);
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
