// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_PROCESS_LOCK_HPP
#define FFIGUARD_CORE_DETAIL_PROCESS_LOCK_HPP

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <new>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A mutex that nobody waits for in vain in the child of a fork().
///
/// There a lock that another thread of the parent held is held for ever, and what it guards is half
/// changed. So the first thread that locks it in a process looks whether it was held at the fork():
/// then it is lost in that process and in its children, and lock() says no; else it is made anew.
class process_lock {
public:
    constexpr process_lock() noexcept = default;
    process_lock(const process_lock&) = delete;
    process_lock& operator=(const process_lock&) = delete;

    /// False: lost. process is the number of this process, by the one process_mark or process_page
    /// that is used for this lock. adopt(), in a process that locks for the first time, while
    /// nobody else can, puts right what is of other threads of the parent; false: it is lost.
    template <class Adopt>
    [[nodiscard]] bool lock(std::uint32_t process, Adopt&& adopt) noexcept {
        const std::uint32_t mine = process << phase_bits;
        std::uint32_t seen = state_.load(std::memory_order_acquire);
        while (seen != (mine | ready)) {
            if ((seen & phase_mask) == lost) return false;
            // By another thread of this process, which needs a few instructions.
            if (seen == (mine | adopting)) {
                seen = state_.load(std::memory_order_acquire);
                continue;
            }
            // From here on a fork() leaves a number that is not the child's: it begins anew.
            if (!state_.compare_exchange_weak(seen, mine | adopting, std::memory_order_acquire))
                continue;
            const bool good = !held_.load(std::memory_order_relaxed) && adopt();
            // Not ended before: somebody may wait for it, whom there is not.
            if (good) ::new (static_cast<void*>(&mutex_)) std::mutex;
            seen = good ? mine | ready : std::uint32_t{lost};
            state_.store(seen, std::memory_order_release);
        }
        mutex_.lock();
        hold(true);
        return true;
    }
    void unlock() noexcept {
        hold(false);
        mutex_.unlock();
    }
    /// False where the time has come. Like unlock(), a wait, and lock().
    template <class Time>
    bool wait_until(std::condition_variable& changed, const Time& end) noexcept {
        std::unique_lock<std::mutex> waiting(mutex_, std::adopt_lock);
        hold(false);
        const bool told = changed.wait_until(waiting, end) == std::cv_status::no_timeout;
        hold(true);
        waiting.release();
        return told;
    }

private:
    enum : std::uint32_t { ready = 1, adopting = 2, lost = 3, phase_bits = 2, phase_mask = 3 };

    /// Noted in memory before what it guards is changed, and after: a child sees them in this
    /// order.
    void hold(bool held) noexcept {
        if (!held) std::atomic_thread_fence(std::memory_order_release);
        held_.store(held, std::memory_order_relaxed);
        if (held) std::atomic_thread_fence(std::memory_order_release);
    }

    std::mutex mutex_;
    std::atomic<std::uint32_t> state_{0};  ///< the process that it is ready in, and the phase
    std::atomic<bool> held_{false};
};

/// Holds what owner.lock() and owner.unlock() are for; false where lock() says no.
template <class Owner>
class [[nodiscard]] process_hold {
public:
    explicit process_hold(Owner& owner) noexcept : owner_(owner), has_(owner.lock()) {}
    process_hold(const process_hold&) = delete;
    process_hold& operator=(const process_hold&) = delete;
    ~process_hold() {
        if (has_) owner_.unlock();
    }

    bool lock() noexcept { return has_ = owner_.lock(); }
    void unlock() noexcept {
        owner_.unlock();
        has_ = false;
    }
    [[nodiscard]] explicit operator bool() const noexcept { return has_; }

private:
    Owner& owner_;
    bool has_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
