// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_EVENT_RING_HPP
#define FFIGUARD_THREAD_DETAIL_EVENT_RING_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The memory of an event_queue: any number of writers, one reader, no lock.
///
/// Each event has a number, counted from 0; it lies in cell number % N. The turn of a cell says
/// which number it waits for (twice its round), or has (one more). A writer takes the next number
/// from tail_, fills the cell and turns it; the reader takes a row of filled cells from head_,
/// copies them and turns them for the next round. If the oldest is dropped, a writer takes a number
/// from head_ as the reader does. No thread waits for another: a cell that is being filled ends the
/// row, and one that is being copied is still full.
///
/// All zeros at first: an object with static storage takes no room in the file.
template <class Event, std::size_t N, bool drops_oldest>
class event_ring {
public:
    enum class put_as { put, full, closed };
    struct taken {
        std::size_t count;
        std::uint64_t lost;  ///< right before the first of these
    };

    constexpr event_ring() noexcept = default;

    [[nodiscard]] std::uint64_t tail() const noexcept {
        return tail_.load(std::memory_order_relaxed);
    }
    /// at: tail(), just read.
    put_as put(const Event& event, std::uint64_t at) noexcept {
        for (;;) {
            if ((at & closed_bit) != 0) return put_as::closed;
            cell& mine = cells_[at % N];
            const std::uint32_t turn = mine.turn.load(std::memory_order_acquire);
            if (turn == free_for(at)) {
                // Sequentially consistent for the reader that looks before it sleeps, see
                // has_more().
                if (!tail_.compare_exchange_weak(at, at + 1, std::memory_order_seq_cst,
                                                 std::memory_order_relaxed))
                    continue;
                mine.event = event;
                mine.turn.store(filled(at), std::memory_order_release);
                return put_as::put;
            }
            const std::uint64_t again = tail();
            if (again == at && !make_room(at)) return put_as::full;
            at = again;
        }
    }

    // The reader's:

    taken take(Event* into, std::size_t room) noexcept {
        std::uint64_t first = head_.load(std::memory_order_relaxed);
        std::size_t count = 0;
        for (;;) {
            while (count < room && count < N && is_filled(first + count)) ++count;
            std::uint64_t seen = first;
            if (!drops_oldest)
                head_.store(first + count, std::memory_order_relaxed);
            else if (count == 0)
                seen = head_.load(std::memory_order_acquire);
            else
                head_.compare_exchange_strong(seen, first + count, std::memory_order_acq_rel,
                                              std::memory_order_acquire);
            if (seen == first) break;
            // Some gave way meanwhile. The others of the row are there still: only what has come
            // behind them is looked at again, or else the reader would never catch up with writers.
            const std::uint64_t gone = seen - first;
            count = gone < count ? count - static_cast<std::size_t>(gone) : 0;
            first = seen;
        }
        for (std::size_t i = 0; i < count; ++i) {
            cell& from = cells_[(first + i) % N];
            into[i] = from.event;
            from.turn.store(free_for(first + i + N), std::memory_order_release);
        }
        const std::uint64_t lost = first - next_;
        next_ = first + count;
        return {count, lost};
    }
    /// Whether a writer has taken a number that the reader has not; maybe it still fills the cell.
    /// Either this sees the number that a writer takes, or the writer sees what the reader has
    /// stored before, if that is sequentially consistent too.
    [[nodiscard]] bool has_more() const noexcept {
        return (tail_.load(std::memory_order_seq_cst) & ~closed_bit) !=
               head_.load(std::memory_order_relaxed);
    }

    void close() noexcept { tail_.fetch_or(closed_bit, std::memory_order_seq_cst); }
    [[nodiscard]] bool is_closed() const noexcept {
        return (tail_.load(std::memory_order_seq_cst) & closed_bit) != 0;
    }
    [[nodiscard]] std::size_t count() const noexcept {
        // In this order: head_ never overtakes a tail_ that is read later.
        const std::uint64_t head = head_.load(std::memory_order_acquire);
        const std::uint64_t there = (tail_.load(std::memory_order_acquire) & ~closed_bit) - head;
        return there < N ? static_cast<std::size_t>(there) : N;
    }

    /// In the child of a fork(), alone: a writer or a reader that was inside is not there. Returns
    /// how many events were half written; they are left out.
    std::uint64_t repair() noexcept {
        const std::uint64_t closed = tail() & closed_bit;
        const std::uint64_t end = tail() & ~closed_bit;
        const std::uint64_t head = head_.load(std::memory_order_relaxed);
        std::uint64_t to = head;
        for (std::uint64_t at = head; at != end; ++at) {
            if (!is_filled(at)) continue;
            if (to != at) cells_[to % N].event = cells_[at % N].event;
            ++to;
        }
        for (std::uint64_t at = head; at != head + N; ++at)
            cells_[at % N].turn.store(at < to ? filled(at) : free_for(at),
                                      std::memory_order_relaxed);
        next_ = head;
        tail_.store(to | closed, std::memory_order_release);
        return end - to;
    }

private:
    enum : std::uint64_t { closed_bit = std::uint64_t{1} << 63 };
    enum : unsigned { tries = 64 };  // the reader copies an event in some nanoseconds

    struct cell {
        std::atomic<std::uint32_t> turn{0};
        Event event{};
    };

    // A round is told from others by its last 31 bits: the number that was taken is compared whole.
    [[nodiscard]] static constexpr std::uint32_t free_for(std::uint64_t at) noexcept {
        return static_cast<std::uint32_t>(at / N * 2);
    }
    [[nodiscard]] static constexpr std::uint32_t filled(std::uint64_t at) noexcept {
        return free_for(at) + 1;
    }
    [[nodiscard]] bool is_filled(std::uint64_t at) const noexcept {
        return cells_[at % N].turn.load(std::memory_order_acquire) == filled(at);
    }

    /// For the event of number at, which finds its cell full. False: it has no room. Then nothing
    /// gives way, or the oldest is just being written, or copied by a reader that was interrupted.
    [[nodiscard]] bool make_room(std::uint64_t at) noexcept {
        if (!drops_oldest) return false;
        cell& its = cells_[at % N];
        for (unsigned left = tries; left != 0; --left) {
            const std::uint32_t turn = its.turn.load(std::memory_order_acquire);
            std::uint64_t oldest = at - N;
            if (turn != filled(oldest)) {
                if (turn == free_for(oldest)) continue;  // being written
                return true;                             // free, or a later one has it
            }
            if (head_.compare_exchange_strong(oldest, oldest + 1, std::memory_order_acq_rel,
                                              std::memory_order_relaxed)) {
                its.turn.store(free_for(at), std::memory_order_release);
                return true;
            }
        }
        return false;
    }

    alignas(64) std::atomic<std::uint64_t> tail_{0};
    alignas(64) std::atomic<std::uint64_t> head_{0};
    std::uint64_t next_ = 0;  ///< the number behind the last one that the reader has taken
    alignas(64) cell cells_[N];
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
