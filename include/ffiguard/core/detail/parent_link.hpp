// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_PARENT_LINK_HPP
#define FFIGUARD_CORE_DETAIL_PARENT_LINK_HPP

#include <atomic>
#include <cstdint>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/noted_users.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/gate.hpp>

// What a parent and a child store about each other. The parent is in a slot, or shared.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The start of every slot, after its part of a family. The door is first, so that a child, which
/// knows its parent's door, finds the rest.
struct slot_head {
    gate door{gate::shut_t{}};
    std::atomic<std::uint32_t> next_free{0};
    std::uint32_t index = 0;
    /// The index of a parent that is not in a table.
    enum : std::uint32_t { no_slot = UINT32_MAX };

    [[nodiscard]] static const slot_head& of(const gate& door) noexcept {
        return *reinterpret_cast<const slot_head*>(&door);
    }
};
static_assert(std::is_standard_layout_v<slot_head>);

/// What a child knows of its parent. Written when the child is made, before it can be pinned.
struct parent_link {
    gate* door = nullptr;                           ///< the parent's
    void* slot = nullptr;                           ///< the parent's table_slot
    void (*unhold)(void* slot) noexcept = nullptr;  ///< may release the parent: slot_code
    const parent_link* up = nullptr;                ///< the parent's own, if it is a child, too
    noted_users* noted = nullptr;                   ///< the parent's, if it says notes_users

    /// Whether the parent, or a parent of it, is closed.
    [[nodiscard]] bool is_closed() const noexcept {
        for (const parent_link* at = this; at != nullptr; at = at->up)
            if (at->door->is_closed()) return true;
        return false;
    }
};

/// A child in the list of a parent that closes its children.
struct child_node {
    child_node* newer = nullptr;
    child_node* older = nullptr;
    bool listed = false;
    class child_list* list = nullptr;  ///< the parent's
    gate* door = nullptr;
    std::uint32_t generation = 0;
    void* slot = nullptr;
    void (*close_and_unpin)(void* slot) noexcept =
        nullptr;  ///< by a thread that is inside: slot_code
};

/// A parent's hold for a child that is not made yet. Only a thread inside the parent may take it,
/// so that it is never the last one.
class child_hold {
public:
    explicit child_hold(gate& parent) noexcept
        : parent_(parent.hold_for_child() ? &parent : nullptr) {}
    child_hold(const child_hold&) = delete;
    child_hold& operator=(const child_hold&) = delete;
    ~child_hold() {
        if (parent_ != nullptr) static_cast<void>(parent_->unhold());
    }
    /// False if the parent has too many children.
    [[nodiscard]] bool is_taken() const noexcept { return parent_ != nullptr; }
    void give_to_child() noexcept { parent_ = nullptr; }

private:
    gate* parent_;
};

#ifdef __linux__
// The function of <sched.h>, which brings 150 lines. Under our own name: musl declares it without
// noexcept, and that would be an error.
extern "C" int ffiguard_sched_yield() noexcept __asm__("sched_yield");
#endif

/// The open children of a parent that closes them, the newest first.
///
/// Guarded by a lock for a few instructions, which never runs the user's code. In the child of a
/// fork(), a thread that does not exist there may hold the lock: then the list and the children in
/// it are left alone.
class child_list {
public:
    child_list() noexcept = default;
    child_list(const child_list&) = delete;
    child_list& operator=(const child_list&) = delete;

    /// The process_book that numbers the processes. Call before the list is used.
    void set_book(process_book& book) noexcept { book_ = &book; }

    // Out of line: with the lock, each is larger than what calls it.
    [[gnu::noinline]] FFIGUARD_HIDDEN void add(child_node& child) noexcept {
        const turn mine(*this);
        if (!mine.is_taken()) return;
        child.listed = true;
        child.newer = nullptr;
        child.older = newest_;
        if (newest_ != nullptr) newest_->newer = &child;
        newest_ = &child;
    }
    /// Does nothing if it was removed before.
    [[gnu::noinline]] FFIGUARD_HIDDEN void remove(child_node& child) noexcept {
        const turn mine(*this);
        if (mine.is_taken()) take_out(child);
    }
    /// Removes the newest one that can still be entered, and enters it. Null if there is none.
    /// Under the lock, because remove() must not return while another thread looks at the child.
    [[gnu::noinline]] FFIGUARD_HIDDEN child_node* enter_newest() noexcept {
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
#else
                static_cast<void>(tries);
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

template <bool Lists>
struct list_part {};
template <>
struct list_part<true> {
    child_list children;
};

/// Puts a child that is not open yet into the list of its parent.
template <class Slot>
void enlist(Slot& child, child_list& list) noexcept {
    child.node.list = &list;
    child.node.door = &child.door;
    child.node.slot = &child;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
