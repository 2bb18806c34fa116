// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_GATE_HPP
#define FFIGUARD_CORE_GATE_HPP

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {
struct gate_phases;
}  // namespace detail

/// What gate::pin() found.
enum class admission : std::uint8_t {
    inside,            ///< the caller is in and must call unpin() once
    closed,            ///< closed for everyone
    other_generation,  ///< the gate guards another resource by now, or not yet this one
    in_use,            ///< pin_alone() only: another user is inside
};

/// What a call to close() or try_close() obliges its caller to do.
enum class close_duty : std::uint8_t {
    release_now,       ///< no user is inside: the caller releases the resource
    last_user,         ///< a user is inside: the last one to unpin releases it
    already_closed,    ///< another caller closed first: nothing to do
    in_use,            ///< try_close() and close_unless_held(): refused, nothing has changed
    other_generation,  ///< the gate guards another resource: nothing has changed
};

/// Decides who may use a resource and who releases it, once, among threads.
///
/// Go's finalizer, a goroutine's Close and another goroutine's Write may reach
/// one resource at the same moment. A gate lets users in until it is closed,
/// and tells exactly one caller to release: the closer if no user is inside,
/// otherwise the last user on the way out.
///
///     bit 63 ... 45   44 ............... 23   22           21 .............. 0
///     [ generation ]  [ holds, 0..2^22-1 ]    [ closed ]   [ users, 0..2^22-1 ]
///
/// A gate that guards one resource after another (a slot of a handle_table)
/// counts a generation up for each, so that a user who comes with an earlier
/// number is told apart in the same atomic step. One resource, one gate
/// (shared_handle): generation 0 throughout, the default everywhere.
///
/// A hold keeps a resource without using it: each child of a parent (a statement
/// of a database) has one. Code that guards a parent calls the functions that are
/// marked "parent"; the others never look at holds.
///
/// The gate owns nothing and releases nothing; shared_handle and handle_table
/// do, on its word. 8 bytes, lock-free, no allocation, safe from any thread.
/// Not movable: users hold its address.
class gate {
public:
    /// Open, generation 0.
    constexpr gate() noexcept = default;
    /// Closed, generation 0: for storage that holds no resource yet.
    struct shut_t {};
    constexpr explicit gate(shut_t) noexcept : word_(closed_bit) {}
    gate(const gate&) = delete;
    gate& operator=(const gate&) = delete;

