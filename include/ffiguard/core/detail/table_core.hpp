// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_TABLE_CORE_HPP
#define FFIGUARD_CORE_DETAIL_TABLE_CORE_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/held.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/parent_link.hpp>
#include <ffiguard/core/detail/slot_life.hpp>
#include <ffiguard/core/detail/table_end.hpp>
#include <ffiguard/core/detail/table_number.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/trace.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A parent in a slot that the caller is inside.
template <class P>
struct parent_in_slot {
    using speaks = speaker<P>;
    table_slot<P>& slot;

    [[nodiscard]] gate& door() const noexcept { return slot.door; }
    [[nodiscard]] auto& object() const noexcept { return object_behind(slot.object()); }
    /// Whether it, or a parent of it, is closed.
    [[nodiscard]] bool is_closing() const noexcept {
        const parent_link* const up = slot.link();
        return slot.door.is_closed() || (up != nullptr && up->is_closed());
    }
    template <class Child>
    void adopt(table_slot<Child>& child) const noexcept {
        slot_life<P>::adopt(slot, child);
    }
};

/// A handle_table without its public functions: slots, and the tokens that refer to them.
template <class T, std::uint8_t Tag>
class table_core {
public:
    using slot = table_slot<T>;

    FFIGUARD_HIDDEN constexpr table_core() noexcept = default;  // see slot_code

    table_state<T> state;
    table_number<Tag> number;

    /// Whether it is not released yet, closed or not.
    [[nodiscard]] bool is_kept(const token_parts& parts) const noexcept {
        return state.store.at(parts.index).door.generation() == parts.generation;
    }
    /// The slot that a token of this table refers to, or null.
    [[nodiscard]] slot* find(const token_parts& parts) const noexcept {
        return number.is_of(parts) ? state.store.find(parts.index) : nullptr;
    }

    /// Why a token without a slot is refused, for a caller that stops there; tells an observer.
    [[nodiscard]] FFIGUARD_RARE status_code refuse(token value) const noexcept {
        const status_code why = number.explain(value);
        trace::misuse<T>(value, why);
        return why;
    }
    /// The same for a token whose slot does not admit the caller.
    [[nodiscard]] status_code refuse(token value, const gate& door) const noexcept {
        const status_code why = number.explain(door, token_parts::split(value).generation);
        trace::misuse<T>(value, why);
        return why;
    }
    /// For a pin that was refused.
    [[nodiscard]] FFIGUARD_RARE status_code why_refused(const slot& place, admission got,
                                                        token value) const noexcept {
        return got == admission::in_use ? status_code::in_use : refuse(value, place.door);
    }

    /// The slot that stores this same object, or null.
    [[nodiscard]] slot* find(const T& object) const noexcept {
        slot* const place = state.store.around(__builtin_addressof(object));
        const bool is_there =
            place != nullptr &&
            place->storage == reinterpret_cast<const unsigned char*>(__builtin_addressof(object));
        return is_there ? place : nullptr;
    }

    /// Calls adopt on the slot of the finished object, before another thread can enter it.
    template <class Adopt, class... Args>
    FFIGUARD_TRACED result<token> make(const Adopt& adopt, Args&&... args) {
        if (ending_.load(std::memory_order_relaxed)) return status_code::closed;
        const std::uint32_t own = number.identity_or_draw();
        if (own == 0) return status_code::overflow;
        std::uint32_t index = 0;
        if (const status reserved = state.store.reserve(index); !reserved.ok()) return reserved;
        typename slot_store<T>::reservation undo{&state.store, index};
        slot& place = state.store.at(index);
        if constexpr (std::is_constructible_v<T, Args...>)
            ::new (static_cast<void*>(place.storage)) T(std::forward<Args>(args)...);
        else  // an aggregate
            ::new (static_cast<void*>(place.storage)) T{std::forward<Args>(args)...};
        undo.store = nullptr;

        const std::uint32_t generation = place.door.generation() + 1;
        const token value = token_parts{index, generation, own}.join();
        state.live.fetch_add(1, std::memory_order_relaxed);
        place.table.store(&state, std::memory_order_relaxed);
        if constexpr (trace::is_on) place.keep_traced(traced(value, place.object()));
        trace::acquire<T>(place.traced());
        adopt(place);
        slot_life<T>::open(place, generation);
        return value;
    }

    /// Makes a child of a parent that the caller is inside: a parent_in_slot or a shared_parent.
    template <class Parent, class... Args>
    FFIGUARD_TRACED result<token> make_child(const Parent& parent, Args&&... args) {
        static_assert(life_cycle_of<T>::is_child,
                      "ffiguard: emplace_child() makes a type that says child_of<Parent>");
        static_assert(
            std::is_same_v<typename life_cycle_of<T>::parent, typename Parent::speaks>,
            "ffiguard: this table (or shared_handle) does not keep the Parent that the child "
            "names");
        static_assert(life_cycle_of<typename Parent::speaks>::is_parent,
                      "ffiguard: a parent says what its close does with living children: "
                      "waits_for_children, refuses_with_children or closes_children");
        auto&& object = parent.object();
        child_hold held(parent.door());
        if (!held.is_taken()) return status_code::overflow;
        const auto adopt = [&](slot& place) noexcept { parent.adopt(place); };
        const auto made = [&] {
            if constexpr (is_made_from<T, decltype(object), Args...>::value)
                return make(adopt, object, std::forward<Args>(args)...);
            else
                return make(adopt, std::forward<Args>(args)...);
        }();
        if (!made) return made.status();
        held.give_to_child();
        if (!parent.is_closing()) return *made;
        return close_orphan(*made);
    }

    // A template also in T, which may be incomplete until a function of the table is used.
    template <class Close, class Steps = slot_life<T>>
    FFIGUARD_HIDDEN typename Steps::answer close_by(token value, const Close& close) noexcept {
        const auto parts = token_parts::split(value);
        slot* const place = find(parts);
        if (place == nullptr) return refuse(value);
        const auto closed = close(*place, parts.generation);
        switch (closed.duty) {
            case close_duty::last_user:
            case close_duty::release_now: return closed.outcome;
            case close_duty::in_use: return Steps::in_use(*place);
            case close_duty::already_closed:
            case close_duty::other_generation: break;
        }
        return refuse(value, place->door);
    }

    /// Releases what is open; from now on make() fails.
    FFIGUARD_HIDDEN void end() noexcept {
        ending_.store(true, std::memory_order_relaxed);
        table_end<T>(state, number.made_in()).run();
    }

private:
    /// The code that closed the parent did not expect this child. If the child may refuse, now or
    /// when it is released later, its token must be known.
    FFIGUARD_RARE result<token> close_orphan(token made) noexcept {
        static_cast<void>(close_by(made, &slot_life<T>::close));
        if constexpr (life_cycle_of<T>::may_refuse)
            if (is_kept(token_parts::split(made))) return made;
        return status_code::closed;
    }
    /// The token, with the object's bytes if its class tells them. auto, because T may be
    /// incomplete where the table is declared.
    [[nodiscard]] static auto traced(token value, [[maybe_unused]] T& object) noexcept {
        if constexpr (life_cycle_of<T>::has_bytes)
            return sized_token{
                value, is_there(object) ? life_cycle_of<T>::bytes(object_behind(object)) : 0};
        else
            return value;
    }

    std::atomic<bool> ending_{false};
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
