// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_SLOT_LIFE_HPP
#define FFIGUARD_CORE_DETAIL_SLOT_LIFE_HPP

#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>
#include <ffiguard/core/detail/family.hpp>
#include <ffiguard/core/detail/held.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/slot_release.hpp>
#include <ffiguard/core/detail/slot_store.hpp>
#include <ffiguard/core/detail/wake.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/trace.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// What happens to an object in its slot from the first pin to its release, as the type's
/// life_cycle says. All of it works while the table is ending, and after. Hidden, like all that
/// ends an object: see unique_handle.
template <class T>
class FFIGUARD_HIDDEN slot_life {
public:
    using slot = table_slot<T>;
    using life = life_cycle_of<T>;
    /// A status, or an error if T::close() returns one.
    using answer = typename closing<T>::answer;
    using ending = slot_release<T>;

    struct close_result {
        close_duty duty;
        answer outcome;
    };

    static admission enter(slot& place, std::uint32_t generation) noexcept {
        admission got = enter_door(place, generation);
        if constexpr (life::is_child) {
            if (got != admission::inside) return got;
            if (is_parent_closed(place.parent))
                got = admission::closed;
            else if constexpr (is_turn_reentrant<life>())
                got = static_cast<reentrant_turn*>(place.above)->take();
            else if constexpr (is_in_turn<life>())
                got = place.above->take();
            if (got != admission::inside) step_back(place);
        }
        if constexpr (life::notes)
            if (got == admission::inside) note(place, &noted_users::add);
        return got;
    }
    /// Returns the status of T::close() if the caller was the last user of a closed object. Heard:
    /// the result is read.
    template <bool Heard = true>
    static answer leave(slot& place) noexcept {
        if constexpr (life::notes) note(place, &noted_users::remove);
        if constexpr (life::is_reentrant) place.again().leave();
        if constexpr (is_turn_reentrant<life>()) {
            static_cast<reentrant_turn*>(place.above)->leave();
        } else if constexpr (is_in_turn<life>()) {
            place.above->leave();
        } else if constexpr (has_turn<life>()) {
            // Only a user that is alone inside can make children, and without one nothing waits.
            if (place.door.holds() != 0) return unpin<Heard>(place);
        }
        return unpin_alone<Heard>(place);
    }

    static void leave_unheard(slot& place) noexcept { static_cast<void>(leave<unheard>(place)); }
    static void leave_beside(slot& place) noexcept {
        if (place.door.unhold()) static_cast<void>(ending::template release<unheard>(place));
    }

    /// Lets users in for the first time.
    static void open(slot& place, std::uint32_t generation) noexcept {
        if constexpr (life::may_refuse) place.refusals.store(0, std::memory_order_relaxed);
        if constexpr (life::notes) place.users.clear();  // of pins that ended on another thread
        if constexpr (is_listed<life>()) {
            // Inside until it is in the list: another thread may guess the token and close it at
            // once.
            place.door.open_inside(generation);
            place.node.generation = generation;
            place.node.list->add(place.node);
            static_cast<void>(unpin<unheard>(place));
        } else {
            place.door.open_as(generation);
        }
    }
    /// Gives a parent a child that is not open yet. The caller is inside the parent and holds it.
    template <class Child>
    static void adopt(slot& parent, table_slot<Child>& child) noexcept {
        child.parent = {&parent.door, &parent, parent.unhold, parent.link(), parent.noted()};
        if constexpr (is_in_turn<life_cycle_of<Child>>())
            child.above = has_turn<life>() ? parent.own_turn() : parent.turn_above();
        if constexpr (life::cascades) enlist(child, parent.children);
        trace::adopt<Child>(child.traced(), parent.traced());
    }

