// SPDX-License-Identifier: BSL-1.0
#include "shim.h"

#include "vendor.hpp"

#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/exports.hpp>
#include <ffiguard/signal/signal_action.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/foreign_call.hpp>
#include <ffiguard/thread/pin_check.hpp>
#include <ffiguard/thread/upcall.hpp>
#include <ffiguard/thread/worker_thread.hpp>

using ffiguard::signal_mask;
using ffiguard::signal_set;
using ffiguard::status;
using ffiguard::status_code;

namespace {

ffiguard_status raw(status answer) { return static_cast<ffiguard_status>(answer.code()); }

// Closing it changes errno, as close(2), free(3) and a library's logging may.
void close_noisily(int) { errno = EBADF; }
using noisy = ffiguard::owned<&close_noisily, 0>;
struct naive_noisy {
    int resource = 1;
    ~naive_noisy() { close_noisily(resource); }
};

using session = std::unique_ptr<ffiguard::pin_check>;
ffiguard::handle_table<session> sessions;

template <class Call>
ffiguard_status in_session(ffiguard_token session, Call&& call) {
    const auto pin = sessions.pin(session);
    return raw(pin ? call(**pin) : pin.status());
}

signal_mask* leaked = nullptr;

// The thread in the background says who it is, and waits for its end.
std::atomic<pthread_t> worker_id{};
std::atomic<bool> naive_stops{false};
std::atomic<int> handled_on_worker{0};
ffiguard::worker_thread worker;
pthread_t naive_worker;
bool naive_runs = false;

void* naive_work(void*) {
    worker_id = pthread_self();
    while (!naive_stops) usleep(1000);
    return nullptr;
}

void count_on_worker(int, siginfo_t*, void*) {
    if (pthread_equal(pthread_self(), worker_id)) ++handled_on_worker;
}

void compute(int32_t milliseconds) {
    volatile double sum = 0;
    timespec used{};
    while (used.tv_sec * 1000 + used.tv_nsec / 1000000 < milliseconds) {
        for (int i = 1; i < 100000; ++i) sum = sum + 1.0 / i;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    }
}

// Outlives the threads that it has given a stack.
vendor driver;

bool pinned(const std::string& task) {
    std::ifstream file("/proc/self/task/" + task + "/status");
    for (std::string line; std::getline(file, line);)
        if (line.rfind("Cpus_allowed_list:", 0) == 0)
            return line.find_first_of(",-") == std::string::npos;
    return false;
}

}  // namespace

ffiguard_status shim_block_signals(int32_t naive) {
    if (naive != 0) {
        sigset_t set;
        sigfillset(&set);
        if (naive == 2) {
            sigemptyset(&set);
            sigaddset(&set, SIGUSR1);
        }
        return pthread_sigmask(SIG_BLOCK, &set, nullptr);
    }
    const auto guard = signal_mask::block(signal_set::blockable());
    return raw(guard.status());
}
int32_t shim_blocked_signals(void) {
    sigset_t now;
    pthread_sigmask(SIG_BLOCK, nullptr, &now);
    int32_t blocked = 0;
    for (int signal = 1; signal < NSIG; ++signal) blocked += sigismember(&now, signal) == 1;
    return blocked;
}

ffiguard_status shim_pinned_callback(int32_t naive, shim_callback callback, uint64_t id) {
    if (naive != 0) {
        cpu_set_t before, one;
        sched_getaffinity(0, sizeof before, &before);
        CPU_ZERO(&one);
        CPU_SET(0, &one);
        sched_setaffinity(0, sizeof one, &one);
        callback(id);
        return sched_setaffinity(0, sizeof before, &before);
    }
    const auto pin = ffiguard::cpu_affinity::pin(0);
    if (!pin) return raw(pin.status());
    const ffiguard::upcall upcall;
    callback(id);
    return FFIGUARD_OK;
}
int32_t shim_pinned_threads(void) {
    int32_t count = 0;
    DIR* const tasks = opendir("/proc/self/task");
    while (const dirent* const task = readdir(tasks))
        count += task->d_name[0] != '.' && pinned(task->d_name);
    closedir(tasks);
    return count;
}

