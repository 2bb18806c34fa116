// SPDX-License-Identifier: BSL-1.0
// What a lease costs beside its floor and beside the raw calls, with 1 and with 1,000 libraries in
// the host and in the process, see measure.py. Every measurement runs with a second thread about.
#include <dlfcn.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include <ffiguard/library/library_host.hpp>

namespace {

constexpr std::size_t many = 1000;

/// Copies of a small library of the system.
class copies {
public:
    copies() {
        if (::mkdtemp(directory_) == nullptr) std::abort();
        const std::string from = small_library();
        for (std::size_t i = 0; i < many; ++i) {
            std::ifstream in(from, std::ios::binary);
            std::ofstream(path(i), std::ios::binary) << in.rdbuf();
        }
    }
    copies(const copies&) = delete;
    copies& operator=(const copies&) = delete;
    ~copies() {
        for (std::size_t i = 0; i < many; ++i) ::unlink(path(i).c_str());
        ::rmdir(directory_);
    }
    std::string path(std::size_t i) const {
        return std::string(directory_) + "/plugin" + std::to_string(i) + ".so";
    }

private:
    static std::string small_library() {
        for (const char* const name : {"libdl.so.2", "libz.so.1"}) {
            const auto found = ffiguard::library::open(name);
            if (found) return found->path();
        }
        std::abort();
    }
    char directory_[32] = "/tmp/ffiguard_XXXXXX";
};
const copies* files = nullptr;

/// A host with so many libraries, and the one in the middle.
struct loaded {
    explicit loaded(std::size_t count) : name(files->path(count / 2)) {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < count; ++i) names.push_back(files->path(i));
        if (!host.preload(names, ffiguard::preload_policy::all_or_nothing).ok()) std::abort();
        entry = *host.find(name);
    }
    std::string name;
    ffiguard::library_host host{ffiguard::keep_always()};
    ffiguard::library_host::entry_id entry;
};

template <std::size_t Count>
void by_entry(benchmark::State& state) {
    loaded libraries(Count);
    for (auto _ : state) {
        const auto lease = libraries.host.acquire(libraries.entry);
        benchmark::DoNotOptimize(static_cast<bool>(lease));
    }
}

template <std::size_t Count>
void by_name(benchmark::State& state) {
    loaded libraries(Count);
    for (auto _ : state) {
        const auto lease = libraries.host.acquire(libraries.name);
        benchmark::DoNotOptimize(static_cast<bool>(lease));
    }
}

template <std::size_t Count>
void raw(benchmark::State& state) {
    const loaded libraries(Count);
    for (auto _ : state) {
        void* const opened = ::dlopen(libraries.name.c_str(), RTLD_NOW | RTLD_LOCAL);
        benchmark::DoNotOptimize(opened);
        ::dlclose(opened);
    }
}

struct alignas(64) counter {
    std::atomic<std::uint64_t> word{0};
};
counter one;
void two_rmw(benchmark::State& state) {
    for (auto _ : state) {
        one.word.fetch_add(1, std::memory_order_acquire);
        one.word.fetch_sub(1, std::memory_order_acq_rel);
    }
}

}  // namespace

BENCHMARK(by_entry<1>)->Name("host lease by entry/ffiguard");
BENCHMARK(two_rmw)->Name("host lease by entry/two atomic RMW");
BENCHMARK(by_entry<many>)->Name("host lease by entry, 1,000/ffiguard");
BENCHMARK(by_entry<1>)->Name("host lease by entry, 1,000/1 library");
BENCHMARK(by_name<1>)->Name("host lease by name/ffiguard");
BENCHMARK(raw<1>)->Name("host lease by name/dlopen+dlclose");
BENCHMARK(by_name<many>)->Name("host lease by name, 1,000/ffiguard");
BENCHMARK(by_name<1>)->Name("host lease by name, 1,000/1 library");
BENCHMARK(raw<many>)->Name("host lease by name, 1,000/dlopen+dlclose");

int main(int argc, char** argv) {
    std::thread([] {}).join();
    const copies all;
    files = &all;
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
