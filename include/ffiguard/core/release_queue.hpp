// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_RELEASE_QUEUE_HPP
#define FFIGUARD_CORE_RELEASE_QUEUE_HPP

#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/export_symbol.hpp>
#include <ffiguard/core/detail/release_list.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

class release_queue;

namespace detail {
// One per shared object and thread, see FFIGUARD_HIDDEN. The queue for deferred releases, if any.
FFIGUARD_HIDDEN inline thread_local release_queue* deferring_to_ = nullptr;
// Whether a call of this thread is releasing what was queued. If its frames are dropped
// (runtime.Goexit in a callback), the calls of other threads still drain.
FFIGUARD_HIDDEN inline thread_local bool drains_for_call_ = false;
}  // namespace detail

/// Keeps objects whose release must not run where they were closed, until drain().
///
/// A release may block, or call Go or Java back. Some calls must not do that: a Go function with
/// #cgo nocallback, a Java Cleaner, a finalizer, the callback of an event thread that the object
/// owns, a signal handler. For such an object, say `deferrable_release` in the life_cycle of its
/// class, and hold a defer_releases in such a call:
///
///     ffiguard::release_queue later;                          // at namespace scope
///
///     extern "C" void feed_free(ffiguard_token t) {           // called by a Cleaner
///         const ffiguard::defer_releases here(later);
///         feeds.close(t).ignore();                            // closed at once, released later
///     }
///     extern "C" ffiguard_status feed_poll(...) {             // may block
///         later.drain();
///         ...
///     }
///
/// If no call may ever run the releases of a class, say `queued_release<&later>` in its life_cycle
/// instead; then no call needs a defer_releases. If all calls of a class may do what a release
/// does, say `drains_queue<&later>` as well. FFIGUARD_EXPORT_QUEUE(x, queue) exports the queue to
/// Go and Java, whose packages drain it on a goroutine or thread of their own.
///
/// Queueing takes no memory and no lock: the object waits in its own slot of the handle_table. Any
/// number of threads may queue and drain at the same time. To drain it on a separate thread (a
/// worker_thread, an event loop), let `told` wake that thread.
///
/// Constant-initialised. The destructor releases what is left. Inside a defer_releases it cannot,
/// and reports a violation (leak). After that, no defer_releases may name the queue. After a
/// fork(), the child has its own copy and drains it itself.
class release_queue {
public:
    constexpr release_queue() noexcept = default;
    /// told(user) is called when an object comes into the empty queue, by the thread that queues
    /// it; after a bounded drain() also for the next object, even if others wait. Use it to write
    /// to an eventfd or to notify a condition variable. It must be allowed wherever releases are
    /// deferred. user must stay valid as long as something can be queued.
    constexpr explicit release_queue(void (*told)(void* user) noexcept, void* user) noexcept
        : hook_{told, user} {}
    release_queue(const release_queue&) = delete;
    release_queue& operator=(const release_queue&) = delete;
    FFIGUARD_HIDDEN ~release_queue() {
        const errno_guard keep_errno;
        const bool here = detail::deferring_to_ == nullptr;
        const std::size_t count =
            list_.shut(here ? detail::list_step::last : detail::list_step::drop);
        if (!here && count != 0)
            report({violation::leak,
                    "release_queue: ended inside a defer_releases; what was queued is leaked"});
    }

    /// Releases what was queued on the calling thread, the oldest first, and returns the number of
    /// objects. If one of these releases closes an object with queued_release, as that of a last
    /// child closes its parent, it waits for the next drain(). Returns 0 inside a defer_releases.
    /// Costs two loads if the queue is empty. Keeps errno.
    FFIGUARD_HIDDEN std::size_t drain() noexcept {
        if (detail::deferring_to_ != nullptr) return 0;
        const errno_guard keep_errno;
        return list_.finish_all();
    }
    /// The same for the at_most oldest, if the thread must return soon. Those that stay are not
    /// touched, so the cost is that of what is released. The queue's `told` is not called again for
    /// them: call drain() while queued() is not 0.
    FFIGUARD_HIDDEN std::size_t drain(std::uint64_t at_most) noexcept {
        if (detail::deferring_to_ != nullptr) return 0;
        const errno_guard keep_errno;
        return list_.finish_oldest(at_most);
    }
    /// For the calls of a class that says drains_queue. Does nothing inside one of its releases:
    /// each could call back and release more inside itself.
    FFIGUARD_HIDDEN void drain_after_call() noexcept {
        enum : std::uint64_t { at_most = 16 };  // the caller waits for them
        if (std::exchange(detail::drains_for_call_, true)) return;
        static_cast<void>(drain(at_most));
        detail::drains_for_call_ = false;
    }
    /// The number of objects that wait. A snapshot.
    [[nodiscard]] std::size_t queued() const noexcept { return list_.count(); }

    /// For handle_table. Returns false if the queue has ended.
    [[nodiscard]] bool put(detail::queued_entry& entry) noexcept {
        const detail::list_hook hook = hook_;
        const auto how = list_.put(entry);
        if (how == detail::release_list::put_as::first && hook.run != nullptr) hook.run(hook.user);
        return how != detail::release_list::put_as::refused;
    }

private:
    detail::release_list list_;
    detail::list_hook hook_{};
};

/// While it lives, objects with `deferrable_release` that the calling thread closes, or leaves as
/// their last user, go to the queue instead of being released. Scopes nest; the innermost one is
/// used.
///
/// It applies to the code of this shared object. Ending it on another thread is a violation
/// (wrong_thread), and both threads stay as they were. For signal handlers: a thread-local variable
/// of a library that dlopen() loaded is allocated when a thread first uses it, so use a
/// defer_releases on that thread before.
class [[nodiscard]] defer_releases {
public:
    FFIGUARD_HIDDEN explicit defer_releases(release_queue& to) noexcept
        : to_(&to), before_(std::exchange(detail::deferring_to_, &to)) {}
    defer_releases(const defer_releases&) = delete;
    defer_releases& operator=(const defer_releases&) = delete;
    static void* operator new(std::size_t) = delete;  // a scope
    static void* operator new[](std::size_t) = delete;
    FFIGUARD_HIDDEN ~defer_releases() {
        if (detail::deferring_to_ == to_)
            detail::deferring_to_ = before_;
        else
            report({violation::wrong_thread, "defer_releases: not ended where it began"});
    }

private:
    release_queue* const to_;
    release_queue* const before_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

/// FFIGUARD_EXPORT_QUEUE(x, queue), used at namespace scope, defines these functions for a
/// release_queue, with default visibility:
///
///     uint64_t x_queued(void);                 // release_queue::queued()
///     uint64_t x_drain(uint64_t at_most);      // release_queue::drain(), how many were released
///
/// With FFIGUARD_OBSERVE the metrics have its length under the name x.
#define FFIGUARD_EXPORT_QUEUE(x, queue)                                            \
    FFIGUARD_EXPORT_SYMBOL uint64_t x##_queued(void) { return (queue).queued(); }  \
    FFIGUARD_EXPORT_SYMBOL uint64_t x##_drain(uint64_t ffiguard_at_most_) {        \
        return (queue).drain(ffiguard_at_most_);                                   \
    }                                                                              \
    [[maybe_unused]] static const ::ffiguard::trace::known_queue x##_known_queue_( \
        #x, [] { return uint64_t{(queue).queued()}; });                            \
    static_assert(true, "")

#endif