    /// Lets the caller in, unless the gate is closed or has moved on.
    ///
    /// Once inside, everything done before the resource was published is
    /// visible, and the caller must call unpin() once. More than 2^22-1 users trap.
    [[nodiscard]] admission pin(std::uint32_t generation = 0) noexcept {
        // A first guess instead of a load: mostly nobody else is inside, and then the load would
        // only wait for the atomic operation before it.
        std::uint64_t seen = word(generation);
        return enter(seen) ? admission::inside : pin_beside(seen, generation);
    }
    /// Parent: the same. Holds would make the guess of pin() wrong every time.
    [[nodiscard]] admission pin_parent(std::uint32_t generation = 0) noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        // One comparison: of this generation, open, and with room.
        const bool lets_in = ((seen ^ word(generation)) & ~holds_mask) < users_mask;
        return lets_in && enter(seen) ? admission::inside : pin_beside(seen, generation);
    }
    /// Lets the caller in only if no other user is inside. Holds do not count.
    [[nodiscard]] admission pin_alone(std::uint32_t generation = 0) noexcept {
        // A guess instead of a load, see pin(): it says that nobody is inside.
        std::uint64_t seen = word(generation);
        return enter(seen) ? admission::inside : pin_alone_if(seen, generation);
    }
    /// Parent: the same.
    [[nodiscard]] admission pin_parent_alone(std::uint32_t generation = 0) noexcept {
        return pin_alone_if(word_.load(std::memory_order_relaxed), generation);
    }
    /// Parent: the same for whoever has a hold, by which the generation stays; `closed` tells
    /// whether a closed gate lets in, too.
    [[nodiscard]] admission pin_holder_alone(bool closed) noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        do {
            if (!closed && (seen & closed_bit) != 0) return admission::closed;
            if ((seen & users_mask) != 0) return admission::in_use;
        } while (!enter(seen));
        return admission::inside;
    }
    /// Parent: what the caller wrote before is visible to whoever is inside now or later, once
    /// that one is out.
    void show_to_users() noexcept { word_.fetch_add(0, std::memory_order_acq_rel); }

    /// Lets the caller out. True: the caller was the last user of a closed gate
    /// and must release the resource. An unpin() without a pin() traps.
    [[nodiscard]] bool unpin() noexcept {
        const std::uint64_t seen = leave();
        return !stays_open(seen) && was_last(seen, closed_bit | users_mask);
    }
    /// Parent: the same; with holds left, the last unhold() is told to release instead.
    [[nodiscard]] bool unpin_parent() noexcept {
        const std::uint64_t seen = leave();
        return !stays_open(seen) && was_last(seen, low_mask);
    }

    /// Parent: keeps the resource beyond the caller's pin, or for a moment beyond another hold.
    /// More than 2^22-1 holds trap.
    void hold() noexcept {
        const std::uint64_t seen = word_.fetch_add(one_hold, std::memory_order_relaxed);
        if ((seen & holds_mask) == holds_mask) fail(violation::overflow, "gate: 2^22 holds");
    }
    /// Parent: the same for a child. False, and nothing has changed, where there are so many holds
    /// that hold() may need the rest: a parent may have children in several tables.
    [[nodiscard]] bool hold_for_child() noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        do {
            if ((seen & holds_mask) >= max_children * one_hold) return false;
        } while (!word_.compare_exchange_weak(seen, seen + one_hold, std::memory_order_relaxed));
        return true;
    }
    /// Parent: unpin(), but the caller keeps a hold instead.
    void unpin_to_hold() noexcept {
        const std::uint64_t seen = word_.fetch_add(one_hold - 1, std::memory_order_acq_rel);
        if ((seen & users_mask) == 0) fail(violation::unbalanced, "gate: unpin without pin");
        if ((seen & holds_mask) == holds_mask) fail(violation::overflow, "gate: 2^22 holds");
    }
    /// Parent: hold() by a caller who is not inside. Also while a close waits for users or holds:
    /// they keep the resource. closed where nothing keeps it any more.
    [[nodiscard]] admission hold_beside(std::uint32_t generation = 0) noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        do {
            if (generation_of(seen) != generation) return admission::other_generation;
            if ((seen & low_mask) == closed_bit) return admission::closed;
            if ((seen & holds_mask) == holds_mask) fail(violation::overflow, "gate: 2^22 holds");
        } while (!word_.compare_exchange_weak(seen, seen + one_hold, std::memory_order_acquire,
                                              std::memory_order_relaxed));
        return admission::inside;
    }
    /// Parent: gives a hold back. True: the gate is closed and this was the last hold
    /// or user: the caller must release the resource.
    [[nodiscard]] bool unhold() noexcept {
        const std::uint64_t seen = word_.fetch_sub(one_hold, std::memory_order_acq_rel);
        if ((seen & holds_mask) == 0) fail(violation::unbalanced, "gate: unhold without hold");
        return (seen & low_mask) == (closed_bit | one_hold);
    }

    /// Closes for everyone. From here on pin() says no; users inside finish. A hold
    /// counts as a user here.
    [[nodiscard]] close_duty close(std::uint32_t generation = 0) noexcept {
        return close_unless(0, 0, generation);
    }
    /// Closes only if no user is inside and nothing holds, for owners that must not
    /// be kept waiting or surprised (a JDK arena refuses in the same way).
    [[nodiscard]] close_duty try_close(std::uint32_t generation = 0) noexcept {
        std::uint64_t seen = word(generation);
        if (word_.compare_exchange_strong(seen, seen | closed_bit, std::memory_order_acq_rel,
                                          std::memory_order_relaxed))
            return close_duty::release_now;
        if (generation_of(seen) != generation) return close_duty::other_generation;
        return (seen & closed_bit) != 0 ? close_duty::already_closed : close_duty::in_use;
    }
    /// For whoever is inside: closes and leaves, and must release, if nobody else is inside and
    /// nothing holds. False: nothing has changed.
    [[nodiscard]] bool close_alone(std::uint32_t generation = 0) noexcept {
        std::uint64_t alone = word(generation) + 1;
        return word_.compare_exchange_strong(alone, word(generation) | closed_bit,
                                             std::memory_order_acq_rel, std::memory_order_relaxed);
    }
    /// Parent: close(), but in_use while something holds.
    [[nodiscard]] close_duty close_unless_held(std::uint32_t generation = 0) noexcept {
        return close_unless(holds_mask, 0, generation);
    }
    /// close(), and where the answer is last_user the caller is inside, too, and owes
    /// an unpin(): to wake those inside while the resource is certainly there.
    /// Refused while `holds` (either 0, or nothing may hold).
    [[nodiscard]] close_duty close_and_enter(bool unless_held,
                                             std::uint32_t generation = 0) noexcept {
        return close_unless(unless_held ? std::uint64_t{holds_mask} : 0, 1, generation);
    }
    /// Takes back a close, for whoever had the duty to release and could not: the
    /// closer has refused. Nobody is inside and nobody can come in until now.
    void reopen() noexcept { open_as(generation()); }

    /// Opens for a new resource.
    /// Only for whoever had the duty to release, after it has released: nobody
    /// is inside and nobody can come in, so a plain store loses nothing.
    void open_as(std::uint32_t generation) noexcept {
        word_.store(word(generation), std::memory_order_release);
    }
    /// open_as(), and the caller is inside: it must call unpin().
    void open_inside(std::uint32_t generation) noexcept {
        word_.store(word(generation) + 1, std::memory_order_release);
    }
    /// Leaves the gate shut under a new number, see open_as().
    void shut_as(std::uint32_t generation) noexcept {
        word_.store(word(generation) | closed_bit, std::memory_order_release);
    }

    /// inside: open. A moment's view.
    [[nodiscard]] admission state(std::uint32_t generation = 0) const noexcept {
        const std::uint64_t seen = word_.load(std::memory_order_acquire);
        if (generation_of(seen) != generation) return admission::other_generation;
        return (seen & closed_bit) != 0 ? admission::closed : admission::inside;
    }
    /// A moment's view, for reports and tests; another thread may change it at once.
    [[nodiscard]] bool is_closed() const noexcept {
        return (word_.load(std::memory_order_acquire) & closed_bit) != 0;
    }
    [[nodiscard]] std::uint32_t users() const noexcept {
        return static_cast<std::uint32_t>(word_.load(std::memory_order_relaxed) & users_mask);
    }
    [[nodiscard]] std::uint32_t holds() const noexcept {
        return static_cast<std::uint32_t>((word_.load(std::memory_order_relaxed) & holds_mask) /
                                          one_hold);
    }
    /// Who sees the number of shut_as() or open_as() sees what its caller has done before.
    [[nodiscard]] std::uint32_t generation() const noexcept {
        return generation_of(word_.load(std::memory_order_acquire));
    }

