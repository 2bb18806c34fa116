// SPDX-License-Identifier: BSL-1.0
// What a guard over the signal mask costs beside the bare system calls, in one run. measure.py
// makes ratios of the pairs named "<claim>/<side>".
#include <pthread.h>
#include <signal.h>

#include <benchmark/benchmark.h>

#include <ffiguard/signal/signal_mask.hpp>

namespace {

using ffiguard::signal_mask;

void mask_ffiguard(benchmark::State& state) {
    for (auto _ : state) {
        const auto guard = signal_mask::block<SIGUSR1>();
        benchmark::DoNotOptimize(guard);
    }
}
void mask_two_calls(benchmark::State& state) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    for (auto _ : state) {
        sigset_t before;
        pthread_sigmask(SIG_BLOCK, &set, &before);
        benchmark::DoNotOptimize(before);
        pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    }
}

void satisfied_ffiguard(benchmark::State& state) {
    const auto outer = signal_mask::block<SIGUSR1>();
    mask_ffiguard(state);
}
void satisfied_one_call(benchmark::State& state) {
    const auto outer = signal_mask::block<SIGUSR1>();
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    for (auto _ : state) {
        sigset_t before;
        pthread_sigmask(SIG_BLOCK, &set, &before);
        benchmark::DoNotOptimize(before);
    }
}

}  // namespace

BENCHMARK(mask_ffiguard)->Name("signal mask/ffiguard");
BENCHMARK(mask_two_calls)->Name("signal mask/two pthread_sigmask");
BENCHMARK(satisfied_ffiguard)->Name("signal mask, satisfied/ffiguard");
BENCHMARK(satisfied_one_call)->Name("signal mask, satisfied/one pthread_sigmask");

BENCHMARK_MAIN();
