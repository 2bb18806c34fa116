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

/// The result of gate::pin().
enum class admission : std::uint8_t {
    inside,            ///< the caller is in and must call unpin() once
    closed,            ///< closed for everyone
    other_generation,  ///< the gate guards another resource now, or not this one yet
    in_use,            ///< pin_alone() only: another user is inside
};

/// What a call to close() or try_close() requires of its caller.
enum class close_duty : std::uint8_t {
    release_now,       ///< no user is inside: the caller releases the resource
    last_user,         ///< a user is inside: the last one to unpin releases it
    already_closed,    ///< another caller closed first: nothing to do
    in_use,            ///< try_close() and close_unless_held(): refused, nothing has changed
    other_generation,  ///< the gate guards another resource: nothing has changed
};

/// Decides among threads who may use a resource, and who releases it, once.
///
/// Go's finalizer, a goroutine's Close and another goroutine's Write may reach one resource at the
/// same moment. A gate admits users until it is closed, and tells exactly one caller to release:
/// the closer if no user is inside, otherwise the last user on the way out.
///
///     bit 63 ... 45   44 ............... 23   22           21 .............. 0
///     [ generation ]  [ holds, 0..2^22-1 ]    [ closed ]   [ users, 0..2^22-1 ]
///
/// If a gate guards one resource after another (a slot of a handle_table), it increments a
/// generation for each, so that a user with an earlier number is detected in the same atomic step.
/// If it guards one resource only (shared_handle), the generation is 0 throughout, the default
/// everywhere.
///
/// A hold keeps a resource without using it: each child of a parent (a statement of a database) has
/// one. Code that guards a parent calls the functions marked "parent"; the others ignore holds.
///
/// The gate owns nothing and releases nothing; shared_handle and handle_table do, as it says. 8
/// bytes, lock-free, no allocation, thread-safe. Not movable: users hold its address.
class gate {
public:
    /// Open, generation 0.
    constexpr gate() noexcept = default;
    /// Closed, generation 0: for storage that holds no resource yet.
    struct shut_t {};
    constexpr explicit gate(shut_t) noexcept : word_(closed_bit) {}
    gate(const gate&) = delete;
    gate& operator=(const gate&) = delete;

