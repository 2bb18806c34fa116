// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_SIGNAL_EVENT_HPP
#define FFIGUARD_SIGNAL_SIGNAL_EVENT_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/signal/signal_event.hpp needs a POSIX system"
#else

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/posix/unique_fd.hpp>
#include <ffiguard/signal/detail/signal_event_board.hpp>
#include <ffiguard/signal/detail/signal_event_thread.hpp>
#include <ffiguard/signal/signal_action.hpp>
#include <ffiguard/signal/signal_set.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Signals as a descriptor that becomes readable, so that nothing unsafe runs in a handler.
///
/// The handler notes which signal came and writes one byte. Ordinary code does the rest: it calls
/// next(), from an event loop or after wait(). Unlike signalfd(2), this works without blocking the
/// signals in the threads of Go or of the JVM.
///
/// next() returns each signal at least once. If a signal arrives several times before that, next()
/// returns it once; this includes real-time signals. No signal is lost because many others arrive.
/// While the event is in force the previous actions do not run; afterwards they do.
///
/// In the child of a fork() the handlers are in force, and the descriptor is shared with the
/// parent: each can take the other's wake-ups. End the event there and make another one.
///
/// Movable; moved-from and ended events are empty. Any number of threads may call next(), wait()
/// and fd(); each signal goes to one of them. Do not end the event while a thread is in it, nor in
/// a signal handler.
class [[nodiscard]] signal_event {
public:
    /// Empty.
    constexpr signal_event() noexcept = default;

    /// Takes the signals. Fails with in_use as signal_action does, or if another signal_event of
    /// this shared object has one of them; invalid_argument for an empty set or a signal that
    /// cannot be handled; system if no descriptors are left. On failure, nothing has changed. Any
    /// thread.
    [[nodiscard]] FFIGUARD_HIDDEN static result<signal_event, error> on(signal_set asked) noexcept {
        const errno_guard keep_errno;
        if (asked.empty())
            return error(status_code::invalid_argument, "signal_event: the set is empty");
        auto ends = detail::make_wake_pipe();
        if (!ends) return error(ends.status(), "signal_event: no pipe: ", ends.status().name());
        signal_action_options options;
        options.blocked = signal_set::asynchronous();
        signal_event made;
        made.process_ = detail::process_mark::current();
        made.ends_ = *std::move(ends);
        made.notices_ = detail::signal_notices_;
        for (int number = 1; number <= 64; ++number) {
            if (!asked.contains(number)) continue;
            if (!made.notices_[number].claim(made.ends_.writer.get(), made.process_.number()))
                return error(status_code::in_use, "signal_event: signal ",
                             static_cast<unsigned>(number), " has an event already");
            static_cast<void>(made.claimed_.insert(number));
            auto action = signal_action::install(number, &detail::notice_signal, options);
            if (!action) return action.error();
            made.actions_[number - 1] = *std::move(action);
        }
        return made;
    }

    /// Returns a signal that came and was not yet returned; not_found if there is none, closed if
    /// the event has ended. Does not wait. Keeps errno.
    [[nodiscard]] result<int> next() noexcept {
        if (!ends_.reader) return status_code::closed;
        if (const int number = take()) return number;
        const errno_guard keep_errno;
        detail::drain(ends_.reader.get());
        // Look again: the signal is noted before its byte is written, and that byte may just have
        // been drained.
        const int number = take();
        if (number == 0) return status_code::not_found;
        // Perhaps with the byte of another signal, which is returned next.
        const auto written = (::write)(ends_.writer.get(), "", 1);
        static_cast<void>(written);
        return number;
    }

    /// As next(), but waits for a signal, at most this many milliseconds; -1: no limit. Other
    /// signals do not end the wait.
    [[nodiscard]] result<int> wait(int milliseconds = -1) noexcept {
        const errno_guard keep_errno;
        const long long end = detail::now_in_milliseconds() + milliseconds;
        for (;;) {
            auto came = next();
            if (came || came.status() != status_code::not_found) return came;
            int left = -1;
            if (milliseconds >= 0) {
                const long long until_end = end - detail::now_in_milliseconds();
                if (until_end <= 0) return came;
                left = static_cast<int>(until_end);
            }
            pollfd readable{fd(), POLLIN, 0};
            if ((::poll)(&readable, 1, left) < 0 && errno != EINTR) return status::system(errno);
        }
    }

    /// For poll(2), epoll(7) or an event loop: readable from when a signal comes until next() fails
    /// with not_found. Watch it only, do not read it. -1 if empty. Non-blocking and close-on-exec.
    [[nodiscard]] int fd() const noexcept { return ends_.reader.get(); }

    signal_event(signal_event&& other) noexcept { swap(other); }
    signal_event& operator=(signal_event&& other) noexcept {
        signal_event taken(std::move(other));
        swap(taken);
        return *this;
    }
    signal_event(const signal_event&) = delete;
    signal_event& operator=(const signal_event&) = delete;
    /// As restore(). A violation in the same cases as in signal_action.
    ~signal_event() { static_cast<void>(restore()); }

