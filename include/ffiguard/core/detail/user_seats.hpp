// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_USER_SEATS_HPP
#define FFIGUARD_CORE_DETAIL_USER_SEATS_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/noted_users.hpp>
#include <ffiguard/core/detail/parent_link.hpp>
#include <ffiguard/core/detail/process_barrier.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A number that no other running thread has, without a call if the machine has a register for it.
/// Volatile: a fiber may continue on another thread.
[[nodiscard]] inline std::uintptr_t thread_pointer() noexcept {
#if defined(__linux__) && defined(__x86_64__) && defined(__LP64__)
    std::uintptr_t self;
    __asm__ volatile("movq %%fs:0, %0" : "=r"(self));
    return self;
#elif defined(__linux__) && defined(__aarch64__) && defined(__LP64__)
    std::uintptr_t self;
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(self));
    return self;
#else
    return thread_that_runs();
#endif
}

/// The phases of a closed gate whose users are counted beside it, and which has no holds. They are
/// stored where its users would be. Separate from gate, because most uses do not need this.
struct gate_phases {
    enum class phase : std::uint8_t { released, closed, closing, trying, counting };

    /// Whether it is open, under that number.
    [[nodiscard]] static bool is_open_as(const gate& door, std::uint32_t generation) noexcept {
        return door.word_.load(std::memory_order_seq_cst) == gate::word(generation);
    }
    [[nodiscard]] static bool is_shut(const gate& door) noexcept {
        return (door.word_.load(std::memory_order_seq_cst) & gate::closed_bit) != 0;
    }
    /// Whether it is closed, and in that phase.
    [[nodiscard]] static bool is_in(const gate& door, phase which) noexcept {
        return (door.word_.load(std::memory_order_seq_cst) & gate::low_mask) == bits(which);
    }
    /// Closes. last_user: it was open, and is in that phase now.
    [[nodiscard]] static close_duty shut(gate& door, phase next,
                                         std::uint32_t generation) noexcept {
        std::uint64_t seen = gate::word(generation);
        if (door.word_.compare_exchange_strong(seen, seen | bits(next), std::memory_order_seq_cst))
            return close_duty::last_user;
        return gate::generation_of(seen) != generation ? close_duty::other_generation
                                                       : close_duty::already_closed;
    }
    /// Returns false, and changes nothing, if it is not in the phase `from`.
    [[nodiscard]] static bool move(gate& door, phase from, phase to) noexcept {
        std::uint64_t seen = door.word_.load(std::memory_order_seq_cst);
        return (seen & gate::low_mask) == bits(from) &&
               door.word_.compare_exchange_strong(
                   seen, (seen & ~std::uint64_t{gate::low_mask}) | bits(to),
                   std::memory_order_seq_cst);
    }
    /// state(), but in_use while another thread tries to close it.
    [[nodiscard]] static admission state_beside_try(const gate& door,
                                                    std::uint32_t generation) noexcept {
        const std::uint64_t seen = door.word_.load(std::memory_order_seq_cst);
        if (gate::generation_of(seen) != generation) return admission::other_generation;
        if ((seen & gate::closed_bit) == 0) return admission::inside;
        return (seen & gate::low_mask) == bits(phase::trying) ? admission::in_use
                                                              : admission::closed;
    }
    /// Only for the thread that has set a phase that no other thread leaves.
    static void set(gate& door, phase next) noexcept {
        door.word_.store(gate::word(door.generation()) | bits(next), std::memory_order_seq_cst);
    }

private:
    static constexpr std::uint64_t bits(phase which) noexcept {
        return gate::closed_bit | static_cast<std::uint64_t>(which);
    }
};

/// Counts the users of an object by thread, beside its gate: see rarely_closed.
///
/// A gate that counts costs each user two atomic read-modify-writes of one word, which the
/// processors then fetch from each other. Here, a thread has its own seat, with a count that only
/// it writes: a pin is a plain store and a load of the gate. The closer pays for it: after closing
/// the gate it makes a barrier on all threads (process_barrier). So it sees the counts of users
/// that saw the gate open, and later users see it closed.
///
/// Only the sum of all counts is meaningful. A pin may end on another thread than its own, whose
/// count then goes below 0; counts wrap around. A thread without a seat (if all are taken, or if
/// the kernel has no such barrier) is counted as a guest of one, by an atomic read-modify-write.
///
/// A closed gate has phases:
///
///     open -> closing -> closed -> counting -> released      close()
///                           ^          |                     somebody is inside
///                           +----------+
///     open -> trying  -> released, or open again             try_close()
///
/// Only the thread that made a gate closing, counting or trying leaves that phase, so that one
/// thread is told to release. A user that leaves a closed gate counts: the last one finds 0. This
/// works because a leaving user writes its count before it reads the phase, and a counting one
/// writes the phase before it reads the counts (both seq_cst).
///
/// A model of this, in which each of its steps was shown to be needed: tests/models/user_seats.
class user_seats {
public:
    user_seats() noexcept = default;
    user_seats(const user_seats&) = delete;
    user_seats& operator=(const user_seats&) = delete;

