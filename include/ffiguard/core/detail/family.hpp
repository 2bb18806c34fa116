// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_FAMILY_HPP
#define FFIGUARD_CORE_DETAIL_FAMILY_HPP

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/noted_users.hpp>
#include <ffiguard/core/detail/parent_link.hpp>
#include <ffiguard/core/detail/refusals.hpp>
#include <ffiguard/core/detail/release_list.hpp>
#include <ffiguard/core/detail/user_seats.hpp>
#include <ffiguard/core/gate.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The turn to call the library for an object with one_user, or for anything below it. The one that
/// is alone inside the object has it. What must be released meanwhile waits here.
///
/// Every caller must have a hold, so that the object stays.
class family_turn {
public:
    void prepare(gate& door, void* slot, void (*unhold)(void*) noexcept) noexcept {
        door_ = &door;
        slot_ = slot;
        unhold_ = unhold;
    }

    [[nodiscard]] admission take() noexcept { return door_->pin_holder_alone(false); }
    /// Takes the turn for a release, even if the object is closed.
    [[nodiscard]] bool take_to_release() noexcept {
        return door_->pin_holder_alone(true) == admission::inside;
    }
    void leave() noexcept {
        static_cast<void>(door_->unpin_parent());
        pass_on();
    }
    /// Called if the turn is taken: the one that has the turn releases entry.
    void wait(queued_entry& entry) noexcept {
        hold();  // the entry, and with it its hold, may go as soon as it is queued
        static_cast<void>(waiting_.put(entry));
        door_->show_to_users();
        pass_on();
        drop_hold();
    }
    /// A thread that puts something in either takes the turn, or is seen by the one that has the
    /// turn, which comes here after leaving.
    void pass_on() noexcept {
        while (!waiting_.is_empty() && take_to_release()) {
            waiting_.finish_all();
            static_cast<void>(door_->unpin_parent());
        }
    }
    void hold() noexcept { door_->hold(); }
    /// This may release the object.
    void drop_hold() noexcept { unhold_(slot_); }

protected:
    gate* door_ = nullptr;

private:
    void* slot_ = nullptr;
    void (*unhold_)(void* slot) noexcept = nullptr;
    release_list waiting_;
};

/// The thread that is alone inside an object with one_user_reentrant, and how often. As in
/// noted_users, a thread only looks for itself.
class reentry {
public:
    reentry() noexcept = default;
    reentry(const reentry&) = delete;
    reentry& operator=(const reentry&) = delete;

    [[nodiscard]] bool is_mine() const noexcept {
        return thread_.load(std::memory_order_relaxed) == thread_that_runs();
    }
    void enter() noexcept {
        thread_.store(thread_that_runs(), std::memory_order_relaxed);
        depth_.fetch_add(1, std::memory_order_relaxed);
    }
    void leave() noexcept {
        if (depth_.fetch_sub(1, std::memory_order_relaxed) == 1)
            thread_.store(0, std::memory_order_relaxed);
    }

private:
    std::atomic<std::uintptr_t> thread_{0};
    std::atomic<std::uint32_t> depth_{0};
};

/// The turn of such an object.
class reentrant_turn : public family_turn {
public:
    [[nodiscard]] admission take() noexcept {
        admission got = family_turn::take();
        if (got == admission::in_use && again.is_mine())
            got = door_->pin_parent(door_->generation());
        if (got == admission::inside) again.enter();
        return got;
    }
    void leave() noexcept {
        again.leave();
        family_turn::leave();
    }

    reentry again;
};

/// The functions by which others end an object in a slot without knowing its type: its children,
/// its parent, and the queue it is in. A table takes those of its own shared object. Those of the
/// code that makes or closes an object would dangle if that is a plugin which uses tables of its
/// host and is unloaded.
template <class T>
struct FFIGUARD_HIDDEN slot_code {
    static void unhold(void* slot) noexcept;
    static void close_and_unpin(void* slot) noexcept;
    static void finish(queued_entry* entry, list_step step) noexcept;
};

// What the slot of a table has besides the object, for types that say so.

template <bool IsChild>
struct child_part {
    [[nodiscard]] static const parent_link* link() noexcept { return nullptr; }
};
template <>
struct child_part<true> {
    [[nodiscard]] const parent_link* link() const noexcept { return &parent; }
    parent_link parent;
};

template <bool IsParent>
struct parent_part {};
template <>
struct parent_part<true> {
    void (*unhold)(void* slot) noexcept = nullptr;  ///< for its children; see slot_code
};