private:
    friend struct detail::gate_phases;
    // Enumerators, not static members: those are inline variables, which g++ may make unique.
    enum : std::uint64_t {
        closed_bit = std::uint64_t{1} << 22,
        users_mask = closed_bit - 1,
        one_hold = closed_bit << 1,
        max_children = (std::uint64_t{1} << 22) - (std::uint64_t{1} << 16),
        low_mask = (std::uint64_t{1} << 45) - 1,
        holds_mask = low_mask & ~(closed_bit | users_mask),
    };

    static constexpr std::uint64_t word(std::uint32_t generation) noexcept {
        return std::uint64_t{generation} << 45;
    }
    static constexpr std::uint32_t generation_of(std::uint64_t word) noexcept {
        return static_cast<std::uint32_t>(word >> 45);
    }

    [[nodiscard]] bool enter(std::uint64_t& seen) noexcept {
        return word_.compare_exchange_weak(seen, seen + 1, std::memory_order_acquire,
                                           std::memory_order_relaxed);
    }
    [[gnu::noinline]] FFIGUARD_HIDDEN admission pin_alone_if(std::uint64_t seen,
                                                             std::uint32_t generation) noexcept {
        do {
            if (const admission no = refusal(seen, generation); no != admission::inside) return no;
            if ((seen & users_mask) != 0) return admission::in_use;
        } while (!enter(seen));
        return admission::inside;
    }
    /// Why nobody may come in, or inside where the caller may try again.
    static admission refusal(std::uint64_t seen, std::uint32_t generation) noexcept {
        if (generation_of(seen) != generation) return admission::other_generation;
        if ((seen & closed_bit) != 0) return admission::closed;
        check_room(seen);
        return admission::inside;
    }
    static void check_room(std::uint64_t seen) noexcept {
        if ((seen & users_mask) == users_mask) fail(violation::overflow, "gate: 2^22 users");
    }
    std::uint64_t leave() noexcept {
        // acq_rel, not release: the last one out must see what the others wrote.
        return word_.fetch_sub(1, std::memory_order_acq_rel);
    }
    /// Open, and somebody was inside: one comparison for what is nearly always so.
    static bool stays_open(std::uint64_t seen) noexcept {
        return ((seen - 1) & (closed_bit | users_mask)) < users_mask;
    }
    [[gnu::noinline]] FFIGUARD_HIDDEN static bool was_last(std::uint64_t seen,
                                                           std::uint64_t counted) noexcept {
        if ((seen & users_mask) == 0) fail(violation::unbalanced, "gate: unpin without pin");
        return (seen & counted) == (closed_bit | 1);
    }
    /// pin(), after the first guess.
    [[gnu::noinline]] FFIGUARD_HIDDEN admission pin_beside(std::uint64_t seen,
                                                           std::uint32_t generation) noexcept {
        do {
            if (const admission no = refusal(seen, generation); no != admission::inside) return no;
        } while (!enter(seen));
        return admission::inside;
    }
    /// Sets the closed bit unless one of these bits is set; adds users where some are kept.
    close_duty close_unless(std::uint64_t refused, std::uint64_t users,
                            std::uint32_t generation) noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        std::uint64_t wanted = 0;
        do {
            if (generation_of(seen) != generation) return close_duty::other_generation;
            if ((seen & closed_bit) != 0) return close_duty::already_closed;
            if ((seen & refused) != 0) return close_duty::in_use;
            wanted = seen | closed_bit;
            if (users != 0 && seen != word(generation)) {
                check_room(seen);
                wanted += users;
            }
        } while (!word_.compare_exchange_weak(seen, wanted, std::memory_order_acq_rel,
                                              std::memory_order_relaxed));
        return seen == word(generation) ? close_duty::release_now : close_duty::last_user;
    }

    std::atomic<std::uint64_t> word_{0};
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
