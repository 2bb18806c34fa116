// SPDX-License-Identifier: BSL-1.0
// Pins a second of threads that all use one token, or each its own, beside a bare counter that all
// add to. measure.py makes the model of more processors from it.
//
// usage: hot_token ROUNDS MILLISECONDS. Prints "CASE THREADS ns", a line a round: the wall time
// divided by the pins of all threads.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include <ffiguard/core/handle_table.hpp>

namespace {

struct often_closed {
    int value = 0;
};
struct seldom_closed {
    using life_cycle = ffiguard::life_cycle<ffiguard::rarely_closed>;
    int value = 0;
};

struct alignas(64) counter {
    std::atomic<std::uint64_t> word{0};
};
constexpr unsigned most_threads = 64;

template <class T>
struct table_case {
    ffiguard::handle_table<T> table;
    ffiguard::token tokens[most_threads];
    bool is_spread;
    explicit table_case(bool spread) : is_spread(spread) {
        ffiguard::token last = 0;
        for (auto& one : tokens) {
            // Sixteen apart: of neighbours in a table two slots may share a line.
            for (int i = 0; i < 16; ++i) last = *table.emplace();
            one = last;
        }
    }
    void step(unsigned thread) {
        const auto inside = table.pin(tokens[is_spread ? thread : 0]);
        if (!inside) std::abort();
    }
};
struct bare_case {
    counter counters[most_threads];
    bool is_spread = false;
    void step(unsigned thread) {
        auto& word = counters[is_spread ? thread : 0].word;
        word.fetch_add(1, std::memory_order_acquire);
        word.fetch_sub(1, std::memory_order_acq_rel);
    }
};
struct shared_ptr_case {
    std::shared_ptr<int> one{new int(1)};
    void step(unsigned) {
        const auto copy = one;
        std::atomic_signal_fence(std::memory_order_seq_cst);
        if (copy == nullptr) std::abort();
    }
};
template <class Mutex, class ReadLock>
struct map_case {
    Mutex mutex;
    std::unordered_map<std::uint64_t, std::shared_ptr<int>> map{{1, std::shared_ptr<int>(new int)}};
    void step(unsigned) {
        std::shared_ptr<int> found;
        {
            const ReadLock lock(mutex);
            found = map.find(1)->second;
        }
        if (found == nullptr) std::abort();
    }
};

template <class Case>
double measure(Case& of, unsigned threads, std::chrono::milliseconds length) {
    std::atomic<unsigned> ready{0};
    std::atomic<bool> go{false};
    std::atomic<bool> stop{false};
    counter done[most_threads];
    std::vector<std::thread> all;
    for (unsigned i = 0; i < threads; ++i)
        all.emplace_back([&, i] {
            ready.fetch_add(1);
            while (!go.load()) {
            }
            std::uint64_t steps = 0;
            while (!stop.load(std::memory_order_relaxed)) {
                for (int k = 0; k < 64; ++k) of.step(i);
                steps += 64;
            }
            done[i].word.store(steps);
        });
    while (ready.load() != threads) std::this_thread::yield();
    const auto begin = std::chrono::steady_clock::now();
    go.store(true);
    std::this_thread::sleep_for(length);
    stop.store(true);
    for (auto& one : all) one.join();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    std::uint64_t steps = 0;
    for (auto& one : done) steps += one.word.load();
    return steps == 0 ? 0 : took.count() / static_cast<double>(steps);
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 9;
    const std::chrono::milliseconds length(argc > 2 ? std::atoi(argv[2]) : 100);
    bare_case bare;
    bare_case bare_spread;
    bare_spread.is_spread = true;
    shared_ptr_case shared;
    map_case<std::mutex, std::lock_guard<std::mutex>> map;
    map_case<std::shared_mutex, std::shared_lock<std::shared_mutex>> read_map;
    // Never destroyed: a table may not go while there are objects.
    auto& hot = *new table_case<often_closed>(false);
    auto& spread = *new table_case<often_closed>(true);
    auto& rare = *new table_case<seldom_closed>(false);
    const unsigned processors = std::thread::hardware_concurrency();
    for (int round = 0; round < rounds; ++round)
        for (unsigned threads = 1; threads <= processors && threads <= most_threads; threads *= 2) {
            const auto row = [&](const char* name, auto& of) {
                const double took = measure(of, threads, length);
                if (took > 0) std::printf("%s %u %.3f\n", name, threads, took);
            };
            row("bare", bare);
            row("bare_spread", bare_spread);
            row("hot", hot);
            row("spread", spread);
            row("rarely_closed", rare);
            row("shared_ptr", shared);
            row("map", map);
            row("read_map", read_map);
        }
}