    /// Closes, wakes those inside, closes the children if the type says so, and releases if no user
    /// is left. in_use: refused, because there are children.
    static close_result close(slot& place, std::uint32_t generation) noexcept {
        return close_if<life::refuses, life::cascades>(place, generation);
    }
    /// The same with another policy than the type's own.
    template <class Policy>
    static close_result close_as(slot& place, std::uint32_t generation) noexcept {
        static_assert(life::cascades,
                      "ffiguard: close_as<Policy>() is for a type that says closes_children");
        using asked = ffiguard::life_cycle<Policy>;
        static_assert(asked::is_parent,
                      "ffiguard: close_as<Policy>(): waits_for_children, refuses_with_children or "
                      "closes_children");
        return close_if<asked::refuses, asked::cascades>(place, generation);
    }
    /// The same, but children do not prevent it: at the end of a table, or of a parent.
    static close_result close_anyway(slot& place, std::uint32_t generation,
                                     std::uint32_t mine = 0) noexcept {
        return close_if<false, life::cascades>(place, generation, mine);
    }
    static close_result try_close(slot& place, std::uint32_t generation) noexcept {
        const close_duty duty = close_alone(place, generation);
        if (duty != close_duty::release_now) return {duty, {}};
        if constexpr (is_in_turn<life>())
            return {duty, ending::release_in(*place.above, place)};
        else
            return {duty, ending::release(place)};
    }
    /// Closes if nobody is inside and there is no hold. release_now: the caller has the turn, if
    /// the type has one, and must release in it, or call finish_taken().
    static close_duty close_alone(slot& place, std::uint32_t generation) noexcept {
        if constexpr (is_in_turn<life>()) {
            // Inside first: no other thread may look at whose turn it is. Not closed first and
            // opened again: a thread that closes meanwhile would be told that it was closed.
            switch (place.door.pin_parent_alone(generation)) {
                case admission::inside: break;
                case admission::in_use: return close_duty::in_use;
                case admission::closed: return close_duty::already_closed;
                case admission::other_generation: return close_duty::other_generation;
            }
            family_turn& turn = *place.above;
            if (turn.take_to_release()) {
                if (place.door.close_alone(generation)) return close_duty::release_now;
                turn.leave();
            }
            static_cast<void>(unpin<unheard>(place));
            return close_duty::in_use;
        } else if constexpr (life::is_rarely_closed) {
            const errno_guard keep_errno;
            return place.seats.try_close(place.door, generation);
        } else {
            return place.door.try_close(generation);
        }
    }
    /// After close_alone(), for an object that was moved out.
    static void finish_taken(slot& place) noexcept {
        if constexpr (is_in_turn<life>()) {
            family_turn& turn = *place.above;
            turn.hold();  // the child's goes with it
            ending::destroy(place);
            ending::let_go(place);
            turn.leave();
            turn.drop_hold();
        } else {
            ending::destroy(place);
            ending::let_go(place);
        }
    }
    [[nodiscard]] static status in_use(const slot& place) noexcept {
        if constexpr (life::is_parent)
            return status::in_use_by(static_cast<std::int32_t>(place.door.holds()));
        else
            return status_code::in_use;
    }

    /// The index of an open child's parent; false if it was closed meanwhile.
    static bool parent_of(slot& place, std::uint32_t& index) noexcept {
        if (place.door.pin_parent(place.door.generation()) != admission::inside) return false;
        index = slot_head::of(*place.parent.door).index;
        static_cast<void>(unpin<unheard>(place));
        return true;
    }

private:
    template <class>
    friend struct slot_code;
    using object = std::remove_reference_t<decltype(object_behind(std::declval<T&>()))>;
    enum : bool {
        is_woken_itself = is_woken<T>(),
        wakes = is_woken_itself || is_woken<object>(),
        unheard = ending::unheard,
    };

    static admission enter_door(slot& place, std::uint32_t generation) noexcept {
        if constexpr (life::is_rarely_closed) {
            return place.seats.enter(place.door, generation) ? admission::inside
                                                             : enter_later(place, generation);
        } else if constexpr (life::is_reentrant) {
            admission got = enter_alone(place.door, generation);
            if (got == admission::in_use && place.again().is_mine())
                got = place.door.pin_parent(generation);
            if (got == admission::inside) place.again().enter();
            return got;
        } else if constexpr (life::is_exclusive) {
            return enter_alone(place.door, generation);
        } else if constexpr (life::is_parent) {
            return place.door.pin_parent(generation);
        } else {
            return place.door.pin(generation);
        }
    }
    /// After a seat in a gate that was not open.
    FFIGUARD_RARE static admission enter_later(slot& place, std::uint32_t generation) noexcept {
        for (;;) {
            static_cast<void>(unpin<unheard>(place));
            const admission now = place.seats.state(place.door, generation);
            if (now != admission::inside) return now;
            if (place.seats.enter(place.door, generation)) return now;
        }
    }
    /// After enter_door().
    [[gnu::noinline]] static void step_back(slot& place) noexcept {
        if constexpr (life::is_reentrant) place.again().leave();
        static_cast<void>(unpin<unheard>(place));
    }
    static admission enter_alone(gate& door, std::uint32_t generation) noexcept {
        if constexpr (life::is_parent)
            return door.pin_parent_alone(generation);
        else
            return door.pin_alone(generation);
    }
    /// The calling thread is inside the object, and inside what that is a child of.
    static void note(slot& place, void (noted_users::*how)(std::uintptr_t) noexcept) noexcept {
        const std::uintptr_t here = thread_that_runs();
        (place.users.*how)(here);
        for (const parent_link* up = place.link(); up != nullptr; up = up->up)
            if (up->noted != nullptr) (up->noted->*how)(here);
    }

