// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_READER_WAKE_HPP
#define FFIGUARD_THREAD_DETAIL_READER_WAKE_HPP

#include <atomic>
#include <chrono>
#include <cstdint>
#include <new>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/thread/detail/wake_descriptor.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Wakes one reader that sleeps on a descriptor; costs the writers a load while it does not sleep.
///
/// The reader calls arm() and looks once more; he sleeps only if there is still nothing. A writer
/// makes its change and calls rouse() if is_asleep(). Both sides use sequentially consistent
/// operations for the change that the reader looks at and for state_, so at least one sees the
/// other. All zeros at first: an object with static storage takes no room in the file.
class reader_wake {
public:
    constexpr reader_wake() noexcept = default;
    reader_wake(const reader_wake&) = delete;
    reader_wake& operator=(const reader_wake&) = delete;
    ~reader_wake() { delete descriptor_.load(std::memory_order_acquire); }

    [[nodiscard]] bool is_asleep() const noexcept {
        return state_.load(std::memory_order_seq_cst) == asleep;
    }
    /// Of several writers that see him asleep one makes the system call.
    void rouse() noexcept {
        std::uint32_t sleeps = asleep;
        if (state_.compare_exchange_strong(sleeps, awake, std::memory_order_relaxed)) tell();
    }
    /// Ends the reader's next or present sleep, also if he was not armed. Async-signal-safe.
    void tell() noexcept {
        const wake_descriptor* to = descriptor_.load(std::memory_order_seq_cst);
        if (to == nullptr) {  // he looks for it, see is_told()
            told_.store(true, std::memory_order_seq_cst);
            to = descriptor_.load(std::memory_order_seq_cst);
            if (to == nullptr) return;
        }
        const errno_guard keep_errno;
        // Counted before: the reader goes on to clear until he has read them all, and so no
        // descriptor stays readable behind his back. Released: he then finds the descriptor, which
        // another thread may have made.
        owed_.fetch_add(1, std::memory_order_release);
        to->tell();
    }

    // The reader's:

    /// Resets the wake-up, before the reader looks.
    void begin() noexcept {
        if (told_.load(std::memory_order_relaxed)) told_.store(false, std::memory_order_relaxed);
        if (owed_.load(std::memory_order_acquire) == 0) return;
        const errno_guard keep_errno;
        owed_.fetch_sub(descriptor_.load(std::memory_order_acquire)->clear(),
                        std::memory_order_relaxed);
    }
    /// While there was no descriptor.
    [[nodiscard]] bool is_told() const noexcept { return told_.load(std::memory_order_seq_cst); }
    /// False if there is no descriptor to sleep on.
    bool arm() noexcept {
        if (descriptor_.load(std::memory_order_acquire) == nullptr) return false;
        state_.store(asleep, std::memory_order_seq_cst);
        return true;
    }
    void disarm() noexcept { state_.store(awake, std::memory_order_relaxed); }
    /// Makes the descriptor, if there is none. Any thread.
    result<const wake_descriptor*> open() noexcept {
        const wake_descriptor* there = descriptor_.load(std::memory_order_acquire);
        if (there != nullptr) return there;
        const errno_guard keep_errno;
        auto made = wake_descriptor::create();
        if (!made) return made.status();
        const auto* const mine = new (std::nothrow) wake_descriptor(*std::move(made));
        if (mine == nullptr) return status_code::out_of_memory;
        if (descriptor_.compare_exchange_strong(there, mine, std::memory_order_seq_cst))
            return mine;
        delete mine;
        return there;
    }
    /// In the child of a fork(), alone: the descriptor is the parent's too, and a reader of the
    /// child would take what woke the parent's.
    void forget() noexcept {
        delete descriptor_.exchange(nullptr, std::memory_order_acq_rel);
        owed_.store(0, std::memory_order_relaxed);
        told_.store(false, std::memory_order_relaxed);
        disarm();
    }

private:
    enum : std::uint32_t { awake = 0, asleep = 1 };

    std::atomic<std::uint32_t> state_{awake};
    std::atomic<bool> told_{false};       ///< while there was no descriptor
    std::atomic<std::uint64_t> owed_{0};  ///< told, and not cleared yet
    std::atomic<const wake_descriptor*> descriptor_{nullptr};
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
