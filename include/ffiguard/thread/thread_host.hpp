// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_THREAD_HOST_HPP
#define FFIGUARD_THREAD_THREAD_HOST_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/thread/thread_host.hpp needs a POSIX system"
#else

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/detail/release_list.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/release_place.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/thread/detail/hosted_entry.hpp>
#include <ffiguard/thread/detail/wait_word.hpp>
#include <ffiguard/thread/worker_thread.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// How thread_host::start() makes its thread, and how much it queues.
struct host_options {
    /// How many threads may wait for calls at a time; further ones fail with overflow.
    std::uint32_t max_waiting = 64;
    /// How many posted calls may be queued at a time; further ones fail with overflow.
    std::uint32_t max_posted = 65536;
    worker_options worker;
};

namespace detail {

class thread_host_state : public release_home {
public:
    FFIGUARD_HIDDEN explicit thread_host_state(const host_options& options) noexcept
        : release_home({&wake, this}, &free_state), start_hook_(options.worker.on_start) {
        limits = {options.max_waiting, options.max_posted};
    }

    /// The thread's part, until stop().
    FFIGUARD_HIDDEN void serve() noexcept {
        while (doing_.load() != stopped) {
            list().finish_all();
            // A thread that adds an entry after this check knows that it must wake this thread.
            if (!doing_.change(working, sleeping)) break;
            if (list().is_empty())
                doing_.wait_while(sleeping);
            else
                static_cast<void>(doing_.change(sleeping, working));
        }
        list().shut(list_step::last);
    }
    void stop() noexcept { doing_.set(stopped); }
    FFIGUARD_HIDDEN static status begin(void* user) noexcept {
        auto& self = *static_cast<thread_host_state*>(user);
        self.move_here();
        return self.start_hook_();
    }

private:
    enum : std::uint32_t { working, sleeping, stopped };

    static void wake(void* user) noexcept {
        auto& self = *static_cast<thread_host_state*>(user);
        if (self.doing_.change(sleeping, working)) self.doing_.wake();
    }
    static void free_state(release_home& home) noexcept {
        delete static_cast<thread_host_state*>(&home);
    }

    wait_word doing_{working};
    worker_hook start_hook_;
};

}  // namespace detail

/// A thread that hosts objects which only one thread may use: an LMDB write transaction, a GL
/// context, a Python state. They are made there, used there by hosted_call(), and released there.
/// Goroutines and virtual threads can use them from any thread, without LockOSThread.
///
///     auto host = thread_host::start().value();
///     handle_table<write_txn> txns;              // says lives_at<&write_txn::home>
///     auto t = host.call([&] { return txns.emplace(env, host.place()); });
///     hosted_call(txns, *t, [&](write_txn& txn) { return txn.put(key, value); });
///     txns.close(*t);                            // from any thread; released there
///
/// A host runs one call after another, in the order of arrival. Objects that block each other need
/// separate hosts: an LMDB environment allows one write transaction at a time, so a second one on
/// the same host would wait for the first, which cannot go on. Two hosts that call each other
/// deadlock.
///
/// call() blocks the calling thread. At most host_options::max_waiting threads may wait; beyond
/// that, it fails with overflow. If you must not block a thread, see hosted_post(). On the host
/// itself a call runs at once.
///
/// stop() or the destructor ends the thread. Then calls that have not begun fail with closed, and
/// queued releases run. Close the objects before: an object that is closed later is leaked and
/// reported (leak). The work must not call pthread_exit().
///
/// Move-only; moved-from, stopped and default constructed hosts are empty: closed. One thread at a
/// time may move, stop or destroy it. Any thread may call call() and place(), also during stop().
/// In the child of a fork() there is no host: calls fail with closed.
class [[nodiscard]] thread_host {
public:
    thread_host() noexcept = default;
    /// Starts the thread; fails as worker_thread::start().
    FFIGUARD_HIDDEN static result<thread_host> start(const host_options& options = {}) noexcept {
        auto* const state = new (std::nothrow) detail::thread_host_state(options);
        if (state == nullptr) return status_code::out_of_memory;
        thread_host host;
        host.state_ = state;
        worker_options worker = options.worker;
        worker.on_start = {&detail::thread_host_state::begin, state};
        auto started = worker_thread::start(
            [state, keep = host.place()](const worker_stop&) noexcept { state->serve(); }, worker);
        if (!started) return started.status();
        host.worker_ = *std::move(started);
        return host;
    }
    thread_host(thread_host&& other) noexcept
        : state_(std::exchange(other.state_, nullptr)), worker_(std::move(other.worker_)) {}
    thread_host& operator=(thread_host&& other) noexcept {
        thread_host taken(std::move(other));
        std::swap(state_, taken.state_);
        std::swap(worker_, taken.worker_);
        return *this;
    }
    thread_host(const thread_host&) = delete;
    thread_host& operator=(const thread_host&) = delete;
    FFIGUARD_HIDDEN ~thread_host() {
        if (state_ == nullptr) return;
        if (state_->is_of_this_process()) state_->stop();
        { const worker_thread ended(std::move(worker_)); }
        std::exchange(state_, nullptr)->drop();
    }

    /// Refuses calls that have not begun, runs queued releases, and waits for the end of the
    /// thread. Fails with closed if it is empty; in_use on the host itself: then the stop is only
    /// requested.
    error stop() noexcept {
        if (state_ == nullptr || !state_->is_of_this_process()) return status_code::closed;
        state_->stop();
        return worker_.stop();  // the state stays: others may be calling
    }

    /// For an object that must live here. Any thread; empty if this is.
    [[nodiscard]] release_place place() const noexcept {
        return detail::place_access::make(state_);
    }

    /// Runs f() on the host and waits. If f returns void, a status or an error, this returns an
    /// error; else a result<value, error>. An exception of f becomes an error, as at a boundary.
    /// Fails with overflow if too many threads wait, closed if the host has ended.
    template <class F>
    FFIGUARD_HIDDEN auto call(F&& f) const noexcept {
        detail::hosted_value<std::invoke_result_t<F&>> value;
        const auto body = [&] { return value.run(f); };
        return value.give(state_ == nullptr ? error(status_code::closed)
                                            : detail::call_at(*state_, body));
    }

    /// How many calls and releases wait, at this moment. Any thread.
    [[nodiscard]] std::size_t queued() const noexcept {
        return state_ == nullptr ? 0 : state_->list().count();
    }
    [[nodiscard]] bool is_here() const noexcept { return state_ != nullptr && state_->is_here(); }
    /// Has a thread that was not stopped. Do not call it during stop().
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(worker_); }

private:
    detail::thread_host_state* state_ = nullptr;
    worker_thread worker_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
