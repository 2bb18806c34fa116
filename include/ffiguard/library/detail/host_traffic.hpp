// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_HOST_TRAFFIC_HPP
#define FFIGUARD_LIBRARY_DETAIL_HOST_TRAFFIC_HPP

#include <condition_variable>
#include <new>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/process_lock.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/library/detail/loaded_library.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The lock of a library_host, and which threads are in the system's loader for it without the
/// lock.
///
/// If another thread of the parent held the lock, or was in the loader, at a fork(), the lock is
/// lost in the child: lock() fails.
class host_traffic {
public:
    using hold = process_hold<host_traffic>;

    host_traffic() noexcept { process_.take(); }
    host_traffic(const host_traffic&) = delete;
    host_traffic& operator=(const host_traffic&) = delete;

    [[nodiscard]] bool lock() noexcept {
        return mutex_.lock(process_.number(), [this]() noexcept {
            // Waiting threads, and stacks, of the parent.
            shutdowns_ = 0;
            closing_ = nullptr;
            ::new (static_cast<void*>(&changed_)) std::condition_variable;
            return under_way_ == 0;
        });
    }
    void unlock() noexcept { mutex_.unlock(); }

    // All others need the lock.

    void stop() noexcept {
        stopped_ = true;
        ++shutdowns_;
    }
    [[nodiscard]] bool is_stopped() const noexcept { return stopped_; }
    /// A shutdown that waits. Whatever may end the wait wakes it.
    [[nodiscard]] bool has_shutdown() const noexcept { return shutdowns_ != 0; }
    void end_shutdown() noexcept { --shutdowns_; }
    void wake_shutdowns() noexcept { changed_.notify_all(); }
    template <class Time>
    [[nodiscard]] bool wait_until(const Time& end) noexcept {
        return mutex_.wait_until(changed_, end);
    }

    [[nodiscard]] bool in_loader() const noexcept { return under_way_ != 0; }
    void enter_loader() noexcept { ++under_way_; }
    void leave_loader() noexcept {
        --under_way_;
        if (has_shutdown()) wake_shutdowns();
    }

    /// An unloading, on the stack of its thread, from begin() to end().
    struct closing {
        loader::handle handle;
        /// The system's number of the thread, which is the same in every shared object: the library
        /// that is being unloaded asks with its own copy of this code, and numbers threads for
        /// itself. No other thread can have this number: the thread lives until it leaves the list.
        loader::thread_id by = loader::this_thread();
        closing* next = nullptr;
    };
    void begin(closing& one) noexcept {
        one.next = closing_;
        closing_ = &one;
        enter_loader();
    }
    void end(closing& one) noexcept {
        closing** at = &closing_;
        while (*at != &one) at = &(*at)->next;
        *at = one.next;
        leave_loader();
    }
    [[nodiscard]] bool is_closed_by_this_thread(loader::handle handle) const noexcept {
        for (const closing* at = closing_; at != nullptr; at = at->next)
            if (at->handle == handle && loader::is_this_thread(at->by)) return true;
        return false;
    }

private:
    process_page process_;
    process_lock mutex_;
    std::condition_variable changed_;  ///< for a shutdown that waits
    closing* closing_ = nullptr;
    unsigned under_way_ = 0;  ///< calls of the system's loader
    unsigned shutdowns_ = 0;  ///< that have not ended
    bool stopped_ = false;
};

/// A call of the loader that a shutdown waits for: a library that is opened for nothing would be
/// found still loaded. So it checks for a shutdown again, under the lock with which it counts
/// itself.
class host_opening {
public:
    explicit host_opening(host_traffic& of) noexcept : traffic_(of) {
        const host_traffic::hold lock(traffic_);
        allowed_ = lock && !traffic_.is_stopped();
        if (allowed_) traffic_.enter_loader();
    }
    host_opening(const host_opening&) = delete;
    host_opening& operator=(const host_opening&) = delete;
    ~host_opening() {
        if (!allowed_) return;
        const host_traffic::hold lock(traffic_);
        if (lock) traffic_.leave_loader();
    }
    [[nodiscard]] bool is_allowed() const noexcept { return allowed_; }

private:
    host_traffic& traffic_;
    bool allowed_ = false;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
