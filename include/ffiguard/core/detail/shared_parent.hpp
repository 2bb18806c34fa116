// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_SHARED_PARENT_HPP
#define FFIGUARD_CORE_DETAIL_SHARED_PARENT_HPP

#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/family.hpp>
#include <ffiguard/core/detail/parent_link.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The gate of what is shared; see shared_block. Here: and what a parent has beside it.
template <class Life, bool IsParent>
struct shared_door;
template <class Life>
struct shared_door<Life, true>
    : slot_head, list_part<Life::cascades>, turn_part<Life::is_exclusive, Life::is_reentrant> {
    FFIGUARD_HIDDEN shared_door() noexcept {
        this->index = no_slot;
        if constexpr (Life::cascades) this->children.set_book(process_book_);
        this->door.open_as(0);
    }
    /// Of the shared object that has made it; see slot_code.
    void (*unhold)(void* block) noexcept = nullptr;
};

/// A shared parent that the caller is inside of, and owns. Each of its children owns it, too, so
/// that the last owner of all has no children.
template <class Block>
struct shared_parent {
    using speaks = typename Block::traits;
    using life = typename Block::life;
    static_assert(!life::is_child && !life::is_placed,
                  "ffiguard: a shared_handle gives no places or parents: keep a parent that says "
                  "child_of<>, released_at<> or lives_at<> in a handle_table");
    Block& block;

    [[nodiscard]] gate& door() const noexcept { return block.door; }
    [[nodiscard]] auto object() const noexcept { return block.resource.get(); }
    [[nodiscard]] bool is_closing() const noexcept { return block.door.is_closed(); }
    template <class Slot>
    void adopt(Slot& child) const noexcept {
        block.add_owner();
        child.parent = {&block.door, &block, block.unhold, nullptr, nullptr};
        if constexpr (life::is_exclusive) child.above = block.own_turn();
        if constexpr (life::cascades) enlist(child, block.children);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
