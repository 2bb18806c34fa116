// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_EVENT_QUEUE_HPP
#define FFIGUARD_THREAD_EVENT_QUEUE_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/thread/event_queue.hpp needs a POSIX system"
#else

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <thread>
#include <type_traits>
#include <utility>

#include <ffiguard/core/detail/export_symbol.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/posix/unique_fd.hpp>
#include <ffiguard/thread/detail/event_ring.hpp>
#include <ffiguard/thread/detail/growing_wait.hpp>
#include <ffiguard/thread/detail/reader_wake.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// What an event_queue does with an event if it is full.
enum class when_full {
    refuse,       ///< push() fails with overflow
    drop_oldest,  ///< the oldest event gives way
};

/// What one drain() took.
struct drained_events {
    std::size_t count = 0;
    std::uint64_t lost = 0;  ///< events that found no room, and that no call has told of yet
};

/// Passes events from C++ to Go or Java without a call for each: any thread pushes, and the reader
/// fetches many with one call.
///
///     struct tail_event { uint64_t offset; uint32_t file; uint32_t kind; };   // in the C header
///
///     auto& events = *new ffiguard::event_queue<tail_event, 1024>;            // in the shim
///     FFIGUARD_EXPORT_EVENTS(tail, events);
///     ...
///     if (!events.push({offset, file, kind}).ok()) ...                       // any thread
///
///     tail_event batch[64];                                                  // a reader in C++
///     for (auto got = events.drain(batch, 64); got; got = events.drain(batch, 64))
///         if (got->count == 0) static_cast<void>(events.wait_for(std::chrono::seconds(1)));
///
/// The object contains room for N events; push() does not allocate and takes no lock. You may call
/// push() in a signal handler. While the reader is awake, a push costs one atomic exchange. If the
/// reader sleeps, one of the pushing threads makes a system call.
///
/// Events of one thread keep their order. Each lost event is counted, and drain() returns the
/// number. With when_full::drop_oldest the lost events are those right before the first of the
/// batch. If the oldest event is half written or half read, the new event is lost instead, so no
/// thread waits for another.
///
/// Any number of threads may push. One thread at a time may drain; a second one fails with in_use.
/// Constant-initialised. Do not destroy it while a thread is inside. Create a queue of the whole
/// process with new and never destroy it, because threads of Go and Java still run at exit().
///
/// The child of a fork() has a copy of the queue's events. There, call drain() or wait_for() before
/// a second thread uses the queue. Events that were half written at the fork() are counted as lost
/// in the child.
template <class Event, std::size_t N, when_full Full = when_full::refuse>
class event_queue {
    static_assert(std::is_trivially_copyable_v<Event> &&
                      std::is_trivially_default_constructible_v<Event> &&
                      std::is_standard_layout_v<Event>,
                  "ffiguard: an event is copied as bytes to Go or Java; it is a plain C struct");
    static_assert(!std::is_pointer_v<Event> && !std::is_member_pointer_v<Event>,
                  "ffiguard: an event is read later, in another language; a pointer may be "
                  "dangling by then, so send a token or the value");
    static_assert(N != 0 && N <= (std::size_t{1} << 30),
                  "ffiguard: an event_queue has room for 1 to 2^30 events");

public:
    using event_type = Event;

    constexpr event_queue() noexcept = default;
    event_queue(const event_queue&) = delete;
    event_queue& operator=(const event_queue&) = delete;
    /// Closes it; events that were not drained are lost.
    ~event_queue() {
        close();
        detail::process_page::end(process_.load(std::memory_order_relaxed));
    }

    /// Events that it has room for.
    [[nodiscard]] static constexpr std::size_t capacity() noexcept { return N; }

    /// Fails with overflow if it is full (the event is counted as lost); closed after close(). With
    /// when_full::drop_oldest it returns ok even if an older event was dropped for it. Any thread;
    /// in a signal handler after an event was pushed. Keeps errno.
    status push(const Event& event) noexcept {
        const std::uint64_t at = ring_.tail();
        if (at == 0) belong_here();
        const auto how = ring_.put(event, at);
        if (how == ring::put_as::put) {
            if (wake_.is_asleep()) rouse();
            return {};
        }
        if (how == ring::put_as::closed) return status_code::closed;
        refused_.fetch_add(1, std::memory_order_relaxed);
        return status_code::overflow;
    }

