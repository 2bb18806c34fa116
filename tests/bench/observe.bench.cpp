// SPDX-License-Identifier: BSL-1.0
// What the ledger costs an event, beside two atomic read-modify-writes that nobody else wants: an
// owner whose closer does nothing is taken and released, which is two events, so four of these.
#define FFIGUARD_OBSERVE 1
#include <unwind.h>

#include <atomic>
#include <ctime>

#include <benchmark/benchmark.h>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/observe/call_times.hpp>
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

// What timing adds to a call that comes in.
extern "C" [[gnu::noinline]] ffiguard_status bench_call(ffiguard_error* err) {
    return ffiguard::boundary(err, [] {});
}
void timed_calls(benchmark::State& state, bool on) {
    ffiguard::time_calls_everywhere(on);
    for (auto _ : state) benchmark::DoNotOptimize(bench_call(nullptr));
    ffiguard::time_calls_everywhere(false);
}
void two_readings_of_the_clock(benchmark::State& state) {
    std::timespec now{};
    for (auto _ : state)
        for (int i = 0; i < 2; ++i)
            benchmark::DoNotOptimize(::clock_gettime(CLOCK_MONOTONIC, &now));
}
BENCHMARK_CAPTURE(timed_calls, on, true)->Name("timed call/ffiguard");
BENCHMARK_CAPTURE(timed_calls, off, false)->Name("timed call/not timed");
BENCHMARK(two_readings_of_the_clock)->Name("timed call/two readings of the clock");

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

// From 20 calls deep. The ledger needs frame pointers for it, so compile this with them.
template <class Take>
[[gnu::noinline]] void call_deep(int depth, const Take& take) {
    if (depth != 0)
        call_deep(depth - 1, take);
    else
        take();
    benchmark::ClobberMemory();
}
void stack_of_ledger(benchmark::State& state) {
    ffiguard::set_observe_level(ffiguard::observe_level::stack);
    unsigned long value = 0;
    for (auto _ : state)
        call_deep(20, [&] {
            const ffiguard::unique_handle<number_traits> owner(4096 + (++value & 63U));
            benchmark::DoNotOptimize(owner.get());
        });
}
void stack_of_unwinder(benchmark::State& state) {
    for (auto _ : state)
        call_deep(20, [] {
            unsigned long frames = 0;
            _Unwind_Backtrace(
                [](_Unwind_Context* context, void* sum) {
                    *static_cast<unsigned long*>(sum) += _Unwind_GetIP(context);
                    return _URC_NO_REASON;
                },
                &frames);
            benchmark::DoNotOptimize(frames);
        });
}
BENCHMARK(stack_of_ledger)->Name("observe stack/ffiguard");
BENCHMARK(stack_of_unwinder)->Name("observe stack/_Unwind_Backtrace");

}  // namespace

BENCHMARK_MAIN();
