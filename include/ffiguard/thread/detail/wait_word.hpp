// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_WAIT_WORD_HPP
#define FFIGUARD_THREAD_DETAIL_WAIT_WORD_HPP

#include <atomic>
#include <chrono>
#include <cstdint>
#ifdef __linux__
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#else
#include <condition_variable>
#include <mutex>
#endif

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A word that one thread waits for and others change. On Linux a futex: no system call unless a
/// thread must sleep or be woken, and set() may be the last thing before the word has gone.
class wait_word {
public:
    explicit wait_word(std::uint32_t value) noexcept : word_(value) {}
    wait_word(const wait_word&) = delete;
    wait_word& operator=(const wait_word&) = delete;

    [[nodiscard]] std::uint32_t load() const noexcept {
        return word_.load(std::memory_order_acquire);
    }
    /// Without waking anybody.
    [[nodiscard]] bool change(std::uint32_t from, std::uint32_t to) noexcept {
        return word_.compare_exchange_strong(from, to, std::memory_order_seq_cst);
    }
#ifdef __linux__
    /// The thread that waits; while the word is there.
    void wake() noexcept {
        const errno_guard keep_errno;
        ::syscall(SYS_futex, &word_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
    }
    /// And wakes the waiting thread. A thread that sees the value may destroy the word at once:
    /// waking an address without a word does nothing, or wakes a thread that checks and sleeps
    /// again.
    void set(std::uint32_t value) noexcept {
        word_.store(value, std::memory_order_release);
        wake();
    }
    void wait_while(std::uint32_t value) noexcept {
        const errno_guard keep_errno;
        while (load() == value)
            ::syscall(SYS_futex, &word_, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0);
    }
    /// False if it is still that value at the end.
    [[nodiscard]] bool wait_while_until(std::uint32_t value,
                                        std::chrono::steady_clock::time_point end) noexcept {
        const errno_guard keep_errno;
        while (load() == value) {
            const auto left = end - std::chrono::steady_clock::now();
            if (left <= left.zero()) return false;
            const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
            const auto rest = std::chrono::nanoseconds(left - seconds);
            // As the kernel reads it, whatever time_t is.
            const struct {
                long seconds;
                long nanoseconds;
            } limit{static_cast<long>(seconds.count()), static_cast<long>(rest.count())};
            ::syscall(SYS_futex, &word_, FUTEX_WAIT_PRIVATE, value, &limit, nullptr, 0);
        }
        return true;
    }

private:
    std::atomic<std::uint32_t> word_;
    static_assert(sizeof(std::atomic<std::uint32_t>) == 4, "ffiguard: a futex is 4 bytes");
#else
    void wake() noexcept {
        const std::lock_guard<std::mutex> lock(mutex_);
        changed_.notify_one();
    }
    void set(std::uint32_t value) noexcept {
        // Notified under the lock: the waiting thread, which may destroy the word, cannot pass
        // before.
        const std::lock_guard<std::mutex> lock(mutex_);
        word_.store(value, std::memory_order_release);
        changed_.notify_one();
    }
    void wait_while(std::uint32_t value) noexcept {
        std::unique_lock<std::mutex> lock(mutex_);
        while (load() == value) changed_.wait(lock);
    }
    [[nodiscard]] bool wait_while_until(std::uint32_t value,
                                        std::chrono::steady_clock::time_point end) noexcept {
        std::unique_lock<std::mutex> lock(mutex_);
        return changed_.wait_until(lock, end, [&] { return load() != value; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::atomic<std::uint32_t> word_;
#endif
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
