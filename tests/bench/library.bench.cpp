// SPDX-License-Identifier: BSL-1.0
// What a library and its symbols cost, each beside the raw calls in one run, see measure.py.
#include <dlfcn.h>

#include <cstdlib>

#include <benchmark/benchmark.h>

#include <ffiguard/library/library.hpp>

#if __has_include(<boost/dll/shared_library.hpp>)
#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>
#define FFIGUARD_BENCH_BOOST 1
#endif

namespace {

// Loaded before and after: no file is read.
const char* const path = "libz.so.1";

void open_close_ffiguard(benchmark::State& state) {
    for (auto _ : state) {
        auto opened = ffiguard::library::open(path);
        auto outcome = opened->close(ffiguard::look_for_reason::no);
        benchmark::DoNotOptimize(outcome.answer);
    }
}
void open_close_reason(benchmark::State& state) {
    for (auto _ : state) {
        auto opened = ffiguard::library::open(path);
        auto outcome = opened->close();
        benchmark::DoNotOptimize(outcome.reason);
    }
}
// What whoever wants to know writes by hand: dlclose alone does not tell.
void open_close_raw(benchmark::State& state) {
    for (auto _ : state) {
        void* const opened = ::dlopen(path, RTLD_NOW | RTLD_LOCAL);
        ::dlclose(opened);
        void* const probe = ::dlopen(path, RTLD_LAZY | RTLD_NOLOAD);
        benchmark::DoNotOptimize(probe);
        ::dlclose(probe);
    }
}

#ifdef FFIGUARD_BENCH_BOOST
void open_close_boost(benchmark::State& state) {
    for (auto _ : state) {
        boost::dll::shared_library opened(path, boost::dll::load_mode::search_system_folders);
        benchmark::DoNotOptimize(opened.is_loaded());
    }
}
BENCHMARK(open_close_boost)->Name("library open+close/boost::dll, which does not tell");
#endif

// A function that does as little as can be, so that the way to it is what is measured.
using function = int(int);
void call_symbol_ffiguard(benchmark::State& state) {
    const auto symbol = *ffiguard::library::open("libc.so.6")->find<function>("abs");
    for (auto _ : state) benchmark::DoNotOptimize(symbol(-42));
}
void call_symbol_raw(benchmark::State& state) {
    function* volatile opaque =
        reinterpret_cast<function*>(::dlsym(::dlopen("libc.so.6", RTLD_NOW), "abs"));
    function* const raw = opaque;
    for (auto _ : state) benchmark::DoNotOptimize(raw(-42));
}

}  // namespace

BENCHMARK(open_close_ffiguard)->Name("library open+close/ffiguard");
BENCHMARK(open_close_reason)->Name("library open+close+reason/ffiguard");
BENCHMARK(open_close_raw)->Name("library open+close+reason/dlopen+dlclose+NOLOAD");
BENCHMARK(open_close_raw)->Name("library open+close/dlopen+dlclose+NOLOAD");
BENCHMARK(call_symbol_ffiguard)->Name("call through a symbol/ffiguard");
BENCHMARK(call_symbol_raw)->Name("call through a symbol/raw pointer");

int main(int argc, char** argv) {
    if (::dlopen(path, RTLD_NOW) == nullptr) return EXIT_FAILURE;
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
