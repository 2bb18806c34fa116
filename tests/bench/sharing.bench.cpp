// SPDX-License-Identifier: BSL-1.0
// Handles that share one resource, beside those of the standard library and of Boost, where it is
// installed. measure.py makes ratios of the pairs named "<claim>/<side>".
#include <memory>
#include <thread>

#include <benchmark/benchmark.h>

#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>

#if __has_include(<boost/smart_ptr/intrusive_ptr.hpp>)
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#define FFIGUARD_BENCH_BOOST 1
#endif

namespace {

void close_number(int) {}
using number = ffiguard::owned<&close_number, -1>;

// libstdc++ leaves out atomics until a second thread has started, which is never so in a shim.
[[maybe_unused]] const bool has_had_threads = (std::thread([] {}).join(), true);

template <class Shared>
void copy_and_drop(benchmark::State& state, const Shared& shared) {
    for (auto _ : state) {
        auto copy = shared;
        benchmark::DoNotOptimize(copy);
    }
}
void copy_ffiguard(benchmark::State& state) { copy_and_drop(state, *ffiguard::share(number(1))); }
void copy_std(benchmark::State& state) {
    copy_and_drop(state, std::shared_ptr<number>(new number(1)));
}

template <class Weak>
void lock_and_drop(benchmark::State& state, const Weak& weak) {
    for (auto _ : state) {
        auto locked = weak.lock();
        benchmark::DoNotOptimize(locked);
    }
}
void lock_ffiguard(benchmark::State& state) {
    const auto shared = *ffiguard::share(number(1));
    lock_and_drop(state, ffiguard::weak<number>(shared));
}
void lock_std(benchmark::State& state) {
    const std::shared_ptr<number> shared(new number(1));
    lock_and_drop(state, std::weak_ptr<number>(shared));
}

void pin_ffiguard(benchmark::State& state) {
    const auto shared = *ffiguard::share(number(1));
    for (auto _ : state) {
        const auto inside = shared.pin();
        benchmark::DoNotOptimize(inside.get());
    }
}

void share_ffiguard(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(ffiguard::share(number(1)));
}
void share_std(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(std::shared_ptr<number>(new number(1)));
}

#ifdef FFIGUARD_BENCH_BOOST
struct counted : boost::intrusive_ref_counter<counted, boost::thread_safe_counter> {
    number owner{1};
};
void copy_boost(benchmark::State& state) {
    copy_and_drop(state, boost::intrusive_ptr<counted>(new counted));
}
void share_boost(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(boost::intrusive_ptr<counted>(new counted));
}
BENCHMARK(copy_boost)->Name("shared copy+drop/boost::intrusive_ptr");
BENCHMARK(share_boost)->Name("share+release/boost::intrusive_ptr");
#endif

}  // namespace

BENCHMARK(copy_ffiguard)->Name("shared copy+drop/ffiguard");
BENCHMARK(copy_std)->Name("shared copy+drop/std::shared_ptr");
BENCHMARK(lock_ffiguard)->Name("weak lock+drop/ffiguard");
BENCHMARK(lock_std)->Name("weak lock+drop/std::weak_ptr");
BENCHMARK(pin_ffiguard)->Name("shared pin+unpin/ffiguard");
BENCHMARK(copy_std)->Name("shared pin+unpin/copy of a std::shared_ptr");
BENCHMARK(share_ffiguard)->Name("share+release/ffiguard");
BENCHMARK(share_std)->Name("share+release/std::shared_ptr");

BENCHMARK_MAIN();
