// SPDX-License-Identifier: BSL-1.0
// What sharing and tokens cost, each beside its alternative in one run. measure.py makes ratios of
// the pairs named "<claim>/<side>".
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include <benchmark/benchmark.h>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/thread/close_and_wait.hpp>

namespace {

void close_number(int) {}
using number = ffiguard::owned<&close_number, -1>;

void shared_copy_drop_ffiguard(benchmark::State& state) {
    const auto shared = *ffiguard::share(number(1));
    for (auto _ : state) {
        auto copy = shared;
        benchmark::DoNotOptimize(copy);
    }
}
void shared_copy_drop_std(benchmark::State& state) {
    const auto shared = std::make_shared<number>(1);
    for (auto _ : state) {
        auto copy = shared;
        benchmark::DoNotOptimize(copy);
    }
}

ffiguard::handle_table<number> table;

void table_pin_ffiguard(benchmark::State& state) {
    const ffiguard::token mine = *table.emplace(1);
    for (auto _ : state) {
        const auto inside = table.pin(mine);
        benchmark::DoNotOptimize(inside->get());
    }
    static_cast<void>(table.close(mine));
}

// What lies between objects: a parent and its child, and one user at a time.
struct family_parent {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
    number owner{1};
};
struct family_child {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<family_parent>>;
    number owner{1};
};
struct alone {
    using life_cycle = ffiguard::life_cycle<ffiguard::one_user>;
    number owner{1};
};
ffiguard::handle_table<family_parent> parents;
ffiguard::handle_table<family_child> children;
struct connected {
    using life_cycle = ffiguard::life_cycle<ffiguard::rarely_closed>;
    number owner{1};
};
ffiguard::handle_table<alone> exclusives;
ffiguard::handle_table<connected> rarely_closed;

template <class T>
void pin_loop(benchmark::State& state, ffiguard::handle_table<T>& in, ffiguard::token mine) {
    for (auto _ : state) {
        const auto inside = in.pin(mine);
        benchmark::DoNotOptimize(inside->owner.get());
    }
}
void table_pin_child(benchmark::State& state) {
    const ffiguard::token parent = *parents.emplace();
    const ffiguard::token mine = *children.emplace_child(parents, parent);
    pin_loop(state, children, mine);
    static_cast<void>(children.close(mine));
    static_cast<void>(parents.close(parent));
}
void table_pin_parent(benchmark::State& state) {
    const ffiguard::token mine = *parents.emplace();
    const ffiguard::token child = *children.emplace_child(parents, mine);
    pin_loop(state, parents, mine);
    static_cast<void>(children.close(child));
    static_cast<void>(parents.close(mine));
}
// One token that all threads use.
template <class T>
void pin_one(benchmark::State& state, ffiguard::handle_table<T>& in) {
    static const ffiguard::token shared = *in.emplace();
    pin_loop(state, in, shared);
}
struct often_closed {
    number owner{1};
};
ffiguard::handle_table<often_closed> often_closed_objects;
void table_pin_rarely_closed(benchmark::State& state) { pin_one(state, rarely_closed); }
void table_pin_often_closed(benchmark::State& state) { pin_one(state, often_closed_objects); }
void table_pin_alone(benchmark::State& state) {
    const ffiguard::token mine = *exclusives.emplace();
    pin_loop(state, exclusives, mine);
    static_cast<void>(exclusives.close(mine));
}

// A statement's call beside what people write by hand: a mutex in its connection.
struct connection {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children, ffiguard::one_user>;
    number owner{1};
};
struct statement {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<connection>>;
    number owner{1};
};
ffiguard::handle_table<connection> connections;
ffiguard::handle_table<statement> statements;

void table_pin_in_turn(benchmark::State& state) {
    const ffiguard::token parent = *connections.emplace();
    const ffiguard::token mine = *statements.emplace_child(connections, parent);
    pin_loop(state, statements, mine);
    static_cast<void>(statements.close(mine));
    static_cast<void>(connections.close(parent));
}
void table_pin_and_mutex(benchmark::State& state) {
    const ffiguard::token parent = *parents.emplace();
    const ffiguard::token mine = *children.emplace_child(parents, parent);
    std::mutex turn;
    for (auto _ : state) {
        const auto inside = children.pin(mine);
        const std::lock_guard<std::mutex> lock(turn);
        benchmark::DoNotOptimize(inside->owner.get());
    }
    static_cast<void>(children.close(mine));
    static_cast<void>(parents.close(parent));
}

void open_and_close(benchmark::State& state) {
    for (auto _ : state) static_cast<void>(table.close(*table.emplace(1)));
}
void open_and_close_and_wait(benchmark::State& state) {
    for (auto _ : state)
        static_cast<void>(
            ffiguard::close_and_wait(table, *table.emplace(1), std::chrono::seconds(1)));
}

// The floor: two atomic read-modify-writes on a line of one's own.
struct alignas(64) counter {
    std::atomic<std::uint64_t> word{0};
};
counter counters[64];
// A method that succeeds, told by an ffiguard_error: as a status, and as an error through as many
// layers as a shim with a check and a guard has.
struct told {
    std::int64_t value = 0;
    __attribute__((noinline)) ffiguard::status by_status() noexcept {
        ++value;
        return {};
    }
    __attribute__((noinline)) ffiguard::error check() noexcept {
        ++value;
        return {};
    }
    __attribute__((noinline)) ffiguard::error guarded() noexcept { return check(); }
    ffiguard::result<std::int32_t, ffiguard::error> by_error() noexcept {
        const ffiguard::error failed = guarded();
        if (!failed.ok()) return failed;
        return 1;
    }
};
ffiguard::handle_table<told> tellers;

void success_by_status(benchmark::State& state) {
    const auto mine = *tellers.emplace();
    ffiguard_error err;
    for (auto _ : state)
        benchmark::DoNotOptimize(ffiguard::call<&told::by_status>(tellers, mine, &err));
    tellers.close(mine).ignore();
}
void success_by_error(benchmark::State& state) {
    const auto mine = *tellers.emplace();
    ffiguard_error err;
    std::int32_t out = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(ffiguard::call_into<&told::by_error>(tellers, mine, &out, &err));
    tellers.close(mine).ignore();
}

void table_pin_two_rmw(benchmark::State& state) {
    auto& word = counters[static_cast<std::size_t>(state.thread_index())].word;
    for (auto _ : state) {
        word.fetch_add(1, std::memory_order_acquire);
        word.fetch_sub(1, std::memory_order_acq_rel);
    }
}

// What people write by hand.
std::mutex map_mutex;
std::unordered_map<std::uint64_t, std::shared_ptr<number>> map;
std::uint64_t next_key = 1;
void table_pin_map(benchmark::State& state) {
    std::uint64_t mine = 0;
    {
        const std::lock_guard<std::mutex> lock(map_mutex);
        mine = next_key++;
        map[mine] = std::make_shared<number>(1);
    }
    for (auto _ : state) {
        std::shared_ptr<number> found;
        {
            const std::lock_guard<std::mutex> lock(map_mutex);
            found = map.find(mine)->second;
        }
        benchmark::DoNotOptimize(found->get());
    }
    const std::lock_guard<std::mutex> lock(map_mutex);
    map.erase(mine);
}

}  // namespace