    /// Moves up to room events to `into`, the oldest first. Does not wait: 0 if there is none.
    ///
    /// Fails with closed if it is closed and nothing is left; null; invalid_argument for no room;
    /// in_use while another thread drains. Keeps errno.
    FFIGUARD_HIDDEN result<drained_events> drain(Event* into, std::size_t room) noexcept {
        if (into == nullptr) return status_code::null;
        if (room == 0) return status_code::invalid_argument;
        belong_here();
        if (drains_.exchange(true, std::memory_order_acquire)) return status_code::in_use;
        wake_.begin();
        drained_events got;
        const bool open = take(into, room, got);
        if (refused_.load(std::memory_order_relaxed) != 0)
            got.lost += refused_.exchange(0, std::memory_order_relaxed);
        drains_.store(false, std::memory_order_release);
        if (!open && got.lost == 0) return status_code::closed;
        return got;
    }
    /// The same for a function of the C ABI. count and lost must not be null; they are 0 on
    /// failure.
    FFIGUARD_HIDDEN status drain(Event* into, std::uint64_t room, std::uint64_t* count,
                                 std::uint64_t* lost) noexcept {
        if (count == nullptr || lost == nullptr) return status_code::null;
        constexpr std::uint64_t most = (std::numeric_limits<std::size_t>::max)();
        const auto got = drain(into, static_cast<std::size_t>(room < most ? room : most));
        *count = got ? got->count : 0;
        *lost = got ? got->lost : 0;
        return got ? status() : got.status();
    }

    /// For the thread that drains: blocks until an event is there, wake() or close() was called, or
    /// limit has passed (below 0: no limit). Returns false after the limit or a signal. Keeps
    /// errno.
    [[nodiscard]] FFIGUARD_HIDDEN bool wait_for(std::chrono::milliseconds limit) noexcept {
        belong_here();
        const auto sleep = wake_.open();
        const errno_guard keep_errno;
        if (!sleep) {  // no descriptor to be had: it looks every millisecond
            const auto longest = std::chrono::milliseconds(std::chrono::hours(24));
            return detail::wait_within(limit.count() < 0 || limit > longest ? longest : limit,
                                       [this] { return is_worth_a_look(); });
        }
        wake_.arm();
        if (!is_worth_a_look()) return (*sleep)->wait_for(limit);
        wake_.disarm();
        return true;
    }
    /// Ends the current or next wait_for(), so that the reader can look at something else. A
    /// drain() before that wait_for() cancels it. Any thread, not in a signal handler.
    FFIGUARD_HIDDEN void wake() noexcept {
        belong_here();
        static_cast<void>(wake_.open());
        wake_.tell();
    }

    /// A new descriptor for Go's netpoller or an event loop; the caller must close it. After a
    /// drain() that returned 0 events it becomes readable when there is something to drain. Do not
    /// read it: drain() does. Fails with system with errno, out_of_memory.
    FFIGUARD_HIDDEN result<unique_fd> descriptor() noexcept {
        belong_here();
        const auto sleep = wake_.open();
        if (!sleep) return sleep.status();
        const errno_guard keep_errno;
        unique_fd made((::fcntl)((*sleep)->get(), F_DUPFD_CLOEXEC, 0));
        if (!made) return status::system(errno);
        return made;
    }

    /// No event is accepted after that. The reader is woken, gets the rest, and then closed. A
    /// second close() does nothing.
    void close() noexcept {
        ring_.close();
        if (wake_.is_asleep()) rouse();
    }
    /// How many events are there, at this moment.
    [[nodiscard]] std::size_t count() const noexcept { return ring_.count(); }

private:
    using ring = detail::event_ring<Event, N, Full == when_full::drop_oldest>;

    [[nodiscard]] bool is_worth_a_look() const noexcept {
        return ring_.has_more() || ring_.is_closed() || wake_.is_told();
    }
    /// False: closed, and all events were taken. If there is none, the reader's descriptor is
    /// armed.
    bool take(Event* into, std::size_t room, drained_events& got) noexcept {
        enum : unsigned { tries = 16, looks = 1000 };
        // If events come every microsecond and the reader slept between two, each push would make a
        // system call.
        if (std::exchange(had_some_, false))
            for (unsigned left = looks; left != 0 && !ring_.has_more(); --left) {
            }
        for (unsigned left = tries;; --left) {
            // In this order: then events pushed before close() are seen.
            const bool closed = ring_.is_closed();
            const auto taken = ring_.take(into, room);
            got.count = taken.count;
            got.lost += taken.lost;
            if (got.count != 0) return had_some_ = true;
            if (closed && !ring_.has_more()) return false;
            if (!wake_.arm() || (!ring_.has_more() && !ring_.is_closed())) return true;
            wake_.disarm();
            // An event has come, or one is being written. Writing may take long if its thread is
            // interrupted: the reader is told to come again.
            if (left == 0) {
                wake_.tell();
                return true;
            }
            std::this_thread::yield();
        }
    }

