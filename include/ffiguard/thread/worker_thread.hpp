// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_WORKER_THREAD_HPP
#define FFIGUARD_THREAD_WORKER_THREAD_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/thread/worker_thread.hpp needs a POSIX system"
#else

#include <pthread.h>
#include <signal.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/signal/detail/signal_action_runtime.hpp>
#include <ffiguard/signal/signal_set.hpp>
#include <ffiguard/thread/detail/worker_state.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Tells the work of a worker that it must end. Valid while the work runs; any thread.
class worker_stop {
public:
    explicit worker_stop(detail::stop_request& request) noexcept : request_(request) {}
    worker_stop(const worker_stop&) = delete;
    worker_stop& operator=(const worker_stop&) = delete;

    [[nodiscard]] bool requested() const noexcept { return request_.is_made(); }
    /// Sleeps until a stop is requested or limit has passed, a year at most. Returns true if it is
    /// requested; in the child of a fork() at once. Uses a monotonic clock.
    [[nodiscard]] bool wait_for(std::chrono::nanoseconds limit) const noexcept {
        return request_.wait_for(limit);
    }

private:
    detail::stop_request& request_;
};

/// {function, argument}: `status (*run)(void* user) noexcept` and `void* user`. Empty: none.
using worker_hook = detail::worker_call;

/// Whether a worker gets SIGPROF, the signal by which CPU profilers sample.
enum class worker_profiling : std::uint8_t {
    in_go,  ///< as on in a process with a Go runtime, else as off
    on,     ///< a profiler of the process sees the worker's work
    off,    ///< the worker is in no profile, and never runs a profiler's handler
};

/// How worker_thread::start() makes its thread.
struct worker_options {
    enum : std::size_t {
        /// With less, a JVM refuses to attach the thread, or Java code has too little room.
        least_for_jvm = std::size_t{256} * 1024,
    };

    /// Copied; cut at a whole character after 15 bytes. Null: the starting thread's, without its
    /// guards.
    const char* name = nullptr;
    /// In bytes, rounded up to pages; 0 leaves it to the system (8 MiB with glibc, 128 KiB
    /// with musl).
    std::size_t stack_size = 0;
    /// Called before the work. If it fails, the thread ends, and start() returns the failure. So if
    /// there is one, start() waits for it.
    worker_hook on_start{};
    /// Called after the work, but not if on_start failed. stop() returns its failure if the work
    /// succeeded.
    worker_hook on_stop{};
    /// on is safe if the handler for SIGPROF can run on any thread. Go's and those of Java's
    /// profilers can. The handler runs on the worker's stack (leave it 16 KiB). Calls that
    /// SA_RESTART does not restart (poll, epoll_wait, nanosleep) may fail with EINTR.
    worker_profiling profiling = worker_profiling::in_go;
    /// For an object that owns the worker and says `deferrable_release`: if the work is its last
    /// user or closes it, the object goes into this queue instead of ending its own worker from
    /// inside. Another thread drains the queue. It must outlive the worker. Null: no queue.
    release_queue* defer_to = nullptr;
};

/// A native thread that is safe inside Go or a JVM, joined before its library may close.
///
///     auto worker = worker_thread::start(
///         [&queue](const worker_stop& stop) {
///             while (!stop.wait_for(10ms)) queue.flush();
///         },
///         options, keep_alive(library));
///     ...
///     error outcome = worker->stop();
///
/// - It never runs a handler of its host: signal_set::asynchronous(), and no other signal, is
///   blocked on it before its first instruction. The starting thread's mask is unchanged. One
///   exception: in a process with a Go runtime SIGPROF is unblocked, so that Go's CPU profile
///   includes the worker (worker_options::profiling).
/// - It does not inherit what the starting thread's guards have changed: CPUs, name, rounding.
/// - After stop() or the destructor, neither the work nor a hook runs.
/// - The object it keeps (a keep_alive, a lease, a shared_handle; any type that moves without
///   throwing) is released after the thread has ended, on the thread that joined it. So the code of
///   the work is not unloaded while it runs. As with keep_alive, the library's own code must then
///   not be what stops it.
/// - No exception leaves the work: stop() returns it as an error.
///
/// The work is called once, with a const worker_stop&, and returns void, a status or an error. It
/// is destroyed on the worker, before on_stop. It must return soon after a stop was requested:
/// stop() waits for it without a limit.
///
/// Move-only; moved-from, stopped and default constructed objects are empty. One thread at a time
/// may use an object; the work may use it, too. Do not start or stop it in constructors and
/// destructors that the loader runs: a thread may need the loader's lock.
///
/// In the child of a fork() there is no worker: stop() fails with closed, and what the worker held
/// is leaked there.
class [[nodiscard]] worker_thread {
    struct nothing {};

public:
    constexpr worker_thread() noexcept = default;