    /// Lets the caller in, unless the gate is closed or has another generation.
    ///
    /// Once inside, everything done before the resource was published is visible, and the caller
    /// must call unpin() once. More than 2^22-1 users trap.
    [[nodiscard]] admission pin(std::uint32_t generation = 0) noexcept {
        // A guess instead of a load: usually nobody else is inside, and then the load would only
        // wait for the atomic operation before it.
        std::uint64_t seen = word(generation);
        return enter(seen) ? admission::inside : pin_beside(seen, generation);
    }
    /// Parent: the same. Holds would make the guess of pin() wrong every time.
    [[nodiscard]] admission pin_parent(std::uint32_t generation = 0) noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        // One comparison for: this generation, open, and with room.
        const bool lets_in = ((seen ^ word(generation)) & ~holds_mask) < users_mask;
        return lets_in && enter(seen) ? admission::inside : pin_beside(seen, generation);
    }
    /// Lets the caller in only if no other user is inside. Holds do not count.
    [[nodiscard]] admission pin_alone(std::uint32_t generation = 0) noexcept {
        // A guess instead of a load, see pin(): it assumes that nobody is inside.
        std::uint64_t seen = word(generation);
        return enter(seen) ? admission::inside : pin_alone_if(seen, generation);
    }
    /// Parent: the same.
    [[nodiscard]] admission pin_parent_alone(std::uint32_t generation = 0) noexcept {
        return pin_alone_if(word_.load(std::memory_order_relaxed), generation);
    }
    /// Parent: the same for a caller with a hold, which keeps the generation. `closed` says whether
    /// a closed gate admits the caller, too.
    [[nodiscard]] admission pin_holder_alone(bool closed) noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        do {
            if (!closed && (seen & closed_bit) != 0) return admission::closed;
            if ((seen & users_mask) != 0) return admission::in_use;
        } while (!enter(seen));
        return admission::inside;
    }
    /// Parent: makes what the caller wrote before visible to the users that are inside now or
    /// later, once they are out.
    void show_to_users() noexcept { word_.fetch_add(0, std::memory_order_acq_rel); }

    /// Lets the caller out. True: the caller was the last user of a closed gate and must release
    /// the resource. An unpin() without a pin() traps.
    [[nodiscard]] bool unpin() noexcept {
        const std::uint64_t seen = leave();
        return !stays_open(seen) && was_last(seen, closed_bit | users_mask);
    }
    /// Parent: the same. If there are holds, the last unhold() is told to release instead.
    [[nodiscard]] bool unpin_parent() noexcept {
        const std::uint64_t seen = leave();
        return !stays_open(seen) && was_last(seen, low_mask);
    }

    /// Parent: keeps the resource after the caller's pin, or for a moment after another hold. More
    /// than 2^22-1 holds trap.
    void hold() noexcept {
        const std::uint64_t seen = word_.fetch_add(one_hold, std::memory_order_relaxed);
        if ((seen & holds_mask) == holds_mask) fail(violation::overflow, "gate: 2^22 holds");
    }
    /// Parent: the same for a child. Returns false, and changes nothing, if there are so many holds
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
    /// Parent: hold() by a caller that is not inside. It also works while a close waits for users
    /// or holds: they keep the resource. Returns closed if nothing keeps it any more.
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
    /// Parent: drops a hold. True: the gate is closed and this was the last hold or user, so the
    /// caller must release the resource.
    [[nodiscard]] bool unhold() noexcept {
        const std::uint64_t seen = word_.fetch_sub(one_hold, std::memory_order_acq_rel);
        if ((seen & holds_mask) == 0) fail(violation::unbalanced, "gate: unhold without hold");
        return (seen & low_mask) == (closed_bit | one_hold);
    }

    /// Closes for everyone. From here on pin() fails; users inside finish. A hold counts as a user
    /// here.
    [[nodiscard]] close_duty close(std::uint32_t generation = 0) noexcept {
        return close_unless(0, 0, generation);
    }
    /// Closes only if no user is inside and there is no hold: for owners that must not be kept
    /// waiting or surprised (a JDK arena refuses in the same way).
    [[nodiscard]] close_duty try_close(std::uint32_t generation = 0) noexcept {
        std::uint64_t seen = word(generation);
        if (word_.compare_exchange_strong(seen, seen | closed_bit, std::memory_order_acq_rel,
                                          std::memory_order_relaxed))
            return close_duty::release_now;
        if (generation_of(seen) != generation) return close_duty::other_generation;
        return (seen & closed_bit) != 0 ? close_duty::already_closed : close_duty::in_use;
    }
    /// For a caller that is inside: if no other user is inside and there is no hold, closes and
    /// leaves; the caller must release. Otherwise returns false and changes nothing.
    [[nodiscard]] bool close_alone(std::uint32_t generation = 0) noexcept {
        std::uint64_t alone = word(generation) + 1;
        return word_.compare_exchange_strong(alone, word(generation) | closed_bit,
                                             std::memory_order_acq_rel, std::memory_order_relaxed);
    }
    /// Parent: close(), but fails with in_use while there is a hold.
    [[nodiscard]] close_duty close_unless_held(std::uint32_t generation = 0) noexcept {
        return close_unless(holds_mask, 0, generation);
    }
    /// close(). If it returns last_user, the caller is inside, too, and must call unpin(): to wake
    /// those inside while the resource certainly exists. If unless_held, fails with in_use while
    /// there is a hold.
    [[nodiscard]] close_duty close_and_enter(bool unless_held,
                                             std::uint32_t generation = 0) noexcept {
        return close_unless(unless_held ? std::uint64_t{holds_mask} : 0, 1, generation);
    }
    /// Undoes a close. Only for the one that had to release and could not, because the closer has
    /// refused. Nobody is inside and nobody can come in until now.
    void reopen() noexcept { open_as(generation()); }

    /// Opens for a new resource. Only for the one that had to release, after it has released:
    /// nobody is inside and nobody can come in, so a plain store loses nothing.
    void open_as(std::uint32_t generation) noexcept {
        word_.store(word(generation), std::memory_order_release);
    }
    /// open_as(), and the caller is inside: it must call unpin().
    void open_inside(std::uint32_t generation) noexcept {
        word_.store(word(generation) + 1, std::memory_order_release);
    }
    /// Leaves the gate closed under a new number, see open_as().
    void shut_as(std::uint32_t generation) noexcept {
        word_.store(word(generation) | closed_bit, std::memory_order_release);
    }

    /// inside: open. A snapshot.
    [[nodiscard]] admission state(std::uint32_t generation = 0) const noexcept {
        const std::uint64_t seen = word_.load(std::memory_order_acquire);
        if (generation_of(seen) != generation) return admission::other_generation;
        return (seen & closed_bit) != 0 ? admission::closed : admission::inside;
    }
    /// A snapshot, for reports and tests; another thread may change it at once.
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
    /// A reader of the number from shut_as() or open_as() sees what its caller has done before.
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
    /// Why nobody may come in; or inside, if the caller may try again.
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
    /// Open, and another user was inside: one comparison for the usual case.
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
    /// Sets the closed bit unless one of these bits is set. Adds users if there are some.
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