    /// After a fork() the sleeping reader may be the parent's: a number that only the child counts
    /// must not wake it.
    FFIGUARD_RARE void rouse() noexcept {
        const std::uintptr_t made = process_.load(std::memory_order_acquire);
        if (detail::process_page::is_here(made)) wake_.rouse();
    }

    void belong_here() noexcept {
        const std::uintptr_t made = process_.load(std::memory_order_acquire);
        if (made == 0 || !detail::process_page::is_here(made)) begin_here(made);
    }
    FFIGUARD_RARE void begin_here(std::uintptr_t made) noexcept {
        const std::uintptr_t fresh = detail::process_page::make();
        if (!process_.compare_exchange_strong(made, fresh, std::memory_order_acq_rel)) {
            detail::process_page::end(fresh);
            return;
        }
        if (made == 0) return;
        detail::process_page::end(made);
        refused_.store(ring_.repair(), std::memory_order_relaxed);
        wake_.forget();
        drains_.store(false, std::memory_order_relaxed);
    }

    ring ring_;
    detail::reader_wake wake_;
    std::atomic<std::uint64_t> refused_{0};  ///< and not told of
    std::atomic<bool> drains_{false};
    bool had_some_ = false;                   ///< the last drain(); of the one that drains
    std::atomic<std::uintptr_t> process_{0};  ///< that it belongs to, see process_page
};

namespace detail {
template <class Queue>
using event_of = typename std::remove_reference_t<Queue>::event_type;

template <class Queue>
FFIGUARD_HIDDEN std::int32_t given_descriptor(Queue& queue) noexcept {
    auto made = queue.descriptor();
    return made ? made->release() : -1;
}
}  // namespace detail

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

/// FFIGUARD_EXPORT_EVENTS(x, queue) at namespace scope defines for an event_queue<Event, ...>, with
/// default visibility,
///
///     ffiguard_status x_drain(Event* into, uint64_t room, uint64_t* count, uint64_t* lost);
///     int32_t x_wait(int32_t milliseconds);    // 1: drain; 0: the time has passed; -1: no limit
///     void x_wake(void);                       // ends a wait
///     int32_t x_descriptor(void);              // the caller's own, -1: there is none to be had
///     void x_close(void);
///     uint64_t x_event_size(void);             // sizeof(Event), for a reader without a C header
///     uint64_t x_queued(void);                 // event_queue::count()
#define FFIGUARD_EXPORT_EVENTS(x, queue)                                                        \
    FFIGUARD_EXPORT_SYMBOL ffiguard_status x##_drain(                                           \
        ::ffiguard::detail::event_of<decltype(queue)>* ffiguard_into_, uint64_t ffiguard_room_, \
        uint64_t* ffiguard_count_, uint64_t* ffiguard_lost_) {                                  \
        return static_cast<ffiguard_status>(                                                    \
            (queue)                                                                             \
                .drain(ffiguard_into_, ffiguard_room_, ffiguard_count_, ffiguard_lost_)         \
                .code());                                                                       \
    }                                                                                           \
    FFIGUARD_EXPORT_SYMBOL int32_t x##_wait(int32_t ffiguard_limit_) {                          \
        return (queue).wait_for(::std::chrono::milliseconds(ffiguard_limit_)) ? 1 : 0;          \
    }                                                                                           \
    FFIGUARD_EXPORT_SYMBOL void x##_wake(void) { (queue).wake(); }                              \
    FFIGUARD_EXPORT_SYMBOL int32_t x##_descriptor(void) {                                       \
        return ::ffiguard::detail::given_descriptor(queue);                                     \
    }                                                                                           \
    FFIGUARD_EXPORT_SYMBOL void x##_close(void) { (queue).close(); }                            \
    FFIGUARD_EXPORT_SYMBOL uint64_t x##_event_size(void) {                                      \
        return sizeof(::ffiguard::detail::event_of<decltype(queue)>);                           \
    }                                                                                           \
    FFIGUARD_EXPORT_SYMBOL uint64_t x##_queued(void) { return (queue).count(); }                \
    static_assert(true, "")

#endif
#endif