    /// Call before it is used.
    FFIGUARD_HIDDEN void prepare(process_book& book) noexcept {
        has_barrier_ = process_barrier::is_there();
        book_ = &book;
    }

    /// False: not open for this generation. The caller must call leave() even then.
    [[nodiscard]] bool enter(const gate& door, std::uint32_t generation) noexcept {
        const std::uintptr_t self = thread_pointer();
        seat& first = seats_[first_of(self)];
        if (first.thread.load(std::memory_order_relaxed) != self)
            return enter_elsewhere(self, door, generation);
        count_own(first, one_user);
        return gate_phases::is_open_as(door, generation);
    }
    /// For the closer, whatever the gate says. The caller must call leave().
    void enter_anyway() noexcept { count(one_user); }
    /// True: the caller was the last user of a closed gate and must release.
    [[nodiscard]] bool leave(gate& door) noexcept {
        const std::uintptr_t self = thread_pointer();
        seat& first = seats_[first_of(self)];
        return first.thread.load(std::memory_order_relaxed) == self ? leave_own(first, door)
                                                                    : leave_elsewhere(self, door);
    }
    /// For the end of the table, once all is released: whether a user that has left is about to
    /// look at the gate again.
    [[nodiscard]] bool has_leavers() const noexcept {
        for (const seat& each : seats_)
            if (each.users.load(std::memory_order_acquire) % one_user != 0 ||
                each.guests.load(std::memory_order_acquire) % one_user != 0)
                return true;
        return false;
    }

    /// For a caller that has entered. last_user: closed, and the caller's leave() may be told to
    /// release.
    [[nodiscard]] FFIGUARD_HIDDEN close_duty close(gate& door, std::uint32_t generation) noexcept {
        const close_duty duty = shut(door, phase::closing, generation);
        if (duty != close_duty::last_user) return duty;
        if (make_barrier())
            gate_phases::set(door, phase::closed);
        else  // an unseen user may be inside, now and for ever
            report({violation::leak,
                    "handle_table: an object that is rarely_closed was closed, and the kernel "
                    "refuses membarrier(): it is left"});
        return duty;
    }
    /// release_now: nobody was inside, and the caller must release. in_use: nothing has changed.
    [[nodiscard]] FFIGUARD_HIDDEN close_duty try_close(gate& door,
                                                       std::uint32_t generation) noexcept {
        // All threads of a process write the same. Not where one that was lost at a fork() tries.
        if (gate_phases::state_beside_try(door, generation) != admission::in_use)
            tried_in_.store(book_->number(), std::memory_order_relaxed);
        const close_duty duty = shut(door, phase::trying, generation);
        if (duty != close_duty::last_user) return duty;
        if (make_barrier() && sum() == 0) {
            gate_phases::set(door, phase::released);
            return close_duty::release_now;
        }
        door.reopen();
        return close_duty::in_use;
    }
    /// The state of the gate for a generation. Waits until a running try_close() has decided, a few
    /// microseconds. closed if that never comes: fork() has lost the thread that tries, or a signal
    /// handler has interrupted it.
    [[nodiscard]] FFIGUARD_HIDDEN admission state(const gate& door,
                                                  std::uint32_t generation) const noexcept {
        for (unsigned patience = 1U << 16; patience != 0; --patience) {
            const admission now = gate_phases::state_beside_try(door, generation);
            if (now != admission::in_use) return now;
            if (tried_in_.load(std::memory_order_relaxed) != book_->number()) break;
#ifdef __linux__
            if (patience % 64 == 0) ffiguard_sched_yield();
#endif
        }
        return admission::closed;
    }
    /// For a caller that is inside. A snapshot.
    [[nodiscard]] bool has_others() const noexcept { return sum() != 1; }

    /// The seat where a thread looks first. Thread pointers are a stack apart, or side by side. The
    /// factor is as wide as a word: the highest bits of the product depend on the low bits of both.
    [[nodiscard]] static std::size_t first_of(std::uintptr_t self) noexcept {
        const auto factor = static_cast<std::uintptr_t>(
            sizeof self == 8 ? std::uint64_t{0xAEF17502108EF2D9U} : std::uint64_t{0xB55A4F09U});
        return static_cast<std::size_t>(((self >> 6) * factor) >> (sizeof self * 8 - room_bits));
    }

private:
    using phase = gate_phases::phase;
    enum : std::size_t { room_bits = 3, room = 1 << room_bits, tries = 4 };

    /// A count has two parts: users, and those that have left and still look at the gate. They are
    /// in one word, so that no thread sees that a user has left but not that it still looks.
    enum : std::uint64_t { leaving = 1, one_user = std::uint64_t{1} << 32 };

