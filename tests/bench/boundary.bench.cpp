// SPDX-License-Identifier: BSL-1.0
// An exported function that succeeds and one that fails, beside the try and catch that people write
// by hand and beside a pointer that nobody checks. measure.py makes ratios of the pairs named
// "<claim>/<side>".
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <thread>

#include <benchmark/benchmark.h>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>

namespace {

[[maybe_unused]] const bool has_had_threads = (std::thread([] {}).join(), true);

struct meter {
    void add(std::int32_t n) { value += n; }
    void fail(std::int32_t) { throw std::runtime_error("the meter is broken"); }
    ffiguard::status refuse(std::int32_t) noexcept {
        return ffiguard::status(ffiguard::status_code::unsupported);
    }
    volatile std::int64_t value = 0;
};
ffiguard::handle_table<meter>& meters = *new ffiguard::handle_table<meter>;

// What careful code does by hand: no exception leaves, the text is kept, errno is 0 on success.
template <void (meter::*Member)(std::int32_t)>
std::int32_t by_hand(meter* at, std::int32_t n, char* text, std::size_t size) noexcept {
    try {
        (at->*Member)(n);
        errno = 0;
        return 0;
    } catch (const std::exception& thrown) {
        std::strncpy(text, thrown.what(), size - 1);
        text[size - 1] = '\0';
        return 1;
    } catch (...) {
        return 2;
    }
}

}  // namespace

extern "C" {
[[gnu::noinline]] std::int32_t bench_naive_add(std::uint64_t at, std::int32_t n) {
    reinterpret_cast<meter*>(at)->add(n);
    return 0;
}
[[gnu::noinline]] std::int32_t bench_hand_add(meter* at, std::int32_t n, char* text,
                                              std::size_t size) {
    return by_hand<&meter::add>(at, n, text, size);
}
[[gnu::noinline]] std::int32_t bench_hand_fail(meter* at, std::int32_t n, char* text,
                                               std::size_t size) {
    return by_hand<&meter::fail>(at, n, text, size);
}
[[gnu::noinline]] ffiguard_status bench_boundary_add(meter* at, std::int32_t n,
                                                     ffiguard_error* err) {
    return ffiguard::boundary(err, [&] { at->add(n); });
}
[[gnu::noinline]] ffiguard_status bench_boundary_fail(meter* at, std::int32_t n,
                                                      ffiguard_error* err) {
    return ffiguard::boundary(err, [&] { at->fail(n); });
}
[[gnu::noinline]] ffiguard_status bench_call_add(ffiguard_token at, std::int32_t n,
                                                 ffiguard_error* err) {
    return ffiguard::call<&meter::add>(meters, at, err, n);
}
[[gnu::noinline]] ffiguard_status bench_call_fail(ffiguard_token at, std::int32_t n,
                                                  ffiguard_error* err) {
    return ffiguard::call<&meter::fail>(meters, at, err, n);
}
[[gnu::noinline]] ffiguard_status bench_call_refuse(ffiguard_token at, std::int32_t n,
                                                    ffiguard_error* err) {
    return ffiguard::call<&meter::refuse>(meters, at, err, n);
}
}

namespace {

meter plain;

template <auto Function>
void pointer(benchmark::State& state) {
    char text[256];
    for (auto _ : state) benchmark::DoNotOptimize(Function(&plain, 1, text, sizeof text));
}
void naive(benchmark::State& state) {
    const auto at = reinterpret_cast<std::uint64_t>(&plain);
    for (auto _ : state) benchmark::DoNotOptimize(bench_naive_add(at, 1));
}
template <auto Function>
void guarded(benchmark::State& state) {
    ffiguard_error err;
    for (auto _ : state) benchmark::DoNotOptimize(Function(&plain, 1, &err));
}
template <auto Function>
void called(benchmark::State& state) {
    const auto mine = *meters.emplace();
    ffiguard_error err;
    for (auto _ : state) benchmark::DoNotOptimize(Function(mine, 1, &err));
    meters.close(mine).ignore();
}

}  // namespace

BENCHMARK(guarded<bench_boundary_add>)->Name("boundary, success/ffiguard");
BENCHMARK(pointer<bench_hand_add>)->Name("boundary, success/try and catch by hand");
BENCHMARK(guarded<bench_boundary_fail>)->Name("boundary, exception/ffiguard");
BENCHMARK(pointer<bench_hand_fail>)->Name("boundary, exception/try and catch by hand");
BENCHMARK(called<bench_call_add>)->Name("call, success/ffiguard");
BENCHMARK(naive)->Name("call, success/a pointer without checks");
BENCHMARK(called<bench_call_refuse>)->Name("call, failing status/ffiguard");
BENCHMARK(called<bench_call_add>)->Name("call, failing status/a call that succeeds");
BENCHMARK(called<bench_call_fail>)->Name("call, exception/ffiguard");
BENCHMARK(pointer<bench_hand_fail>)
    ->Name("call, exception/try and catch by hand, unchecked pointer");

BENCHMARK_MAIN();
