// SPDX-License-Identifier: BSL-1.0
// calls PLUGIN N REPEATS: fibonacci(N) of a plugin of examples/plugin_host through a symbol and
// through a raw pointer, and fibonacci(N / 2) by 100 threads of 500 calls each. Prints
// milliseconds of the processor, the best of REPEATS that take turns: alone raw, symbol; 100
// threads raw, symbol.
#include <dlfcn.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <vector>

#include <ffiguard/library/library.hpp>

#include "plugin.h"

namespace {

using function = decltype(::fibonacci);

template <class Body>
double milliseconds(Body body) {
    // Of the processor, so that other programs do not count.
    const std::clock_t start = std::clock();
    body();
    return static_cast<double>(std::clock() - start) * 1000 / CLOCKS_PER_SEC;
}

template <class Callable>
double alone(const Callable& fibonacci, std::int32_t n) {
    return milliseconds([&] {
        if (fibonacci(n) == 0) std::exit(1);
    });
}

template <class Callable>
double at_once(const Callable& fibonacci, std::int32_t n, std::uint64_t expected) {
    std::atomic<int> wrong{0};
    const double time = milliseconds([&] {
        std::vector<std::thread> callers;
        for (int i = 0; i < 100; ++i)
            callers.emplace_back([&] {
                for (int k = 0; k < 500; ++k) wrong += fibonacci(n) != expected;
            });
        for (std::thread& caller : callers) caller.join();
    });
    if (wrong != 0) std::exit(1);
    return time;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) return 2;
    const char* const path = arguments[1];
    const auto n = static_cast<std::int32_t>(std::strtol(arguments[2], nullptr, 10));
    const auto opened = ffiguard::library::open(path);
    if (!opened) return std::fprintf(stderr, "%s\n", opened.error().message()), 1;
    const auto found = opened->find<function>("fibonacci");
    if (!found) return std::fprintf(stderr, "%s\n", found.error().message()), 1;
    const auto& guarded = *found;
    function* const raw =
        reinterpret_cast<function*>(::dlsym(::dlopen(path, RTLD_NOW), "fibonacci"));
    if (raw == nullptr) return 1;

    const std::uint64_t half = raw(n / 2);
    double best[] = {1e9, 1e9, 1e9, 1e9};
    for (long i = std::strtol(arguments[3], nullptr, 10); i > 0; --i) {
        best[0] = std::min(best[0], alone(raw, n));
        best[1] = std::min(best[1], alone(guarded, n));
        best[2] = std::min(best[2], at_once(raw, n / 2, half));
        best[3] = std::min(best[3], at_once(guarded, n / 2, half));
    }
    std::printf("%.3f %.3f %.3f %.3f\n", best[0], best[1], best[2], best[3]);
}
