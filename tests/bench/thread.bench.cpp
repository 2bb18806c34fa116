// SPDX-License-Identifier: BSL-1.0
// What a foreign_call and an upcall cost beside the bare system calls that they make, in one run.
// measure.py makes ratios of the pairs named "<claim>/<side>".
#include <fenv.h>
#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>

#include <benchmark/benchmark.h>

#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/foreign_call.hpp>
#include <ffiguard/thread/thread_locale.hpp>
#include <ffiguard/thread/thread_name.hpp>
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

// One guard each, beside the same change by the bare calls.
template <class Begin>
void guard(benchmark::State& state, Begin begin) {
    for (auto _ : state) {
        const auto changed = begin();
        benchmark::DoNotOptimize(static_cast<bool>(changed));
    }
}
void float_guard(benchmark::State& state) {
    guard(state, [] { return ffiguard::float_environment::save(); });
}
void float_by_hand(benchmark::State& state) {
    for (auto _ : state) {
        fenv_t saved;
        fegetenv(&saved);
        benchmark::DoNotOptimize(saved);
        fesetenv(&saved);
    }
}
void name_guard(benchmark::State& state) {
    guard(state, [] { return ffiguard::thread_name::set("bench"); });
}
void name_by_hand(benchmark::State& state) {
    for (auto _ : state) {
        char saved[16];
        prctl(PR_GET_NAME, saved);
        prctl(PR_SET_NAME, "bench");
        benchmark::DoNotOptimize(saved);
        prctl(PR_SET_NAME, saved);
    }
}
void affinity_guard(benchmark::State& state) {
    guard(state, [] { return ffiguard::cpu_affinity::pin(0); });
}
void affinity_by_hand(benchmark::State& state) {
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    for (auto _ : state) {
        cpu_set_t saved;
        sched_getaffinity(0, sizeof saved, &saved);
        sched_setaffinity(0, sizeof first, &first);
        benchmark::DoNotOptimize(saved);
        sched_setaffinity(0, sizeof saved, &saved);
    }
}
void locale_guard(benchmark::State& state) {
    guard(state, [] { return ffiguard::thread_locale::use("C"); });
}
void locale_by_hand(benchmark::State& state) {
    for (auto _ : state) {
        const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
        const locale_t saved = uselocale(plain);
        benchmark::DoNotOptimize(saved);
        uselocale(saved);
        freelocale(plain);
    }
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

BENCHMARK(float_guard)->Name("float environment/ffiguard");
BENCHMARK(float_by_hand)->Name("float environment/fegetenv and fesetenv");
BENCHMARK(name_guard)->Name("thread name/ffiguard");
BENCHMARK(name_by_hand)->Name("thread name/three prctl");
BENCHMARK(affinity_guard)->Name("CPU affinity/ffiguard");
BENCHMARK(affinity_by_hand)->Name("CPU affinity/three system calls");
BENCHMARK(locale_guard)->Name("thread locale/ffiguard");
BENCHMARK(locale_by_hand)->Name("thread locale/newlocale and uselocale");

BENCHMARK_MAIN();
