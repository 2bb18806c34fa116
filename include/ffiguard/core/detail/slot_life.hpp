// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_SLOT_LIFE_HPP
#define FFIGUARD_CORE_DETAIL_SLOT_LIFE_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>
#include <ffiguard/core/detail/family.hpp>
#include <ffiguard/core/detail/held.hpp>
#include <ffiguard/core/detail/slot_place.hpp>
#include <ffiguard/core/detail/slot_store.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/trace.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// What a handle_table<T> has beside its number.
template <class T>
struct table_state {
    slot_store<T> slots;
    // Written at every open and close: not on the line that every pin reads.
    alignas(64) std::atomic<std::size_t> live{0};
};

/// What happens to an object in its slot from the first pin to its release, as the type's
/// life_cycle says. All of it works while the table is ending, and after. Hidden, like all that
/// ends an object: see unique_handle.
template <class T>
class FFIGUARD_HIDDEN slot_life {
public:
    using slot = table_slot<T>;
    using life = life_cycle_of<T>;
    /// A status, or an error where T::close() gives one.
    using answer = typename closing<T>::answer;

    struct close_result {
        close_duty duty;
        answer outcome;
    };

    static admission enter(slot& place, std::uint32_t generation) noexcept {
        admission got;
        if constexpr (life::is_exclusive)
            got = place.door.pin_alone(generation);
        else if constexpr (life::is_parent)
            got = place.door.pin_parent(generation);
        else
            got = place.door.pin(generation);
        if constexpr (life::is_child) {
            if (got == admission::inside && is_parent_closed(place.parent)) {
                static_cast<void>(leave(place));
                return admission::closed;
            }
        }
        return got;
    }
    /// The status is that of T::close() where the caller was the last one of a closed object.
    static answer leave(slot& place) noexcept {
        bool last;
        if constexpr (life::is_parent)
            last = place.door.unpin_parent();
        else
            last = place.door.unpin();
        return last ? release(place) : answer();
    }

    /// Lets users in for the first time.
    static void open(slot& place, std::uint32_t generation) noexcept {
        if constexpr (is_listed<life>()) {
            // Inside until it is in the list: whoever guesses the token may close it at once.
            place.door.open_inside(generation);
            place.node.generation = generation;
            place.node.list->add(place.node);
            static_cast<void>(leave(place));
        } else {
            place.door.open_as(generation);
        }
    }
    /// Gives a parent, which the caller is inside of, a child that is not open yet.
    template <class Child>
    static void adopt(slot& parent, table_slot<Child>& child) noexcept {
        parent.door.hold();
        child.parent = {&parent.door, &parent, &unhold, parent.link()};
        if constexpr (life::cascades) {
            child.node.list = &parent.children;
            child.node.door = &child.door;
            child.node.slot = &child;
            child.node.close_and_unpin = &slot_life<Child>::close_and_leave;
        }
    }

    /// Closes, wakes who is inside, closes the children where the type says so, and releases
    /// where nobody is left. in_use: refused, because there are children.
    static close_result close(slot& place, std::uint32_t generation) noexcept {
        return close_if<life::refuses>(place, generation);
    }
    /// The same, but children refuse nothing: at the end of a table, or of a parent.
    static close_result close_anyway(slot& place, std::uint32_t generation) noexcept {
        return close_if<false>(place, generation);
    }
    static close_result try_close(slot& place, std::uint32_t generation) noexcept {
        const close_duty duty = place.door.try_close(generation);
        return {duty, duty == close_duty::release_now ? release(place) : answer()};
    }
    [[nodiscard]] static status in_use(const slot& place) noexcept {
        if constexpr (life::is_parent)
            return status::in_use_by(static_cast<std::int32_t>(place.door.holds()));
        else
            return status_code::in_use;
    }

