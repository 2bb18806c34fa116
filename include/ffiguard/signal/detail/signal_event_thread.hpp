// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_DETAIL_SIGNAL_EVENT_THREAD_HPP
#define FFIGUARD_SIGNAL_DETAIL_SIGNAL_EVENT_THREAD_HPP

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/posix/unique_fd.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/signal/signal_set.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A pipe of which neither end blocks.
inline result<pipe_ends> make_wake_pipe() noexcept {
    auto ends = make_pipe();
    if (!ends) return ends;
    for (const int fd : {ends->reader.get(), ends->writer.get()})
        if ((::fcntl)(fd, F_SETFL, O_NONBLOCK) != 0) return status::system(errno);
    return ends;
}

inline void drain(int reader) noexcept {
    char bytes[64];
    while ((::read)(reader, bytes, sizeof bytes) > 0) {
    }
}

inline long long now_in_milliseconds() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<long long>(now.tv_sec) * 1000 + now.tv_nsec / 1000000;
}

/// The thread of a signal_dispatcher. If it was abandoned on its own thread, it frees itself,
/// otherwise the thread that joins it does.
///
/// No virtual functions: with them the shared objects of a process could share one table, which
/// leads into the code, and so to the signals, of one of them.
class signal_thread {
public:
    struct functions {
        status (*run)(signal_thread&) noexcept;  ///< until is_stopping(); then ends the event
        void (*destroy)(signal_thread*) noexcept;
    };

    signal_thread(functions of, pipe_ends wake) noexcept : of_(of), wake_(std::move(wake)) {}
    signal_thread(const signal_thread&) = delete;
    signal_thread& operator=(const signal_thread&) = delete;

    status start(process_mark here) noexcept {
        process_ = here;
        // Before it starts: its first instruction could already be a handler's.
        const auto blocked = signal_mask::block(signal_set::asynchronous());
        if (!blocked) return blocked.status();
        const int number = ::pthread_create(&thread_, nullptr, &main, this);
        return number == 0 ? status() : status::system(number);
    }

    [[nodiscard]] bool is_this_thread() const noexcept {
        return ::pthread_equal(thread_, ::pthread_self()) != 0;
    }
    void ask_to_stop() noexcept { stopping_ = true; }
    [[nodiscard]] bool is_stopping() const noexcept { return stopping_.load(); }

    void wait_for(int event) const noexcept {
        pollfd readable[] = {{event, POLLIN, 0}, {wake_.reader.get(), POLLIN, 0}};
        (::poll)(readable, 2, -1);
    }

    status join() noexcept {
        const errno_guard keep_errno;
        ask_to_stop();
        if (process_.is_here()) {
            const auto written = (::write)(wake_.writer.get(), "", 1);
            static_cast<void>(written);
            ::pthread_join(thread_, nullptr);
        } else {
            // In the child of a fork(): the thread and the reader of the pipe are the parent's.
            outcome_ = of_.run(*this);
        }
        const status outcome = outcome_;
        of_.destroy(this);
        return outcome;
    }
    void abandon() noexcept {
        if (is_this_thread()) {
            ask_to_stop();
            abandoned_ = true;
        } else {
            static_cast<void>(join());
        }
    }

private:
    FFIGUARD_HIDDEN static void* main(void* self) noexcept {
        auto* const thread = static_cast<signal_thread*>(self);
        thread->outcome_ = thread->of_.run(*thread);
        if (thread->abandoned_) {
            ::pthread_detach(::pthread_self());
            thread->of_.destroy(thread);
        }
        return nullptr;
    }

    functions of_;
    pipe_ends wake_;
    pthread_t thread_{};
    process_mark process_;
    std::atomic<bool> stopping_{false};
    bool abandoned_ = false;
    status outcome_;
};

template <class Event, class Callback>
class signal_loop final : public signal_thread {
public:
    signal_loop(Event event, pipe_ends wake, Callback callback) noexcept
        : signal_thread({&run, &destroy}, std::move(wake)),
          event_(std::move(event)),
          callback_(std::move(callback)) {}

    FFIGUARD_HIDDEN static void destroy(signal_thread* self) noexcept {
        delete static_cast<signal_loop*>(self);
    }

private:
    FFIGUARD_HIDDEN static status run(signal_thread& self) noexcept {
        auto& loop = static_cast<signal_loop&>(self);
        while (!loop.is_stopping()) {
            const auto came = loop.event_.next();
            if (came)
                loop.callback_(*came);
            else
                loop.wait_for(loop.event_.fd());
        }
        return loop.event_.restore();
    }

    Event event_;
    Callback callback_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