// libstdc++ leaves out atomics until a second thread has started, which is never so in a shim:
// every measurement runs with one that has.
BENCHMARK(shared_copy_drop_ffiguard)->Name("shared copy+drop/ffiguard");
BENCHMARK(shared_copy_drop_std)->Name("shared copy+drop/std::shared_ptr");
BENCHMARK(table_pin_ffiguard)->Name("table pin+unpin/ffiguard");
BENCHMARK(table_pin_child)->Name("pin of a child/ffiguard");
BENCHMARK(table_pin_ffiguard)->Name("pin of a child/an object without a parent");
BENCHMARK(table_pin_parent)->Name("pin of a parent with a child/ffiguard");
BENCHMARK(table_pin_ffiguard)->Name("pin of a parent with a child/an object without one");
BENCHMARK(table_pin_alone)->Name("pin of one user at a time/ffiguard");
BENCHMARK(table_pin_ffiguard)->Name("pin of one user at a time/an object for many");
BENCHMARK(table_pin_rarely_closed)->Name("pin of a rarely closed object/ffiguard");
BENCHMARK(table_pin_often_closed)
    ->Name("pin of a rarely closed object/an object that says nothing");
BENCHMARK(table_pin_rarely_closed)
    ->Name("pin of one rarely closed object, 2 threads/ffiguard")
    ->Threads(2)
    ->UseRealTime();
BENCHMARK(table_pin_often_closed)
    ->Name("pin of one rarely closed object, 2 threads/an object that says nothing")
    ->Threads(2)
    ->UseRealTime();
BENCHMARK(table_pin_in_turn)->Name("pin of a child in turn/ffiguard");
BENCHMARK(table_pin_and_mutex)->Name("pin of a child in turn/a pin and a mutex");
BENCHMARK(open_and_close_and_wait)->Name("open, close and wait/ffiguard");
BENCHMARK(open_and_close)->Name("open, close and wait/open and close");
BENCHMARK(success_by_error)->Name("call, error in three layers/ffiguard");
BENCHMARK(success_by_status)->Name("call, error in three layers/a status");
BENCHMARK(table_pin_two_rmw)->Name("table pin+unpin/two atomic RMW");
BENCHMARK(table_pin_map)->Name("table pin+unpin/mutex+map+shared_ptr");
BENCHMARK(table_pin_ffiguard)
    ->Name("table pin+unpin, 2 threads/ffiguard")
    ->Threads(2)
    ->UseRealTime();
BENCHMARK(table_pin_map)
    ->Name("table pin+unpin, 2 threads/mutex+map+shared_ptr")
    ->Threads(2)
    ->UseRealTime();

int main(int argc, char** argv) {
    std::thread([] {}).join();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
