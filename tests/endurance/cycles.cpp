// SPDX-License-Identifier: BSL-1.0
// cycles ffiguard|raw|lossy PLUGIN CYCLES: opens a plugin of examples/plugin_host, calls it and closes
// it, again and again, through ffiguard or with bare dlopen and dlclose; lossy also loses 60 bytes
// each time. Prints the seconds that
// took, by how many KB the anonymous memory of the process has grown meanwhile, and by how many
// bytes what malloc has given out (0 where it does not tell).
#include <dlfcn.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <ffiguard/library/library.hpp>

#include "plugin.h"

namespace {

[[noreturn]] void give_up(const char* what, const char* why) {
    std::fprintf(stderr, "%s: %s\n", what, why);
    std::exit(1);
}

void check(std::uint64_t answer) {
    if (answer != 5) give_up("fibonacci(5)", "is not 5");
}

void raw_cycle(const char* path) {
    void* const opened = ::dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (opened == nullptr) give_up(path, ::dlerror());
    void* const found = ::dlsym(opened, "fibonacci");
    if (found == nullptr) give_up(path, ::dlerror());
    check(reinterpret_cast<decltype(::fibonacci)*>(found)(5));
    if (::dlclose(opened) != 0) give_up(path, ::dlerror());
}

void guarded_cycle(const char* path) {
    auto opened = ffiguard::library::open(path);
    if (!opened) give_up(path, opened.error().message());
    {
        const auto fibonacci = opened->find<decltype(::fibonacci)>("fibonacci");
        if (!fibonacci) give_up(path, fibonacci.error().message());
        check((*fibonacci)(5));
    }
    const ffiguard::close_outcome outcome = opened->close();
    if (!outcome.status().ok()) give_up(path, name(outcome.answer));
}

void lossy_cycle(const char* path) {
    raw_cycle(path);
    static void* volatile lost;
    lost = std::malloc(60);
    static_cast<void>(lost);
}

long anonymous_kb() {
    std::FILE* const rollup = std::fopen("/proc/self/smaps_rollup", "r");
    if (rollup == nullptr) give_up("/proc/self/smaps_rollup", "cannot be read");
    char line[256];
    long kb = -1;
    while (kb < 0 && std::fgets(line, sizeof line, rollup) != nullptr)
        if (std::strncmp(line, "Anonymous:", 10) == 0) kb = std::strtol(line + 10, nullptr, 10);
    std::fclose(rollup);
    return kb;
}

/// To the byte: 60 bytes lost a cycle are a page after 68 cycles, and pages alone show nothing of
/// what is lost in a short run.
long allocated_bytes() {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
    return static_cast<long>(::mallinfo2().uordblks);
#else
    return 0;
#endif
}

struct growth {
    double seconds;
    long kb;
    long bytes;
};

growth run(void (*cycle)(const char*), const char* path, long cycles) {
    const long before = anonymous_kb();
    const long bytes_before = allocated_bytes();
    const auto start = std::chrono::steady_clock::now();
    for (long i = 0; i < cycles; ++i) cycle(path);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    const long bytes = allocated_bytes() - bytes_before;
    return {time.count(), anonymous_kb() - before, bytes};
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) give_up("usage", "cycles ffiguard|raw|lossy PLUGIN CYCLES");
    const auto cycle = std::strcmp(arguments[1], "raw") == 0     ? &raw_cycle
                       : std::strcmp(arguments[1], "lossy") == 0 ? &lossy_cycle
                                                                 : &guarded_cycle;
    // What is allocated once, by the loader, by malloc or by Go's runtime, is no growth.
    static_cast<void>(run(cycle, arguments[2], 100));
    const growth grown = run(cycle, arguments[2], std::strtol(arguments[3], nullptr, 10));
    std::printf("%.6f %ld %ld\n", grown.seconds, grown.kb, grown.bytes);
}