int32_t shim_succeed(int32_t naive) {
    if (naive != 0) {
        const naive_noisy ends;
        return 0;
    }
    const noisy ends(1);
    return 0;
}
int32_t shim_fail(int32_t naive) {
    errno = ENOENT;
    if (naive != 0) {
        const naive_noisy ends;
        return -1;
    }
    const noisy ends(1);
    return -1;
}

ffiguard_token shim_session_new(void) {
    const auto given = sessions.insert(session(new ffiguard::pin_check));
    return given ? *given : 0;
}
ffiguard_status shim_session_enter(ffiguard_token session) {
    return in_session(session, [](auto& check) { return check.enter(); });
}
ffiguard_status shim_session_verify(ffiguard_token session) {
    return in_session(session, [](auto& check) { return check.verify(); });
}
ffiguard_status shim_session_leave(ffiguard_token session) {
    return in_session(session, [](auto& check) { return check.leave(); });
}
ffiguard_status shim_session_close(ffiguard_token session) { return raw(sessions.close(session)); }

ffiguard_status shim_leak_guard(void) {
    auto guard = signal_mask::block<SIGUSR1>();
    if (!guard) return raw(guard.status());
    leaked = new signal_mask(*std::move(guard));
    return FFIGUARD_OK;
}
ffiguard_status shim_end_leaked_guard(void) {
    const status ended = leaked->restore();
    delete leaked;
    return raw(ended);
}

ffiguard_status shim_worker_start(int32_t naive) {
    worker_id = pthread_t();
    handled_on_worker = 0;
    if (naive != 0) {
        naive_stops = false;
        naive_runs = pthread_create(&naive_worker, nullptr, &naive_work, nullptr) == 0;
        if (!naive_runs) return FFIGUARD_SYSTEM;
    } else {
        auto started = ffiguard::worker_thread::start([](const ffiguard::worker_stop& stop) {
            worker_id = pthread_self();
            while (!stop.wait_for(std::chrono::hours(1))) {
            }
        });
        if (!started) return raw(started.status());
        worker = *std::move(started);
    }
    while (worker_id == pthread_t()) usleep(100);
    return FFIGUARD_OK;
}
int32_t shim_worker_signals(void) {
    const auto counting = ffiguard::signal_action::install(SIGUSR1, &count_on_worker);
    if (!counting) return -1;
    for (int i = 0; i < 200; ++i) {
        const int before = handled_on_worker;
        pthread_kill(worker_id, SIGUSR1);
        usleep(200);
        // None may be on its way when the handler is taken back: it would end the process.
        while (naive_runs && handled_on_worker == before) usleep(100);
    }
    return handled_on_worker;
}
ffiguard_status shim_worker_stop(void) {
    if (!std::exchange(naive_runs, false)) return raw(worker.stop().status());
    naive_stops = true;
    return pthread_join(naive_worker, nullptr);
}

ffiguard_status shim_worker_computes(int32_t naive, int32_t milliseconds) {
    ffiguard::worker_options options;
    if (naive != 0) options.profiling = ffiguard::worker_profiling::off;
    auto started = ffiguard::worker_thread::start(
        [milliseconds](const ffiguard::worker_stop&) { compute(milliseconds); }, options);
    return raw(started ? started->stop().status() : started.status());
}

ffiguard_status shim_vendor_init(int32_t naive, ffiguard_error* told) {
    if (naive != 0) return driver.init() == 42 ? FFIGUARD_OK : FFIGUARD_FOREIGN;
    ffiguard::foreign_call around;
    const int answer = driver.init();
    const ffiguard::thread_changes left = around.end();
    *told =
        ffiguard::error(status::foreign(static_cast<int32_t>(left.parts())), left.message()).raw();
    if (!left.status().ok()) return raw(left.status());
    return answer == 42 ? FFIGUARD_OK : FFIGUARD_FOREIGN;
}
void shim_vendor_init_process(void) { vendor::init_process(); }
