// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_FAMILY_HPP
#define FFIGUARD_CORE_DETAIL_FAMILY_HPP

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/noted_users.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/detail/refusals.hpp>
#include <ffiguard/core/detail/release_list.hpp>
#include <ffiguard/core/gate.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

class child_list;

/// What a child knows of its parent. Written when it is made, before anybody can pin it.
struct parent_link {
    gate* door = nullptr;                           ///< the parent's
    void* slot = nullptr;                           ///< the parent's table_slot
    void (*unhold)(void* slot) noexcept = nullptr;  ///< may release the parent: slot_code
    const parent_link* up = nullptr;                ///< the parent's own, where it is a child, too
    noted_users* noted = nullptr;                   ///< the parent's, if it says notes_users

    /// Whether the parent, or a parent of it, is closed.
    [[nodiscard]] bool is_closed() const noexcept {
        for (const parent_link* at = this; at != nullptr; at = at->up)
            if (at->door->is_closed()) return true;
        return false;
    }
};

/// Whose turn it is to call the library for an object with one_user, or for anything below it:
/// whoever is alone inside the object. What is to be released meanwhile waits here.
///
/// Each function is for somebody who has a hold, so that the object stays.
class family_turn {
public:
    void prepare(gate& door, void* slot, void (*unhold)(void*) noexcept) noexcept {
        door_ = &door;
        slot_ = slot;
        unhold_ = unhold;
    }

    [[nodiscard]] admission take() noexcept { return door_->pin_holder_alone(false); }
    /// To release, also when the object is closed.
    [[nodiscard]] bool take_to_release() noexcept {
        return door_->pin_holder_alone(true) == admission::inside;
    }
    void leave() noexcept {
        static_cast<void>(door_->unpin_parent());
        pass_on();
    }
    /// For when the turn is taken: entry is released by whoever has it.
    void wait(queued_entry& entry) noexcept {
        hold();  // the entry, and with it its hold, may go as soon as it is queued
        static_cast<void>(waiting_.put(entry));
        door_->show_to_users();
        pass_on();
        drop_hold();
    }
    /// Whoever puts something in takes the turn, or is seen by whoever has it, and that one comes
    /// here after leaving.
    void pass_on() noexcept {
        while (!waiting_.is_empty() && take_to_release()) {
            waiting_.finish_all();
            static_cast<void>(door_->unpin_parent());
        }
    }
    void hold() noexcept { door_->hold(); }
    /// The object may be released by this.
    void drop_hold() noexcept { unhold_(slot_); }

private:
    gate* door_ = nullptr;
    void* slot_ = nullptr;
    void (*unhold_)(void* slot) noexcept = nullptr;
    release_list waiting_;
};

/// A child in the list of a parent that closes its children.
struct child_node {
    child_node* newer = nullptr;
    child_node* older = nullptr;
    bool listed = false;
    child_list* list = nullptr;  ///< the parent's
    gate* door = nullptr;
    std::uint32_t generation = 0;
    void* slot = nullptr;
    void (*close_and_unpin)(void* slot) noexcept = nullptr;  ///< by whoever is inside: slot_code
};

/// What others call to end an object in a slot, whose type they do not know: its children, its
/// parent, and where it was queued. A table takes those of the shared object that it is in. Those
/// of whoever makes or closes an object would dangle where a plugin does so in tables of its host,
/// and is unloaded.
template <class T>
struct FFIGUARD_HIDDEN slot_code {
    static void unhold(void* slot) noexcept;
    static void close_and_unpin(void* slot) noexcept;
    static void finish(queued_entry* entry, list_step step) noexcept;
};

/// A hold of a parent for a child that is not made yet. By whoever is inside the parent, so that it
/// is never the last one.
class child_hold {
public:
    explicit child_hold(gate& parent) noexcept
        : parent_(parent.hold_for_child() ? &parent : nullptr) {}
    child_hold(const child_hold&) = delete;
    child_hold& operator=(const child_hold&) = delete;
    ~child_hold() {
        if (parent_ != nullptr) static_cast<void>(parent_->unhold());
    }
    /// False: the parent has too many children.
    [[nodiscard]] bool is_taken() const noexcept { return parent_ != nullptr; }
    void give_to_child() noexcept { parent_ = nullptr; }

private:
    gate* parent_;
};