    /// mine: how often the caller is inside.
    template <bool Refuses, bool Cascades>
    static close_result close_if(slot& place, std::uint32_t generation,
                                 [[maybe_unused]] std::uint32_t mine = 0) noexcept {
        if constexpr (life::is_rarely_closed) {
            const errno_guard keep_errno;
            place.seats.enter_anyway();  // it is there for closing(), then
            const close_duty duty = place.seats.close(place.door, generation);
            if (duty != close_duty::last_user) {
                static_cast<void>(unpin<unheard>(place));
                return {duty, {}};
            }
            if (place.seats.has_others()) {
                if constexpr (wakes) wake(place.object());
                if constexpr (trace::is_on) trace::defer<T>(place.traced());
            }
            return {close_duty::release_now, unpin(place)};
        } else if constexpr (wakes || Cascades || trace::is_on) {
            const errno_guard keep_errno;
            const close_duty duty = place.door.close_and_enter(Refuses, generation);
            if (duty == close_duty::release_now) return {duty, ending::release(place)};
            if (duty != close_duty::last_user) return {duty, {}};
            if constexpr (wakes) wake(place.object());
            if constexpr (Cascades) {
                while (child_node* const child = place.children.enter_newest())
                    child->close_and_unpin(child->slot);
            }
            // Inside: the user that releases it writes the same record.
            if constexpr (trace::is_on)
                if (place.door.users() > mine + 1 || place.door.holds() != 0)
                    trace::defer<T>(place.traced());
            return {close_duty::release_now, unpin(place)};
        } else {
            const close_duty duty =
                Refuses ? place.door.close_unless_held(generation) : place.door.close(generation);
            return {duty, duty == close_duty::release_now ? ending::release(place) : answer()};
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

    static void unhold(void* parent) noexcept { leave_beside(*static_cast<slot*>(parent)); }
    static void close_and_leave(void* entered) noexcept {
        slot& place = *static_cast<slot*>(entered);
        static_cast<void>(close_anyway(place, place.door.generation(), 1));
        static_cast<void>(unpin<unheard>(place));
    }

    /// For a caller that is inside, perhaps beside others, without a turn.
    template <bool Heard = true>
    static answer unpin(slot& place) noexcept {
        if constexpr (has_turn<life>()) {
            place.door.unpin_to_hold();
            place.turn.pass_on();
            return place.door.unhold() ? ending::template release<Heard>(place) : answer();
        } else {
            return unpin_alone<Heard>(place);
        }
    }
    template <bool Heard = true>
    static answer unpin_alone(slot& place) noexcept {
        bool last;
        if constexpr (life::is_rarely_closed)
            last = place.seats.leave(place.door);
        else if constexpr (life::is_parent)
            last = place.door.unpin_parent();
        else
            last = place.door.unpin();
        return last ? release_last<Heard>(place) : answer();
    }
    /// Not inline: otherwise every pin would contain a release.
    template <bool Heard>
    [[gnu::noinline]] static answer release_last(slot& place) noexcept {
        return ending::template release<Heard>(place);
    }
};

template <class T>
void slot_code<T>::unhold([[maybe_unused]] void* slot) noexcept {
    static_assert(sizeof(T) != 0);  // else it might be a parent
    if constexpr (life_cycle_of<T>::is_parent) slot_life<T>::unhold(slot);
}
template <class T>
void slot_code<T>::close_and_unpin([[maybe_unused]] void* slot) noexcept {
    if constexpr (is_listed<life_cycle_of<T>>()) slot_life<T>::close_and_leave(slot);
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