    /// Ends the event: the previous actions are in force again, and the descriptor is closed.
    /// Signals that next() has not returned are lost. Fails with closed if it has ended; in_use as
    /// signal_action::restore() does, and then you may call it again. Keeps errno.
    status restore() noexcept {
        const errno_guard keep_errno;
        status outcome = status_code::closed;
        for (signal_action& action : actions_) {
            if (!action) continue;
            const status restored = action.restore();
            if (outcome.ok() || outcome == status_code::closed) outcome = restored;
        }
        for (int number = 1; number <= 64; ++number)
            if (claimed_.contains(number)) notices_[number].give_up(process_.number_here());
        claimed_ = signal_set();
        ends_ = pipe_ends();
        return outcome;
    }

    /// Not empty: it watches signals.
    [[nodiscard]] explicit operator bool() const noexcept {
        return static_cast<bool>(ends_.reader);
    }

private:
    int take() noexcept {
        for (int number = 1; number <= 64; ++number)
            if (claimed_.contains(number) && notices_[number].came.load() &&
                notices_[number].came.exchange(false))
                return number;
        return 0;
    }
    void swap(signal_event& other) noexcept {
        std::swap(ends_, other.ends_);
        std::swap(notices_, other.notices_);
        std::swap(process_, other.process_);
        std::swap(claimed_, other.claimed_);
        for (int i = 0; i < 64; ++i) std::swap(actions_[i], other.actions_[i]);
    }

    pipe_ends ends_;
    detail::signal_notice* notices_ = nullptr;  // of the shared object that has begun the event
    detail::process_mark process_;
    signal_set claimed_;
    signal_action actions_[64];
};

/// Calls a function for each signal, on an ordinary thread of its own. The function may do what a
/// handler must not: lock, allocate, log, close.
///
/// The thread runs no handlers of the host: asynchronous signals are blocked on it from its first
/// instruction. Signals are taken and returned as by signal_event, one after the other.
///
/// Movable; moved-from and stopped dispatchers are empty. One thread at a time may use it, and the
/// callback may, too. Not in a signal handler.
class [[nodiscard]] signal_dispatcher {
public:
    /// Empty.
    constexpr signal_dispatcher() noexcept = default;

    /// callback(int signal) noexcept must be move constructible without throwing; it lives until
    /// the thread has ended. Fails as signal_event::on(), with out_of_memory, and with system if no
    /// thread can be started.
    template <class Callback>
    [[nodiscard]] FFIGUARD_HIDDEN static result<signal_dispatcher, error> start(
        signal_set asked, Callback callback) noexcept {
        static_assert(std::is_nothrow_invocable_v<Callback&, int>,
                      "ffiguard: the callback of a signal_dispatcher is called as callback(int) "
                      "and is noexcept: nobody is above it who could catch");
        static_assert(std::is_nothrow_move_constructible_v<Callback>,
                      "ffiguard: the callback of a signal_dispatcher moves without throwing");
        auto event = signal_event::on(asked);
        if (!event) return event.error();
        auto wake = detail::make_wake_pipe();
        if (!wake) return error(wake.status(), "signal_dispatcher: no pipe");
        auto* const loop = new (std::nothrow) detail::signal_loop<signal_event, Callback>(
            *std::move(event), *std::move(wake), std::move(callback));
        if (loop == nullptr)
            return error(status_code::out_of_memory, "signal_dispatcher: out of memory");
        const status started = loop->start(detail::process_mark::current());
        if (!started.ok()) {
            delete loop;
            return error(started, "signal_dispatcher: no thread: ", started.name());
        }
        signal_dispatcher made;
        made.thread_ = loop;
        return made;
    }

    signal_dispatcher(signal_dispatcher&& other) noexcept
        : thread_(std::exchange(other.thread_, nullptr)) {}
    signal_dispatcher& operator=(signal_dispatcher&& other) noexcept {
        signal_dispatcher taken(std::move(other));
        std::swap(thread_, taken.thread_);
        return *this;
    }
    signal_dispatcher(const signal_dispatcher&) = delete;
    signal_dispatcher& operator=(const signal_dispatcher&) = delete;
    /// As stop(). In the callback it does not wait: the thread frees everything when the callback
    /// has returned, and the library must stay loaded until then.
    ~signal_dispatcher() {
        if (thread_ != nullptr) thread_->abandon();
    }

    /// Waits for a running callback, ends the thread and restores the previous actions: after it
    /// has returned, no callback is called. In the callback: no other callback follows, and the
    /// previous actions are restored when it has returned; to wait for that, stop the dispatcher
    /// again on another thread, or destroy it.
    ///
    /// Fails with closed if it was stopped before, else as signal_event::restore(). Keeps errno.
    /// The child of a fork() has no such thread: there it restores the previous actions itself.
    status stop() noexcept {
        if (thread_ == nullptr) return status_code::closed;
        if (thread_->is_this_thread()) {
            thread_->ask_to_stop();
            return {};
        }
        return std::exchange(thread_, nullptr)->join();
    }

    /// Not empty: it has not been stopped (or only in the callback).
    [[nodiscard]] explicit operator bool() const noexcept { return thread_ != nullptr; }

private:
    detail::signal_thread* thread_ = nullptr;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
