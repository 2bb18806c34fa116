// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_PIN_CHECK_HPP
#define FFIGUARD_THREAD_PIN_CHECK_HPP

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Checks that the caller stays on one thread from the first enter() to the last leave(): by
/// runtime.LockOSThread in Go, by a platform thread in Java.
///
///     struct session { ffiguard::pin_check pinned; ... };       // in a handle_table
///     session_begin():  return s->pinned.enter();               // after LockOSThread
///     session_draw():   if (status moved = s->pinned.verify(); !moved.ok()) return moved;
///     session_end():    return s->pinned.leave();               // before UnlockOSThread
///
/// Calls are counted, as LockOSThread's are since Go 1.10: the thread of the first enter() is bound
/// until each enter() has had its leave(). After that any thread may enter.
///
/// It notices that the caller has moved, not that it might have: if an unlocked goroutine or a
/// virtual thread happens to come back to the same thread, that is not noticed. Use one object for
/// each session; it cannot tell two sessions apart.
///
/// Several shared objects may use one object: the first that enters numbers the threads for all,
/// and must stay loaded as long as the object is used. In the child of a fork() a thread of the
/// parent stays bound.
///
/// Owns nothing. All functions: any thread, lock-free, no allocation; what was done
/// before the last leave() is visible after the next session's enter(). Destroying it
/// before the last leave() is a violation (unbalanced). Not movable.
class pin_check {
public:
    constexpr pin_check() noexcept = default;
    pin_check(const pin_check&) = delete;
    pin_check& operator=(const pin_check&) = delete;
    ~pin_check() {
        if (depth() != 0)
            report({violation::unbalanced, "pin_check: ended before the last leave()"});
    }

    /// Binds this thread, or counts one more if it is already bound. Fails with wrong_thread while
    /// another thread is bound, overflow at 2^32-1. On failure, nothing has changed.
    FFIGUARD_HIDDEN status enter() noexcept {
        number_of_thread* count = count_.load(std::memory_order_acquire);
        if (count == nullptr &&
            count_.compare_exchange_strong(count, &this_thread_number, std::memory_order_acq_rel))
            count = &this_thread_number;
        const std::uint64_t here = count();
        std::uint64_t bound = 0;
        if (!thread_.compare_exchange_strong(bound, here, std::memory_order_acq_rel,
                                             std::memory_order_relaxed) &&
            bound != here)
            return status_code::wrong_thread;
        const std::uint32_t now = depth();
        if (now == UINT32_MAX) return status_code::overflow;
        depth_.store(now + 1, std::memory_order_relaxed);
        return {};
    }

    /// ok on the bound thread; wrong_thread on every other one; closed if none is bound.
    [[nodiscard]] FFIGUARD_HIDDEN status(verify)() const noexcept {
        const std::uint64_t bound = thread_.load(std::memory_order_acquire);
        if (bound == 0) return status_code::closed;
        return bound == count_.load(std::memory_order_relaxed)() ? status_code::ok
                                                                 : status_code::wrong_thread;
    }

    /// Undoes one enter(). Fails as verify(), and then nothing has changed: closed means one
    /// leave() too many.
    FFIGUARD_HIDDEN status leave() noexcept {
        if (const status here = (verify)(); !here.ok()) return here;
        const std::uint32_t left = depth() - 1;
        depth_.store(left, std::memory_order_relaxed);
        if (left == 0) thread_.store(0, std::memory_order_release);
        return {};
    }

    /// enter()s without their leave(). On another thread the number may be out of date at once.
    [[nodiscard]] std::uint32_t depth() const noexcept {
        return depth_.load(std::memory_order_relaxed);
    }

private:
    using number_of_thread = std::uint64_t() noexcept;

    // The function of the shared object that entered first: each one numbers the threads
    // differently.
    std::atomic<number_of_thread*> count_{nullptr};
    std::atomic<std::uint64_t> thread_{0};  ///< the bound one, 0 for none
    std::atomic<std::uint32_t> depth_{0};   ///< written by the bound thread alone
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
