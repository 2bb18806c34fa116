// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_THREAD_HOME_HPP
#define FFIGUARD_THREAD_THREAD_HOME_HPP

#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/release_list.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/release_place.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

enum class elsewhere : std::uint8_t;
template <class H, elsewhere Ended>
class thread_bound;

/// A queue in which other threads leave what this thread must release. One per thread, if its
/// objects may end on other threads (in a Go finalizer, a Java Cleaner). For parked thread_bound
/// owners, and for objects of a handle_table that say `released_at` or `lives_at`.
///
///     auto home = thread_home::create();       // on the thread, before the resources
///     while (next_request()) { home->drain(); ... }
///
/// Destroy it on its own thread: that releases what is parked. An object that ends on another
/// thread after that is leaked, a violation (leak). Destroying it on another thread is a violation
/// (wrong_thread), and what is parked is leaked.
///
/// Make it a local variable of the thread's main function. A goroutine and a virtual thread have no
/// thread of their own: use a thread_host for their objects. Do not keep one in a thread_local: its
/// destructor would keep the library loaded until that thread ends.
///
/// Move-only; empty when moved-from or default constructed.
class [[nodiscard]] thread_home {
public:
    constexpr thread_home() noexcept = default;
    /// Creates it for this thread; out_of_memory. told(user), if given, is called when the first
    /// entry comes into an empty queue, on the thread that queues it: to wake the home thread's
    /// event loop (an eventfd, glfwPostEmptyEvent). It must not throw or wait for the home thread.
    /// user must stay valid as long as something may be queued.
    FFIGUARD_HIDDEN static result<thread_home> create(void (*told)(void* user) noexcept = nullptr,
                                                      void* user = nullptr) noexcept {
        auto* const home = new (std::nothrow) detail::release_home({told, user}, &free_home);
        if (home == nullptr) return status_code::out_of_memory;
        return thread_home(home);
    }
    thread_home(thread_home&& other) noexcept : home_(std::exchange(other.home_, nullptr)) {}
    thread_home& operator=(thread_home&& other) noexcept {
        thread_home taken(std::move(other));
        std::swap(home_, taken.home_);
        return *this;
    }
    thread_home(const thread_home&) = delete;
    thread_home& operator=(const thread_home&) = delete;
    FFIGUARD_HIDDEN ~thread_home() {
        if (home_ == nullptr) return;
        const errno_guard keep_errno;
        // Emptied first: a closer may re-enter it.
        auto* const ended = std::exchange(home_, nullptr);
        const bool here = ended->is_here();
        ended->list().shut(here ? detail::list_step::last : detail::list_step::drop);
        if (!here) report({violation::wrong_thread, "thread_home: what is parked is leaked"});
        ended->drop();
    }

    /// Releases what was parked, the oldest first, and returns how many. If nothing is parked, it
    /// costs one load. Fails with wrong_thread on other threads, closed if moved-from. Keeps errno.
    FFIGUARD_HIDDEN result<std::size_t> drain() noexcept {
        if (home_ == nullptr) return status_code::closed;
        if (!home_->is_here()) return status_code::wrong_thread;
        const errno_guard keep_errno;
        return home_->list().finish_all();
    }
    /// For an object that must be released here. Any thread; empty if this is.
    [[nodiscard]] release_place place() const noexcept { return detail::place_access::make(home_); }
    /// How many wait for drain(), at this moment. Any thread.
    [[nodiscard]] std::size_t queued() const noexcept {
        return home_ != nullptr ? home_->list().count() : 0;
    }

    [[nodiscard]] explicit operator bool() const noexcept { return home_ != nullptr; }

private:
    template <class, elsewhere>
    friend class thread_bound;

    explicit thread_home(detail::release_home* home) noexcept : home_(home) {}
    static void free_home(detail::release_home& home) noexcept { delete &home; }

    detail::release_home* home_ = nullptr;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