    /// Starts a thread that runs work and keeps keep. Fails with invalid_argument if the stack is
    /// smaller than the system allows (16 KiB on Linux, more on some machines); out_of_memory;
    /// system with the number of pthread_create() (EAGAIN: too many threads, or no room for the
    /// stack), or if a guard's change cannot be undone for it; else with the failure of on_start.
    /// On failure, work and keep are unchanged.
    template <class Work, class Keep = nothing>
    FFIGUARD_HIDDEN static result<worker_thread> start(Work&& work,
                                                       const worker_options& options = {},
                                                       Keep&& keep = Keep()) noexcept {
        using work_type = std::decay_t<Work>;
        using keep_type = std::decay_t<Keep>;
        static_assert(std::is_invocable_v<work_type&, const worker_stop&>,
                      "ffiguard: the work of a worker_thread is called with a const worker_stop&");
        static_assert(std::is_nothrow_constructible_v<work_type, Work&&> &&
                          std::is_nothrow_constructible_v<keep_type, Keep&&> &&
                          std::is_nothrow_destructible_v<work_type> &&
                          std::is_nothrow_destructible_v<keep_type>,
                      "ffiguard: what a worker_thread takes over must move and end without "
                      "throwing; give it by std::move");
        using body = detail::worker_body<work_type, keep_type, worker_stop>;

        const errno_guard keep_errno;
        std::unique_ptr<body> state(new (std::nothrow) body);
        if (state == nullptr) return status_code::out_of_memory;
        detail::text_writer(state->name, sizeof state->name) << options.name;
        state->on_start = options.on_start;
        state->on_stop = options.on_stop;
        state->defer_to = options.defer_to;
        if (options.profiling == worker_profiling::on ||
            (options.profiling == worker_profiling::in_go && detail::has_go_runtime()))
            state->blocked = state->blocked - signal_set::of<SIGPROF>();
        if (const status made = detail::create_worker(*state, options.stack_size); !made.ok())
            return made;
        if (options.on_start.run != nullptr) {
            if (const status refused = state->wait_for_start(); !refused.ok()) {
                ::pthread_join(state->thread, nullptr);
                return refused;
            }
        }
        state->fill(std::forward<Work>(work), std::forward<Keep>(keep));
        state->work_has_arrived();
        return worker_thread(state.release());
    }

    worker_thread(worker_thread&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
    /// Stops the worker that was held before.
    worker_thread& operator=(worker_thread&& other) noexcept {
        worker_thread taken(std::move(other));
        std::swap(state_, taken.state_);
        return *this;
    }
    worker_thread(const worker_thread&) = delete;
    worker_thread& operator=(const worker_thread&) = delete;
    /// As stop(), but its result is discarded. On the worker itself, which cannot wait for its own
    /// end, it is a violation (wrong_thread): what it keeps is leaked, so that its code stays
    /// loaded. If an object owns its worker, see worker_options::defer_to.
    ~worker_thread() {
        if (state_ == nullptr || stop().status() != status_code::in_use || state_ == nullptr)
            return;
        report({violation::wrong_thread, "worker_thread: ended by its own thread"});
        ::pthread_detach(state_->thread);
    }

    /// Requests a stop and does not wait. You may call it again.
    void request_stop() noexcept {
        if (state_ != nullptr && is_of_this_process()) state_->stop.make();
    }

    /// Requests a stop, waits for the end of the thread, and releases the kept object. Returns the
    /// result of the work: its status or error; cxx_exception with the text of what() for an
    /// exception, out_of_memory for std::bad_alloc. If the work succeeded, it returns the result of
    /// the kept object's close(), if that has one. Fails with closed if it is empty; on the worker
    /// itself with in_use: the stop is requested, and nothing else has changed. Keeps errno.
    error stop() noexcept {
        if (state_ == nullptr) return status_code::closed;
        if (!is_of_this_process()) {
            state_ = nullptr;
            return status_code::closed;
        }
        const errno_guard keep_errno;
        state_->stop.make();
        if (::pthread_equal(state_->thread, ::pthread_self())) return status_code::in_use;
        ::pthread_join(state_->thread, nullptr);
        // Not emptied before: the work may use this object until its end.
        detail::worker_state* const ended = std::exchange(state_, nullptr);
        const error outcome = ended->outcome;
        const error released = ended->destroy(*ended);
        return outcome.ok() ? released : outcome;
    }

    /// Has a thread that was not stopped; it may have ended by itself.
    [[nodiscard]] explicit operator bool() const noexcept { return state_ != nullptr; }

private:
    explicit worker_thread(detail::worker_state* started) noexcept : state_(started) {}

    [[nodiscard]] bool is_of_this_process() const noexcept {
        return state_->stop.process.is_here();
    }

    detail::worker_state* state_ = nullptr;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
