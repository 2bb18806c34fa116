// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_SHARED_PARENT_HPP
#define FFIGUARD_CORE_DETAIL_SHARED_PARENT_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/family.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/parent_link.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/trace.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The gate of what is shared, see shared_block. Here: what a parent, or a re-entrant one, has
/// besides.
template <class Life, bool IsFamily>
struct shared_door;
template <class Life>
struct shared_door<Life, true> : slot_head,
                                 list_part<Life::cascades>,
                                 turn_part<has_turn<Life>(), Life::is_reentrant>,
                                 reentry_part<Life::is_reentrant && !has_turn<Life>()> {
    FFIGUARD_HIDDEN shared_door() noexcept {
        this->index = no_slot;
        if constexpr (Life::cascades) this->children.set_book(process_book_);
        this->door.open_as(0);
    }
    /// Belongs to the shared object that has made it; see slot_code.
    void (*unhold)(void* block) noexcept = nullptr;
};

/// A shared parent that the caller is inside and owns. Each child owns it, too, so that the last
/// owner has no children.
template <class Block>
struct shared_parent {
    using speaks = typename Block::traits;
    using life = typename Block::life;
    Block& block;

    [[nodiscard]] gate& door() const noexcept { return block.door; }
    [[nodiscard]] auto object() const noexcept { return block.resource.get(); }
    [[nodiscard]] bool is_closing() const noexcept { return block.door.is_closed(); }
    template <class Slot>
    void adopt(Slot& child) const noexcept {
        block.add_owner();
        trace::share<typename Block::traits>(block.traced());
        child.parent = {&block.door, &block, block.unhold, nullptr, nullptr};
        if constexpr (has_turn<life>()) child.above = block.own_turn();
        if constexpr (life::cascades) enlist(child, block.children);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
