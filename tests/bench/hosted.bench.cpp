// SPDX-License-Identifier: BSL-1.0
// What a call of an object on a thread of its own costs beside a hand-written queue with a mutex
// and a condition variable, and what a queued release costs beside one on the spot, in one run.
// measure.py makes ratios of the pairs named "<claim>/<side>".
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include <benchmark/benchmark.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/thread/hosted_call.hpp>
#include <ffiguard/thread/thread_host.hpp>

namespace {

struct counter {
    ffiguard::release_place home;
    using life_cycle = ffiguard::life_cycle<ffiguard::lives_at<&counter::home>>;
    explicit counter(const ffiguard::release_place& at) : home(at) {}
    std::uint64_t value = 0;
};

void ffiguard_hosted(benchmark::State& state) {
    ffiguard::handle_table<counter> counters;
    auto host = ffiguard::thread_host::start().value();
    const auto t = host.call([&] { return counters.emplace(host.place()); }).value();
    for (auto _ : state)
        benchmark::DoNotOptimize(
            ffiguard::hosted_call(counters, t, [](counter& c) { return ++c.value; }).value());
    static_cast<void>(ffiguard::hosted_close(counters, t));
}

// As it is written by hand: no tokens, no check whether the object is still there, no bound.
class plain_host {
public:
    plain_host() : thread_([this] { run(); }) {}
    ~plain_host() {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            stop_ = true;
        }
        changed_.notify_one();
        thread_.join();
    }
    template <class F>
    auto call(F&& f) {
        decltype(f()) value{};
        std::mutex mutex;
        std::condition_variable changed;
        bool done = false;
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            queue_.emplace_back([&] {
                value = f();
                const std::lock_guard<std::mutex> told(mutex);
                done = true;
                changed.notify_one();
            });
        }
        changed_.notify_one();
        std::unique_lock<std::mutex> lock(mutex);
        changed.wait(lock, [&] { return done; });
        return value;
    }

private:
    void run() {
        std::unique_lock<std::mutex> lock(mutex_);
        for (;;) {
            changed_.wait(lock, [this] { return stop_ || !queue_.empty(); });
            if (queue_.empty()) return;
            const auto work = std::move(queue_.front());
            queue_.pop_front();
            lock.unlock();
            work();
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> queue_;
    bool stop_ = false;
    std::thread thread_;
};
void plain_hosted(benchmark::State& state) {
    plain_host host;
    std::uint64_t value = 0;
    for (auto _ : state) benchmark::DoNotOptimize(host.call([&] { return ++value; }));
}

struct at_once {
    int value = 0;
};
struct deferred {
    using life_cycle = ffiguard::life_cycle<ffiguard::deferrable_release>;
    int value = 0;
};
void closed_at_once(benchmark::State& state) {
    ffiguard::handle_table<at_once> table;
    for (auto _ : state) static_cast<void>(table.close(*table.emplace()));
}
void closed_and_queued(benchmark::State& state) {
    ffiguard::handle_table<deferred> table;
    ffiguard::release_queue later;
    for (auto _ : state) {
        {
            const ffiguard::defer_releases here(later);
            static_cast<void>(table.close(*table.emplace()));
        }
        later.drain();
    }
}

}  // namespace

BENCHMARK(ffiguard_hosted)->Name("hosted call/ffiguard")->UseRealTime();
BENCHMARK(plain_hosted)->Name("hosted call/mutex and condition variable")->UseRealTime();
BENCHMARK(closed_and_queued)->Name("queued release/ffiguard");
BENCHMARK(closed_at_once)->Name("queued release/on the spot");

BENCHMARK_MAIN();
