// SPDX-License-Identifier: BSL-1.0
// What a value costs that is never torn, beside a plain copy that may be. measure.py makes ratios
// of the pairs named "<claim>/<side>".
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <benchmark/benchmark.h>

#include <ffiguard/memory/foreign_span.hpp>
#include <ffiguard/memory/versioned_cell.hpp>

namespace {

template <std::size_t Bytes>
struct sample {
    std::uint64_t word[Bytes / 8];
};

alignas(64) unsigned char memory[8192];

template <std::size_t Bytes>
auto cell() {
    std::memset(memory, 0, sizeof memory);
    const auto bytes = *ffiguard::foreign_span<unsigned char>::from(memory, sizeof memory);
    return *ffiguard::versioned_cell<sample<Bytes>>::create(bytes, 0);
}

template <std::size_t Bytes>
void read_ffiguard(benchmark::State& state) {
    const auto shared = cell<Bytes>();
    for (auto _ : state) {
        const auto copy = shared.read();
        benchmark::DoNotOptimize(*copy);
    }
}
template <std::size_t Bytes>
void read_memcpy(benchmark::State& state) {
    for (auto _ : state) {
        sample<Bytes> copy;
        std::memcpy(&copy, memory, sizeof copy);
        benchmark::DoNotOptimize(copy);
        benchmark::ClobberMemory();
    }
}

template <std::size_t Bytes>
void store_ffiguard(benchmark::State& state) {
    const auto shared = cell<Bytes>();
    sample<Bytes> value{};
    for (auto _ : state) {
        benchmark::DoNotOptimize(value);
        shared.store(value);
    }
}
template <std::size_t Bytes>
void store_memcpy(benchmark::State& state) {
    sample<Bytes> value{};
    for (auto _ : state) {
        benchmark::DoNotOptimize(value);
        std::memcpy(memory, &value, sizeof value);
        benchmark::ClobberMemory();
    }
}

}  // namespace

BENCHMARK(read_ffiguard<64>)->Name("versioned cell read/ffiguard");
BENCHMARK(read_memcpy<64>)->Name("versioned cell read/memcpy");
BENCHMARK(store_ffiguard<64>)->Name("versioned cell store/ffiguard");
BENCHMARK(store_memcpy<64>)->Name("versioned cell store/memcpy");
BENCHMARK(read_ffiguard<4096>)->Name("versioned cell read, 4 KiB/ffiguard");
BENCHMARK(read_memcpy<4096>)->Name("versioned cell read, 4 KiB/memcpy");
BENCHMARK(store_ffiguard<4096>)->Name("versioned cell store, 4 KiB/ffiguard");
BENCHMARK(store_memcpy<4096>)->Name("versioned cell store, 4 KiB/memcpy");

BENCHMARK_MAIN();