    /// Destroys the object, closed or moved from, gives back its slot, then its hold of the parent.
    static void finish(slot& place, status outcome) noexcept {
        static_assert(was_heard<T, slot_life>(),
                      "ffiguard: a handle_table of pointers was used before the class behind them "
                      "was complete: its life_cycle and close() were not seen. Define the class "
                      "first");
        place.object().~T();
        if constexpr (is_listed<life>()) place.node.list->remove(place.node);
        if constexpr (life::is_child) {
            const parent_link parent = place.parent;  // the slot may be another's at once
            give_back(place, outcome);
            parent.unhold(parent.slot);
        } else {
            give_back(place, outcome);
        }
    }

private:
    template <class>
    friend class slot_life;
    using object = std::remove_reference_t<decltype(object_behind(std::declval<T&>()))>;
    enum : bool {
        is_woken_itself = has_closing_function<T>::value || wakes_users<T>::value,
        wakes = is_woken_itself || has_closing_function<object>::value || wakes_users<object>::value
    };

    template <bool Refuses>
    static close_result close_if(slot& place, std::uint32_t generation) noexcept {
        if constexpr (wakes || life::cascades) {
            const errno_guard keep_errno;
            const close_duty duty = place.door.close_and_enter(Refuses, generation);
            if (duty == close_duty::release_now) return {duty, release(place)};
            if (duty != close_duty::last_user) return {duty, {}};
            if constexpr (wakes) wake(place.object());
            if constexpr (life::cascades) {
                while (child_node* const child = place.children.enter_newest())
                    child->close_and_unpin(child->slot);
            }
            return {duty, leave(place)};
        } else {
            const close_duty duty =
                Refuses ? place.door.close_unless_held(generation) : place.door.close(generation);
            return {duty, duty == close_duty::release_now ? release(place) : answer()};
        }
    }
    static void wake(T& held) noexcept {
        if constexpr (is_woken_itself)
            held.closing();
        else if (is_there(held))
            object_behind(held).closing();
    }

    static bool is_parent_closed(const parent_link& parent) noexcept {
        if constexpr (life_cycle_of<typename life::parent>::is_child)
            return parent.is_closed();
        else  // one load less
            return parent.door->is_closed();
    }

    static void unhold(void* parent) noexcept {
        slot& place = *static_cast<slot*>(parent);
        if (place.door.unhold()) static_cast<void>(release(place));
    }
    static void close_and_leave(void* entered) noexcept {
        slot& place = *static_cast<slot*>(entered);
        static_cast<void>(close_anyway(place, place.door.generation()));
        static_cast<void>(leave(place));
    }

    /// For whom the gate has told to; once per object, unless T::close() refuses. ok where it was
    /// queued: this is called again where it may run.
    static answer release(slot& place) noexcept {
        if constexpr (life::is_placed)
            if (release_elsewhere<T>(place, &finish_queued)) return {};
        const errno_guard keep_errno;
        const answer outcome = closing<T>::close(place.object());
        if constexpr (life::may_refuse) {
            static_assert(how_closed<T>() != closed_by::nothing,
                          "ffiguard: closer_may_refuse<> is for a T with a close() that says so");
            if (life::is_refusal(status_of(outcome))) {
                place.door.reopen();
                return outcome;
            }
        }
        finish(place, status_of(outcome));
        return outcome;
    }
    static void finish_queued(queued_entry* entry, list_step step) noexcept {
        // Else whoever ends the queue has reported it; the slot stays as it is, and the parent.
        if (step != list_step::drop) static_cast<void>(release(*static_cast<slot*>(entry)));
    }
    static void give_back(slot& place, status outcome) noexcept {
        const std::uint32_t index = place.index;
        const std::uint32_t generation = place.door.generation();
        trace::release<T>(token_parts{index, generation, 0}.join(), outcome);

        // From here on the slot is the table's, if that is still there: its destructor waits for
        // whoever has claimed the table, until live is counted down.
        auto* const table =
            static_cast<table_state<T>*>(place.table.exchange(nullptr, std::memory_order_acq_rel));
        place.door.shut_as(generation + 1);
        if (table == nullptr) return;
        if (generation < token_parts::max_generation) table->slots.give_back(index);
        table->live.fetch_sub(1, std::memory_order_release);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