#ifdef __linux__
// The function of <sched.h>, which brings 150 lines. By a name of our own: musl declares it without
// noexcept, and that would be an error.
extern "C" int ffiguard_sched_yield() noexcept __asm__("sched_yield");
#endif

/// The open children of a parent that closes them, the newest first.
///
/// Under a lock of a few instructions, which runs no code of the user's. In the child of a fork()
/// it may be held by a thread that is not there: then the list is left alone, and so are the
/// children in it.
class child_list {
public:
    child_list() noexcept = default;
    child_list(const child_list&) = delete;
    child_list& operator=(const child_list&) = delete;

    /// Who numbers the processes. Before the list is used.
    void set_book(process_book& book) noexcept { book_ = &book; }

    void add(child_node& child) noexcept {
        const turn mine(*this);
        if (!mine.is_taken()) return;
        child.listed = true;
        child.newer = nullptr;
        child.older = newest_;
        if (newest_ != nullptr) newest_->newer = &child;
        newest_ = &child;
    }
    /// No effect where it was taken out before.
    void remove(child_node& child) noexcept {
        const turn mine(*this);
        if (mine.is_taken()) take_out(child);
    }
    /// Takes the newest one out that can still be entered, and enters it; null: there is none.
    /// Under the lock, because remove() must not return while somebody looks at the child.
    child_node* enter_newest() noexcept {
        const turn mine(*this);
        while (mine.is_taken() && newest_ != nullptr) {
            child_node& child = *newest_;
            take_out(child);
            if (child.door->pin_parent(child.generation) == admission::inside) return &child;
        }
        return nullptr;
    }

private:
    class turn {
    public:
        explicit turn(child_list& list) noexcept : list_(list), taken_(take()) {}
        turn(const turn&) = delete;
        turn& operator=(const turn&) = delete;
        ~turn() {
            if (taken_) list_.holder_.store(0, std::memory_order_release);
        }
        [[nodiscard]] bool is_taken() const noexcept { return taken_; }

    private:
        bool take() noexcept {
            const std::uint32_t here = list_.book_->number();
            for (unsigned tries = 1;; ++tries) {
                std::uint32_t holder = 0;
                if (list_.holder_.compare_exchange_weak(holder, here, std::memory_order_acquire,
                                                        std::memory_order_relaxed))
                    return true;
                if (holder != 0 && holder != here) return false;  // a thread of the parent process
#ifdef __linux__
                if (tries % 64 == 0) ffiguard_sched_yield();
#endif
            }
        }

        child_list& list_;
        const bool taken_;
    };

    void take_out(child_node& child) noexcept {
        if (!child.listed) return;
        child.listed = false;
        (child.newer != nullptr ? child.newer->older : newest_) = child.older;
        if (child.older != nullptr) child.older->newer = child.newer;
    }

    std::atomic<std::uint32_t> holder_{0};  ///< the number of a process, see process_book
    child_node* newest_ = nullptr;
    process_book* book_ = nullptr;
};

// What the slot of a table has beside the object, for types that say so.

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

template <bool Lists>
struct list_part {};
template <>
struct list_part<true> {
    child_list children;
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

/// Of the outermost object with one user.
template <bool HasTurn>
struct turn_part {
    [[nodiscard]] static family_turn* own_turn() noexcept { return nullptr; }
};
template <>
struct turn_part<true> {
    [[nodiscard]] family_turn* own_turn() noexcept { return &turn; }
    family_turn turn;
};
/// Of what is below it.
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
/// Whether its release may have to wait, for its place or for the turn.
template <class Life>
constexpr bool is_queued() noexcept {
    return Life::is_placed || is_in_turn<Life>();
}

/// Its entry in a queue, of the place where it is released or of those who wait for a turn.
template <bool IsQueued>
struct queued_part {};
template <>
struct queued_part<true> : queued_entry {};

/// Whether the parent of a type closes its children.
template <class Life>
constexpr bool is_listed() noexcept {
    if constexpr (Life::is_child) {
        // Else a file that knows it, and one that does not, would have other slots for one table.
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
                     turn_part<has_turn<Life>()>,
                     in_turn_part<is_in_turn<Life>()>,
                     queued_part<is_queued<Life>()>,
                     notes_part<Life::notes>,
                     refusal_part<Life::may_refuse> {};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
