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

/// A number that no other running thread has, without a call where the machine has a register for
/// it. Volatile: a fiber may go on on another thread.
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

/// A gate whose users are counted beside it, and which has no holds: what has become of it since it
/// was closed stands where its users would. Apart from gate, which most use without this.
struct gate_phases {
    enum class phase : std::uint8_t { released, closed, closing, trying, counting };

    /// Open, under that number.
    [[nodiscard]] static bool is_open_as(const gate& door, std::uint32_t generation) noexcept {
        return door.word_.load(std::memory_order_seq_cst) == gate::word(generation);
    }
    [[nodiscard]] static bool is_shut(const gate& door) noexcept {
        return (door.word_.load(std::memory_order_seq_cst) & gate::closed_bit) != 0;
    }
    /// Closed, and in that phase.
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
    /// False, and nothing has changed, if it is not in the phase `from`.
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
    /// Only for the thread that has brought it into a phase that no other thread leaves.
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
/// A gate that counts costs each user two atomic read-modify-writes of one word, which every
/// processor then fetches from the others. Here a thread has a seat of its own, with a count that
/// it alone writes: a pin is a plain store and a load of the gate. The closer pays for it: after it
/// has closed the gate it makes a barrier on all threads (process_barrier), so that it sees the
/// count of whoever saw the gate open, and whoever comes later sees it closed.
///
/// Only the sum of all counts means something. A pin may end on another thread than its own, whose
/// count then goes below 0; counts wrap around. Whoever has no seat counts as a guest of one, by an
/// atomic read-modify-write: where all are taken, and all where the kernel has no such barrier.
///
/// Closed, the gate has phases:
///
///     open -> closing -> closed -> counting -> released      close()
///                           ^          |                     somebody is inside
///                           +----------+
///     open -> trying  -> released, or open again             try_close()
///
/// Only the thread that made a gate closing, counting or trying leaves that phase, so that one
/// thread is told to release. Whoever leaves a closed gate counts: the last one finds 0. That one
/// is found, because whoever leaves writes its count before it looks at the phase, and whoever
/// counts writes the phase before it looks at the counts (both seq_cst).
///
/// A model of this, in which each of its steps was shown to be needed: tests/models/user_seats.
class user_seats {
public:
    user_seats() noexcept = default;
    user_seats(const user_seats&) = delete;
    user_seats& operator=(const user_seats&) = delete;

    /// Before it is used.
    FFIGUARD_HIDDEN void prepare(process_book& book) noexcept {
        has_barrier_ = process_barrier::is_there();
        book_ = &book;
    }

    /// False: not open for this generation, and the caller owes a leave() all the same.
    [[nodiscard]] bool enter(const gate& door, std::uint32_t generation) noexcept {
        count(one_user);
        return gate_phases::is_open_as(door, generation);
    }
    /// For the closer, whatever the gate says; owes a leave().
    void enter_anyway() noexcept { count(one_user); }
    /// True: the caller was the last one inside of a closed gate and must release.
    [[nodiscard]] bool leave(gate& door) noexcept {
        const std::uintptr_t self = thread_pointer();
        seat& first = seats_[first_of(self)];
        if (first.thread.load(std::memory_order_relaxed) != self)
            return leave_elsewhere(self, door);
        count_own(first, leaving - one_user);
        const bool last = gate_phases::is_shut(door) && is_last(door);
        count_own(first, 0 - leaving);
        return last;
    }
    /// For the end of the table, once all is released: whether somebody who has left is about to
    /// look at the gate once more.
    [[nodiscard]] bool has_leavers() const noexcept {
        for (const seat& each : seats_)
            if (each.users.load(std::memory_order_acquire) % one_user != 0 ||
                each.guests.load(std::memory_order_acquire) % one_user != 0)
                return true;
        return false;
    }

    /// By whoever has entered. last_user: closed, and the caller's leave() may be told to release.
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
    /// What the gate says of a generation, once a try_close() has said what becomes of it: in a few
    /// microseconds. closed where that never comes: fork() has lost the thread that tries, or a
    /// signal handler has interrupted it.
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
    /// For whoever is inside. A moment's view.
    [[nodiscard]] bool has_others() const noexcept { return sum() != 1; }

    /// The seat where a thread looks first. Thread pointers lie a stack apart, or side by side. The
    /// factor is as wide as a word: the highest bits of the product depend on the low ones of both.
    [[nodiscard]] static std::size_t first_of(std::uintptr_t self) noexcept {
        const auto factor = static_cast<std::uintptr_t>(
            sizeof self == 8 ? std::uint64_t{0xAEF17502108EF2D9U} : std::uint64_t{0xB55A4F09U});
        return static_cast<std::size_t>(((self >> 6) * factor) >> (sizeof self * 8 - room_bits));
    }

private:
    using phase = gate_phases::phase;
    enum : std::size_t { room_bits = 3, room = 1 << room_bits, tries = 4 };

    /// What a count is made of: users, and those of them that have left and still look at the gate.
    /// In one word, so that nobody sees that a user has left and not that it looks.
    enum : std::uint64_t { leaving = 1, one_user = std::uint64_t{1} << 32 };

    /// Nobody writes to the line of another thread's seat.
    struct alignas(64) seat {
        std::atomic<std::uintptr_t> thread{0};  ///< whose it is, for good
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
        // release: whoever finds 0 must see what was done inside.
        own.users.store(own.users.load(std::memory_order_relaxed) + change,
                        std::memory_order_release);
        std::atomic_signal_fence(std::memory_order_seq_cst);  // process_barrier does the rest
    }
    [[gnu::noinline]] FFIGUARD_HIDDEN void count_elsewhere(std::uintptr_t self,
                                                           std::uint64_t change) noexcept {
        const std::size_t first = first_of(self);
        for (std::size_t i = 0; has_barrier_ && i < tries; ++i) {
            seat& next = seats_[(first + i) % room];
            std::uintptr_t owner = next.thread.load(std::memory_order_relaxed);
            if (owner == 0 &&
                next.thread.compare_exchange_strong(owner, self, std::memory_order_relaxed))
                owner = self;
            if (owner == self) return count_own(next, change);
        }
        seats_[first].guests.fetch_add(change, std::memory_order_seq_cst);
    }
    [[gnu::noinline]] FFIGUARD_HIDDEN bool leave_elsewhere(std::uintptr_t self,
                                                           gate& door) noexcept {
        count_elsewhere(self, leaving - one_user);
        const bool last = gate_phases::is_shut(door) && is_last(door);
        count_elsewhere(self, 0 - leaving);  // of the same seat: none becomes free
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

    [[gnu::noinline]] FFIGUARD_HIDDEN bool is_last(gate& door) noexcept {
        publish_own();
        while (gate_phases::is_in(door, phase::closed) && sum() == 0) {
            if (!gate_phases::move(door, phase::closed, phase::counting)) continue;
            // Again, with nobody else to release: since the first sum the object may have been
            // released, reopened (closer_may_refuse) and closed once more.
            if (sum() == 0) {
                gate_phases::set(door, phase::released);
                return true;
            }
            gate_phases::set(door,
                             phase::closed);  // who left meanwhile has left it to us: look again
        }
        return false;
    }

    /// The caller's count before its look at the phase: in its own seat it has only stored it.
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
    std::atomic<std::uint32_t> tried_in_{0};  ///< the process of who tries, by book_
    process_book* book_ = nullptr;
    seat seats_[room];
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