template <bool IsListed>
struct listed_part {};
template <>
struct listed_part<true> {
    child_node node;
};

template <bool Notes>
struct notes_part {
    [[nodiscard]] static noted_users* noted() noexcept { return nullptr; }
};
template <>
struct notes_part<true> {
    [[nodiscard]] noted_users* noted() noexcept { return &users; }
    noted_users users;
};

template <bool Counts>
struct seats_part {};
template <>
struct seats_part<true> {
    user_seats seats;
};

/// For the outermost object with one user.
template <bool HasTurn, bool Reenters>
struct turn_part {
    [[nodiscard]] static family_turn* own_turn() noexcept { return nullptr; }
};
template <>
struct turn_part<true, false> {
    [[nodiscard]] family_turn* own_turn() noexcept { return &turn; }
    family_turn turn;
};
template <>
struct turn_part<true, true> {
    [[nodiscard]] family_turn* own_turn() noexcept { return &turn; }
    [[nodiscard]] reentry& again() noexcept { return turn.again; }
    reentrant_turn turn;
};
/// For any other that is re-entrant.
template <bool Reenters>
struct reentry_part {};
template <>
struct reentry_part<true> {
    [[nodiscard]] reentry& again() noexcept { return again_; }

private:
    reentry again_;
};
/// For what is below it.
template <bool InTurn>
struct in_turn_part {
    [[nodiscard]] static family_turn* turn_above() noexcept { return nullptr; }
};
template <>
struct in_turn_part<true> {
    [[nodiscard]] family_turn* turn_above() const noexcept { return above; }
    family_turn* above = nullptr;
    bool waits = false;  ///< closed, among those that wait for the turn
};

/// Whether an object above one of this type has one user.
template <class Life>
constexpr bool is_in_turn() noexcept {
    if constexpr (Life::is_child) {
        using above = life_cycle_of<typename Life::parent>;
        return above::is_exclusive || is_in_turn<above>();
    } else {
        return false;
    }
}
template <class Life>
constexpr bool has_turn() noexcept {
    return Life::is_exclusive && Life::is_parent && !is_in_turn<Life>();
}
/// Whether that one lets the thread that has the turn enter again.
template <class Life>
constexpr bool is_turn_reentrant() noexcept {
    if constexpr (Life::is_child) {
        using above = life_cycle_of<typename Life::parent>;
        return is_in_turn<above>() ? is_turn_reentrant<above>() : bool{above::is_reentrant};
    } else {
        return false;
    }
}
/// Whether its release may have to wait, for its place or for the turn.
template <class Life>
constexpr bool is_queued() noexcept {
    return Life::is_placed || is_in_turn<Life>();
}

/// Its entry in a queue: of the place where it is released, or of those that wait for a turn.
template <bool IsQueued>
struct queued_part {};
template <>
struct queued_part<true> : queued_entry {};

/// Whether the parent of a type closes its children.
template <class Life>
constexpr bool is_listed() noexcept {
    if constexpr (Life::is_child) {
        // Otherwise source files that know the parent and those that do not would disagree about
        // the slots of one table.
        static_assert(is_complete_class<typename Life::parent>::value,
                      "ffiguard: the Parent of a child_of<Parent> is to be a complete class where "
                      "a table of its children is used");
        return life_cycle_of<typename Life::parent>::cascades;
    } else {
        return false;
    }
}

template <class T, class Life = life_cycle_of<T>>
struct family_part : child_part<Life::is_child>,
                     parent_part<Life::is_parent>,
                     listed_part<is_listed<Life>()>,
                     list_part<Life::cascades>,
                     turn_part<has_turn<Life>(), Life::is_reentrant>,
                     reentry_part<Life::is_reentrant && !has_turn<Life>()>,
                     in_turn_part<is_in_turn<Life>()>,
                     queued_part<is_queued<Life>()>,
                     notes_part<Life::notes>,
                     seats_part<Life::is_rarely_closed>,
                     refusal_part<Life::may_refuse> {
    static_assert(!Life::is_reentrant || !is_in_turn<Life>() || is_turn_reentrant<Life>(),
                  "ffiguard: below a one_user nothing is re-entrant, because it takes the turn of "
                  "that: say one_user_reentrant there");
    static_assert(!Life::is_rarely_closed || !(is_listed<Life>() || is_in_turn<Life>()),
                  "ffiguard: a child of a parent with closes_children or one_user is not "
                  "rarely_closed");
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
