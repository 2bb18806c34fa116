// SPDX-License-Identifier: BSL-1.0
// What the ledger costs an event, beside two atomic read-modify-writes that nobody else wants: an
// owner whose closer does nothing is taken and released, which is two events, so four of these.
#define FFIGUARD_OBSERVE 1
#include <atomic>

#include <benchmark/benchmark.h>

#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/observe/observe_level.hpp>

namespace {

struct number_traits {
    using value_type = unsigned long;
    static constexpr value_type empty() noexcept { return 0; }
    static void close(value_type) noexcept {}
};

void four_read_modify_writes(benchmark::State& state) {
    static std::atomic<unsigned long> count[8 * 64];
    std::atomic<unsigned long>& own = count[static_cast<std::size_t>(state.thread_index()) * 64];
    for (auto _ : state)
        for (int i = 0; i < 4; ++i) own.fetch_add(1, std::memory_order_acq_rel);
}

void at_level(benchmark::State& state, ffiguard::observe_level level) {
    ffiguard::set_observe_level(level);
    const unsigned long base = (static_cast<unsigned long>(state.thread_index()) + 1) << 12U;
    unsigned long value = 0;
    for (auto _ : state) {
        // As descriptors and addresses do, they come back.
        const ffiguard::unique_handle<number_traits> owner(base + (++value & 63U));
        benchmark::DoNotOptimize(owner.get());
    }
}

BENCHMARK_CAPTURE(at_level, off, ffiguard::observe_level::off)->Name("observe off/ffiguard");
BENCHMARK(four_read_modify_writes)->Name("observe off/four atomic RMW");
BENCHMARK_CAPTURE(at_level, count, ffiguard::observe_level::count)->Name("observe count/ffiguard");
BENCHMARK(four_read_modify_writes)->Name("observe count/four atomic RMW");
BENCHMARK_CAPTURE(at_level, count2, ffiguard::observe_level::count)
    ->Name("observe count, 2 threads/ffiguard")
    ->Threads(2);
BENCHMARK(four_read_modify_writes)->Name("observe count, 2 threads/four atomic RMW")->Threads(2);
BENCHMARK_CAPTURE(at_level, sample, ffiguard::observe_level::sample)
    ->Name("observe sample/ffiguard");
BENCHMARK(four_read_modify_writes)->Name("observe sample/four atomic RMW");
BENCHMARK_CAPTURE(at_level, record, ffiguard::observe_level::record)
    ->Name("observe record/ffiguard");
BENCHMARK(four_read_modify_writes)->Name("observe record/four atomic RMW");
// In ns, and not beside anything: a stack may take 2.5 us. From 20 calls deep, with frame pointers
// where this is compiled with them.
[[gnu::noinline]] unsigned long take_deep(int depth, unsigned long value) {
    if (depth != 0) {
        const unsigned long got = take_deep(depth - 1, value);
        benchmark::ClobberMemory();
        return got;
    }
    const ffiguard::unique_handle<number_traits> owner(value);
    return owner.get();
}
void with_stack(benchmark::State& state) {
    ffiguard::set_observe_level(ffiguard::observe_level::stack);
    unsigned long value = 0;
    for (auto _ : state) benchmark::DoNotOptimize(take_deep(20, 4096 + (++value & 63U)));
}
BENCHMARK(with_stack)->Name("observe stack");

}  // namespace

BENCHMARK_MAIN();
