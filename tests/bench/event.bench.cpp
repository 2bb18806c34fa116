// SPDX-License-Identifier: BSL-1.0
// What an event costs who pushes it, and both sides together, beside a mutex and a std::deque, in
// one run. measure.py makes ratios of the pairs named "<claim>/<side>".
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

#include <benchmark/benchmark.h>

#include <ffiguard/thread/event_queue.hpp>

namespace {

struct event {
    std::uint64_t number;
    std::uint64_t value;
};
constexpr std::size_t room = 1024;

// As in a process of Go or Java: glibc's mutex takes no locked instruction before the first thread.
[[maybe_unused]] const bool has_had_threads = (std::thread([] {}).join(), true);

using ring = ffiguard::event_queue<event, room>;

// What one writes by hand, with a limit and a count of what was lost.
class locked {
public:
    bool push(const event& one) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (all_.size() == room) {
            ++lost_;
            return false;
        }
        all_.push_back(one);
        return true;
    }
    std::size_t drain(event* into, std::size_t most) {
        const std::lock_guard<std::mutex> lock(mutex_);
        std::size_t count = 0;
        for (; count < most && !all_.empty(); ++count) {
            into[count] = all_.front();
            all_.pop_front();
        }
        return count;
    }

private:
    std::mutex mutex_;
    std::deque<event> all_;
    std::uint64_t lost_ = 0;
};

bool push(ring& queue, const event& one) { return queue.push(one).ok(); }
bool push(locked& queue, const event& one) { return queue.push(one); }
std::size_t drain(ring& queue, event* into, std::size_t most) {
    return queue.drain(into, most)->count;
}
std::size_t drain(locked& queue, event* into, std::size_t most) { return queue.drain(into, most); }

template <class Queue>
Queue queue_of;

// Pushes until it is full and takes all, in batches of 64; counted by the event.
template <class Queue>
void push_and_drain(benchmark::State& state) {
    Queue& queue = queue_of<Queue>;
    event into[64];
    while (state.KeepRunningBatch(room)) {
        for (std::uint64_t i = 0; i < room; ++i) benchmark::DoNotOptimize(push(queue, {i, i}));
        while (drain(queue, into, 64) != 0) benchmark::DoNotOptimize(into);
    }
}

// The first thread reads, the others push.
template <class Queue>
void push_beside_a_reader(benchmark::State& state) {
    Queue& queue = queue_of<Queue>;
    event into[64];
    for (auto _ : state) {
        if (state.thread_index() == 0)
            benchmark::DoNotOptimize(drain(queue, into, 64));
        else
            benchmark::DoNotOptimize(push(queue, {1, 2}));
    }
    if (state.thread_index() == 0)
        while (drain(queue, into, 64) != 0) {
        }
}

}  // namespace

BENCHMARK(push_and_drain<ring>)->Name("event, push+drain/ffiguard");
BENCHMARK(push_and_drain<locked>)->Name("event, push+drain/mutex+deque");
BENCHMARK(push_beside_a_reader<ring>)->Name("event, 2 threads/ffiguard")->Threads(2)->UseRealTime();
BENCHMARK(push_beside_a_reader<locked>)
    ->Name("event, 2 threads/mutex+deque")
    ->Threads(2)
    ->UseRealTime();

BENCHMARK_MAIN();
