// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_SHARED_BLOCK_HPP
#define FFIGUARD_CORE_DETAIL_SHARED_BLOCK_HPP

#include <atomic>
#include <cstdint>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/refusals.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The gate of what is shared. That of a parent is in shared_parent.hpp, which handle_table.hpp
/// brings: without a table nothing has children.
template <class Life, bool IsFamily>
struct shared_door {
    static_assert(!IsFamily,
                  "ffiguard: this type says what its close does with children, or who is let in "
                  "again: include <ffiguard/core/handle_table.hpp> before it is shared");
    gate door;
};
template <class Block>
struct shared_parent;

template <class Traits>
constexpr bool is_shared_family() noexcept {
    return life_cycle_of<Traits>::is_parent || life_cycle_of<Traits>::is_reentrant;
}

/// The one allocation behind all copies: the resource, the gate that decides
/// who releases it, and two counts.
///
///     owners   shared_handles; at 0 the gate is closed
///     keepers  what keeps this block allocated: the owners together count 1,
///              the unreleased resource counts 1, each weak_handle counts 1
template <class Traits>
struct shared_block : shared_door<life_cycle_of<Traits>, is_shared_family<Traits>()>,
                      trace::note<typename Traits::value_type> {
    using traits = Traits;
    using life = life_cycle_of<Traits>;
    enum : bool { has_turn = life::is_exclusive && life::is_parent };
    static_assert(!life::is_child && !life::is_placed && !life::is_rarely_closed,
                  "ffiguard: a shared_handle keeps no parent, has no place where it is released, "
                  "and counts no users by thread: keep an object that says child_of<>, "
                  "released_at<>, lives_at<>, deferrable_release, queued_release<> or "
                  "rarely_closed in a handle_table");

    FFIGUARD_HIDDEN explicit shared_block(unique_handle<Traits>&& from) noexcept
        : resource(std::move(from)) {
        this->keep_traced(resource.get());
        if constexpr (life::is_parent) this->unhold = &unhold_and_drop;
        if constexpr (has_turn) this->turn.prepare(door, this, &unhold_alone);
    }

    static void count_up(std::atomic<std::uint32_t>& count) noexcept {
        if (count.fetch_add(1, std::memory_order_relaxed) >= limit)
            fail(violation::overflow, "shared_handle: 2^31 references");
    }
    void add_owner() noexcept { count_up(owners); }
    void add_keeper() noexcept { count_up(keepers); }

    /// For weak_handle: adds an owner, unless the last one is gone.
    [[nodiscard]] bool revive_owner() noexcept {
        std::uint32_t seen = owners.load(std::memory_order_relaxed);
        do {
            if (seen == 0) return false;
            if (seen >= limit) fail(violation::overflow, "shared_handle: 2^31 references");
        } while (!owners.compare_exchange_weak(seen, seen + 1, std::memory_order_relaxed));
        return true;
    }
    FFIGUARD_HIDDEN void drop_owner() noexcept {
        static_cast<void>(drop_owner([](const typename Traits::value_type&) noexcept {}));
    }
    /// in_use while there are other owners. For the last one see shared_handle::drop().
    template <class Look>
    FFIGUARD_HIDDEN status drop_owner(Look&& look) noexcept {
        trace::unshare<Traits>(this->traced());
        // acq_rel: the last one must see what the others did with the resource.
        if (owners.fetch_sub(1, std::memory_order_acq_rel) != 1) return status_code::in_use;
        status outcome = status_code::closed;
        const close_duty duty = door.close();
        if (duty == close_duty::release_now) {
            look(resource.get());
            outcome = release();
        } else if (duty == close_duty::last_user) {
            outcome = status_code::ok;
        }
        drop_keeper();
        return outcome;
    }
    /// For unheard(), before the release.
    [[nodiscard]] std::uint64_t handle() const noexcept {
        if constexpr (life::may_refuse)
            return detail::bits_of(resource.get());
        else
            return 0;
    }
    void drop_keeper() noexcept {
        if (keepers.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
        const errno_guard keep_errno;  // free(3) may change it in some libcs
        delete this;
    }

    [[nodiscard]] admission enter() noexcept {
        if constexpr (life::is_exclusive) {
            admission got = enter_alone();
            if constexpr (life::is_reentrant) {
                if (got == admission::in_use && this->again().is_mine()) got = door.pin_parent();
                if (got == admission::inside) this->again().enter();
            }
            return got;
        } else if constexpr (life::is_parent) {
            return door.pin_parent();
        } else {
            return door.pin();
        }
    }
    FFIGUARD_HIDDEN status leave() noexcept {
        if constexpr (life::is_reentrant) this->again().leave();
        return unpin();
    }
    /// For a caller that is inside, perhaps beside others, and has left a reentry.
    FFIGUARD_HIDDEN status unpin() noexcept {
        bool last;
        if constexpr (has_turn) {
            // As in slot_life: without a hold nothing waits for the turn.
            if (door.holds() != 0) {
                door.unpin_to_hold();
                this->turn.pass_on();
                last = door.unhold();
            } else {
                last = door.unpin_parent();
            }
        } else if constexpr (life::is_parent) {
            last = door.unpin_parent();
        } else {
            last = door.unpin();
        }
        return last ? release() : status();
    }
    /// For all owners, by the policy of a parent.
    FFIGUARD_HIDDEN status close() noexcept {
        if constexpr (life::cascades) {
            const errno_guard keep_errno;
            const close_duty duty = door.close_and_enter(false);
            if (duty != close_duty::last_user) return act_on(duty);
            while (auto* const child = this->children.enter_newest())
                child->close_and_unpin(child->slot);
            return unpin();
        } else {
            return act_on(life::refuses ? door.close_unless_held() : door.close());
        }
    }
    FFIGUARD_HIDDEN status try_close() noexcept { return act_on(door.try_close()); }

    /// Called once, when the gate has said so. Hidden, like all that closes: see unique_handle.
    FFIGUARD_HIDDEN status release() noexcept {
        const status outcome = resource.close();
        if constexpr (life::may_refuse) {
            if (life::is_refusal(outcome)) {
                if (is_open_again()) return outcome;
                resource.reset();  // not with this block: a weak_handle would keep the resource
            }
        }
        door.shut_as(1);  // for shared_handle::state()
        drop_keeper();
        return outcome;
    }

    /// For a result that is not read.
    static void unheard([[maybe_unused]] std::uint64_t handle,
                        [[maybe_unused]] status outcome) noexcept {
        if constexpr (life::may_refuse)
            if (life::is_refusal(outcome)) report_unheard_refusal<Traits>(handle, outcome);
    }
    FFIGUARD_HIDDEN status act_on(close_duty duty) noexcept {
        switch (duty) {
            case close_duty::release_now: return release();
            case close_duty::last_user: return status_code::ok;
            case close_duty::in_use:
                if constexpr (life::is_parent)
                    return status::in_use_by(static_cast<std::int32_t>(door.holds()));
                else
                    return status_code::in_use;
            case close_duty::already_closed:
            case close_duty::other_generation: break;
        }
        return status_code::closed;
    }
    /// A hold that does not belong to a child.
    FFIGUARD_HIDDEN static void unhold_alone(void* parent) noexcept {
        auto* const self = static_cast<shared_block*>(parent);
        if (self->door.unhold()) unheard(self->handle(), self->release());
    }
    /// A child is gone: drops its hold, then its share of the ownership.
    FFIGUARD_HIDDEN static void unhold_and_drop(void* parent) noexcept {
        unhold_alone(parent);
        static_cast<shared_block*>(parent)->drop_owner();
    }
    [[nodiscard]] admission enter_alone() noexcept {
        if constexpr (life::is_parent)
            return door.pin_parent_alone();
        else
            return door.pin_alone();
    }
    /// After a refusal. False: there is no owner left that could close it again, so the caller must
    /// end it.
    [[nodiscard]] bool is_open_again() noexcept {
        add_keeper();  // another may release it as soon as the door is open
        door.reopen();
        // Not a load: if the last owner ends after this, it must see the open door.
        const bool is_open = owners.fetch_add(0, std::memory_order_acq_rel) != 0 ||
                             door.close() != close_duty::release_now;
        drop_keeper();
        return is_open;
    }

    enum : std::uint32_t { limit = std::uint32_t{1} << 31 };

    using shared_door<life, is_shared_family<Traits>()>::door;
    std::atomic<std::uint32_t> owners{1};
    std::atomic<std::uint32_t> keepers{2};
    unique_handle<Traits> resource;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
