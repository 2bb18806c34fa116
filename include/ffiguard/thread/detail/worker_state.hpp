// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_WORKER_STATE_HPP
#define FFIGUARD_THREAD_DETAIL_WORKER_STATE_HPP

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <initializer_list>
#include <mutex>
#include <new>
#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/scoped_state.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/signal/signal_set.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/thread_name.hpp>

// What a worker_thread and its thread have in common.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A request to stop, and the threads that wait for it.
class stop_request {
public:
    process_mark process;  ///< that the worker is in: set before it begins

    void make() noexcept {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            made_.store(true, std::memory_order_release);
        }
        changed_.notify_all();
    }
    [[nodiscard]] bool is_made() const noexcept { return made_.load(std::memory_order_acquire); }

    [[nodiscard]] bool wait_for(std::chrono::nanoseconds limit) noexcept {
        // In the child of a fork() no thread can make it, and the lock may be held by a thread that
        // is gone.
        if (!process.is_here()) return true;
        // limit is added to the present time, and the sum must not overflow.
        constexpr std::chrono::nanoseconds longest = std::chrono::hours(24 * 365);
        std::unique_lock<std::mutex> lock(mutex_);
        return changed_.wait_for(lock, limit < longest ? limit : longest,
                                 [this] { return is_made(); });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::atomic<bool> made_{false};
};

/// A function and its argument, as C gives out callbacks. Empty without a function.
struct worker_call {
    status (*run)(void* user) noexcept = nullptr;
    void* user = nullptr;
    status operator()() const noexcept { return run != nullptr ? run(user) : status(); }
};

/// Lives from before the thread begins until after it has been joined.
struct worker_state {
    stop_request stop;
    pthread_t thread{};
    worker_call on_start;
    worker_call on_stop;
    char name[16] = "";
    signal_set blocked = signal_set::asynchronous();     ///< on the thread
    release_queue* defer_to = nullptr;                   ///< for what the work is last user of
    error outcome;                                       ///< of the thread; read after the join
    void (*run_work)(worker_state&) = nullptr;           ///< and destroys the work, then on_stop
    error (*destroy)(worker_state&) noexcept = nullptr;  ///< lets go of the keep-alive

    /// The thread's part: whether its start hook lets it run. Waits for the work to arrive.
    [[nodiscard]] bool begin() noexcept {
        const status answer = on_start();
        if (!stop.process.is_here()) return false;  // it has made a child: there is no starter
        std::unique_lock<std::mutex> lock(mutex_);
        started_ = answer;
        has_started_ = true;
        changed_.notify_all();
        while (answer.ok() && !has_work_) changed_.wait(lock);
        return answer.ok();
    }
    /// The starter's part: what the start hook said.
    [[nodiscard]] status wait_for_start() noexcept {
        std::unique_lock<std::mutex> lock(mutex_);
        while (!has_started_) changed_.wait(lock);
        return started_;
    }
    void work_has_arrived() noexcept {
        const std::lock_guard<std::mutex> lock(mutex_);
        has_work_ = true;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    status started_;
    bool has_started_ = false;
    bool has_work_ = false;
};

inline void name_this_thread(const char* name) noexcept {
    if (*name == '\0') return;
#if defined(__APPLE__)
    ::pthread_setname_np(name);
#elif defined(__linux__)
    ::pthread_setname_np(::pthread_self(), name);
#endif
}

// Not noexcept: pthread_exit() in the work unwinds through here.
inline void* worker_main(void* raw) {
    auto& state = *static_cast<worker_state*>(raw);
    // Inherited were the starter's signals too, and after a careless library SIGSEGV is among them.
    const sigset_t mask = state.blocked.native();
    ::pthread_sigmask(SIG_SETMASK, &mask, nullptr);
    name_this_thread(state.name);
    if (state.begin()) state.run_work(state);
    return nullptr;
}

FFIGUARD_HIDDEN inline status create_worker(worker_state& state, std::size_t stack_size) noexcept {
    state.stop.process = process_mark::current();
    pthread_attr_t attributes;
    if (const int number = ::pthread_attr_init(&attributes); number != 0)
        return status::system(number);
    struct end {
        pthread_attr_t& attributes;
        ~end() { ::pthread_attr_destroy(&attributes); }
    } const end_of_attributes{attributes};
    if (stack_size != 0) {
        const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        const std::size_t whole = stack_size + (page - stack_size % page) % page;
        if (whole < stack_size || ::pthread_attr_setstacksize(&attributes, whole) != 0)
            return status_code::invalid_argument;
    }
    // A thread inherits them, and would keep what a guard of the starter takes back.
    const suspended_state<affinity_state> affinity;
    const suspended_state<thread_name_state> name;
    const suspended_state<float_state> floats;
    for (const status taken_back : {affinity.status(), name.status(), floats.status()})
        if (!taken_back.ok()) return taken_back;
    // In the starter, so that the thread never runs an instruction with its signals open.
    const auto blocked = signal_mask::block(signal_set::asynchronous());
    if (!blocked) return blocked.status();
    const int number = ::pthread_create(&state.thread, &attributes, &worker_main, &state);
    return number == 0 ? status() : status::system(number);
}

/// The state with the work and what is kept alive for it, which arrive when the thread is there.
template <class Work, class Keep, class Token>
struct worker_body : worker_state {
    worker_body() noexcept {
        this->run_work = &run;
        this->destroy = &end;
    }
    ~worker_body() {}
    template <class GivenWork, class GivenKeep>
    void fill(GivenWork&& given_work, GivenKeep&& given_keep) noexcept {
        ::new (static_cast<void*>(&work)) Work(std::forward<GivenWork>(given_work));
        ::new (static_cast<void*>(&keep)) Keep(std::forward<GivenKeep>(given_keep));
    }

    static void run(worker_state& state) {
        auto& self = static_cast<worker_body&>(state);
        struct finish {  // also when pthread_exit() unwinds
            worker_body& self;
            ~finish() {
                self.work.~Work();
                const status stopped = self.on_stop();
                if (self.outcome.ok()) self.outcome = stopped;
            }
        } const finish_it{self};
        const Token token(self.stop);
        if (self.defer_to == nullptr) {
            self.outcome = run_and_catch([&] { return self.work(token); });
        } else {
            const defer_releases here(*self.defer_to);
            self.outcome = run_and_catch([&] { return self.work(token); });
        }
    }
    static error end(worker_state& state) noexcept {
        auto& self = static_cast<worker_body&>(state);
        const error outcome = closing<Keep>::close(self.keep);
        self.keep.~Keep();
        delete &self;
        return outcome;
    }

    union {
        Work work;
    };
    union {
        Keep keep;
    };
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