    /// No thread writes to the cache line of another thread's seat.
    struct alignas(64) seat {
        std::atomic<std::uintptr_t> thread{0};  ///< its owner, permanently
        std::atomic<std::uint64_t> users{0};    ///< written by that thread alone
        std::atomic<std::uint64_t> guests{0};
    };

    void count(std::uint64_t change) noexcept {
        const std::uintptr_t self = thread_pointer();
        seat& first = seats_[first_of(self)];
        if (first.thread.load(std::memory_order_relaxed) == self)
            count_own(first, change);
        else
            count_elsewhere(self, change);
    }
    static void count_own(seat& own, std::uint64_t change) noexcept {
        set_own(own, own.users.load(std::memory_order_relaxed) + change);
    }
    static void set_own(seat& own, std::uint64_t count) noexcept {
        // release: a thread that finds 0 must see what was done inside.
        own.users.store(count, std::memory_order_release);
        std::atomic_signal_fence(std::memory_order_seq_cst);  // process_barrier does the rest
    }
    bool leave_own(seat& own, gate& door) noexcept {
        const std::uint64_t left = own.users.load(std::memory_order_relaxed) - one_user;
        set_own(own, left + leaving);
        const bool last = gate_phases::is_shut(door) && is_last(door);
        set_own(own, left);
        return last;
    }
    /// The caller's seat where its first one is another thread's; null: it is a guest of that.
    [[nodiscard]] seat* own_elsewhere(std::uintptr_t self) noexcept {
        const std::size_t first = first_of(self);
        for (std::size_t i = 0; has_barrier_ && i < tries; ++i) {
            seat& next = seats_[(first + i) % room];
            std::uintptr_t owner = next.thread.load(std::memory_order_relaxed);
            if (owner == self || (owner == 0 && next.thread.compare_exchange_strong(
                                                    owner, self, std::memory_order_relaxed)))
                return &next;
        }
        return nullptr;
    }
    FFIGUARD_RARE void count_elsewhere(std::uintptr_t self, std::uint64_t change) noexcept {
        if (seat* const own = own_elsewhere(self)) return count_own(*own, change);
        seats_[first_of(self)].guests.fetch_add(change, std::memory_order_seq_cst);
    }
    FFIGUARD_RARE bool enter_elsewhere(std::uintptr_t self, const gate& door,
                                       std::uint32_t generation) noexcept {
        count_elsewhere(self, one_user);
        return gate_phases::is_open_as(door, generation);
    }
    FFIGUARD_RARE bool leave_elsewhere(std::uintptr_t self, gate& door) noexcept {
        if (seat* const own = own_elsewhere(self)) return leave_own(*own, door);
        std::atomic<std::uint64_t>& guests = seats_[first_of(self)].guests;
        guests.fetch_add(leaving - one_user, std::memory_order_seq_cst);
        const bool last = gate_phases::is_shut(door) && is_last(door);
        guests.fetch_sub(leaving, std::memory_order_seq_cst);
        return last;
    }
    [[nodiscard]] std::uint32_t sum() const noexcept {
        std::uint32_t all = 0;
        for (const seat& each : seats_)
            all += users_of(each.users.load(std::memory_order_seq_cst)) +
                   users_of(each.guests.load(std::memory_order_seq_cst));
        return all;
    }
    static std::uint32_t users_of(std::uint64_t count) noexcept {
        return static_cast<std::uint32_t>(count / one_user);
    }

    FFIGUARD_RARE bool is_last(gate& door) noexcept {
        publish_own();
        while (gate_phases::is_in(door, phase::closed) && sum() == 0) {
            if (!gate_phases::move(door, phase::closed, phase::counting)) continue;
            // Again, now that no other thread can release: since the first sum the object may have
            // been released, reopened (closer_may_refuse) and closed again.
            if (sum() == 0) {
                gate_phases::set(door, phase::released);
                return true;
            }
            gate_phases::set(
                door,
                phase::closed);  // users that left meanwhile rely on this thread: check again
        }
        return false;
    }

    /// Publishes the caller's count before it reads the phase: in its own seat it was only stored.
    void publish_own() noexcept {
        const std::uintptr_t self = thread_pointer();
        for (seat& each : seats_)
            if (each.thread.load(std::memory_order_relaxed) == self)
                each.users.fetch_add(0, std::memory_order_seq_cst);
    }

    close_duty shut(gate& door, phase as, std::uint32_t generation) const noexcept {
        for (;;) {
            const close_duty duty = gate_phases::shut(door, as, generation);
            if (duty != close_duty::already_closed || state(door, generation) != admission::inside)
                return duty;
        }
    }
    [[nodiscard]] bool make_barrier() const noexcept {
        return !has_barrier_ || process_barrier::run();
    }

    bool has_barrier_ = false;
    std::atomic<std::uint32_t> tried_in_{0};  ///< the process that tries, by book_
    process_book* book_ = nullptr;
    seat seats_[room];
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
