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

/// A mutex on which a thread in the child of a fork() never waits in vain.
///
/// In the child, a lock that another thread of the parent held is held for ever, and what it guards
/// is half changed. So the first thread that locks it in a process checks whether it was held at
/// the fork(). If so, it is lost in that process and in its children, and lock() fails; if not, it
/// is made anew.
class process_lock {
public:
    constexpr process_lock() noexcept = default;
    process_lock(const process_lock&) = delete;
    process_lock& operator=(const process_lock&) = delete;

    /// False: lost. process is the number of this process, from the one process_mark or
    /// process_page that this lock uses. adopt() is called when a process locks for the first time,
    /// while no other thread can: it repairs what belongs to other threads of the parent. If it
    /// returns false, the lock is lost.
    template <class Adopt>
    [[nodiscard]] bool lock(std::uint32_t process, Adopt&& adopt) noexcept {
        const std::uint32_t mine = process << phase_bits;
        std::uint32_t seen = state_.load(std::memory_order_acquire);
        while (seen != (mine | ready)) {
            if ((seen & phase_mask) == lost) return false;
            // Held by another thread of this process, which needs a few instructions.
            if (seen == (mine | adopting)) {
                seen = state_.load(std::memory_order_acquire);
                continue;
            }
            // After this, a fork() leaves a number that is not the child's, so the child starts
            // anew.
            if (!state_.compare_exchange_weak(seen, mine | adopting, std::memory_order_acquire))
                continue;
            const bool good = !held_.load(std::memory_order_relaxed) && adopt();
            // Not ended before: it may have waiters, which do not exist in the child.
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
    /// False if the time is over. Like unlock(), a wait, and lock().
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

    /// Noted before and after what it guards is changed: a child sees them in this order. (No
    /// fence: g++ warns about fences with its thread sanitizer.)
    void hold(bool held) noexcept {
        if (held)
            held_.exchange(true, std::memory_order_seq_cst);
        else
            held_.store(false, std::memory_order_release);
    }

    std::mutex mutex_;
    std::atomic<std::uint32_t> state_{0};  ///< the process that it is ready in, and the phase
    std::atomic<bool> held_{false};
};

/// Holds the lock by owner.lock() and owner.unlock(). False if lock() fails.
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
