// SPDX-License-Identifier: BSL-1.0
// What a foreign_call and an upcall cost beside the bare system calls that they make, in one run.
// ratios.py makes ratios of the pairs named "<claim>/<side>".
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>

#include <benchmark/benchmark.h>

#include <ffiguard/thread/foreign_call.hpp>
#include <ffiguard/thread/upcall.hpp>

namespace {

using ffiguard::foreign_call;

template <std::uint32_t parts>
void ffiguard_call(benchmark::State& state) {
    for (auto _ : state) {
        const foreign_call<parts> around;
        benchmark::ClobberMemory();
    }
}

void two_masks(benchmark::State& state) {
    for (auto _ : state) {
        sigset_t before;
        sigset_t after;
        pthread_sigmask(SIG_BLOCK, nullptr, &before);
        benchmark::DoNotOptimize(before);
        pthread_sigmask(SIG_BLOCK, nullptr, &after);
        benchmark::DoNotOptimize(after);
    }
}
void eight_calls(benchmark::State& state) {
    for (auto _ : state) {
        for (int i = 0; i < 2; ++i) {
            sigset_t mask;
            stack_t stack;
            unsigned long cpus[16];
            char name[16];
            pthread_sigmask(SIG_BLOCK, nullptr, &mask);
            sigaltstack(nullptr, &stack);
            sched_getaffinity(0, sizeof cpus, reinterpret_cast<cpu_set_t*>(cpus));
            prctl(PR_GET_NAME, name);
            benchmark::DoNotOptimize(mask);
            benchmark::DoNotOptimize(stack);
            benchmark::DoNotOptimize(cpus);
            benchmark::DoNotOptimize(name);
        }
    }
}

void open_and_put_back() {
    sigset_t urgent;
    sigset_t before;
    sigemptyset(&urgent);
    sigaddset(&urgent, SIGURG);
    pthread_sigmask(SIG_UNBLOCK, &urgent, &before);
    benchmark::ClobberMemory();
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}
void call_back(benchmark::State& state) {
    for (auto _ : state) {
        const ffiguard::upcall inside;
        benchmark::ClobberMemory();
    }
}
void call_back_in_a_batch(benchmark::State& state) {
    const ffiguard::upcall_batch all;
    call_back(state);
}
void by_hand(benchmark::State& state) {
    for (auto _ : state) open_and_put_back();
}

void by_default(benchmark::State& state) { ffiguard_call<ffiguard::detail::all_kept_parts>(state); }
void float_and_mask(benchmark::State& state) {
    ffiguard_call<FFIGUARD_THREAD_FLOAT | FFIGUARD_THREAD_SIGNAL_MASK>(state);
}

}  // namespace

BENCHMARK(by_default)->Name("foreign call/ffiguard");
BENCHMARK(eight_calls)->Name("foreign call/its eight system calls");
BENCHMARK(float_and_mask)->Name("foreign call, float and mask/ffiguard");
BENCHMARK(two_masks)->Name("foreign call, float and mask/two pthread_sigmask");
BENCHMARK(call_back)->Name("upcall/ffiguard");
BENCHMARK(by_hand)->Name("upcall/its two system calls");
BENCHMARK(call_back_in_a_batch)->Name("upcall in a batch/ffiguard");
BENCHMARK(by_hand)->Name("upcall in a batch/two system calls");

BENCHMARK_MAIN();
