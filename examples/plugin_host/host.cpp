// SPDX-License-Identifier: BSL-1.0
// host PLUGIN.so...: a library_host leases each plugin, uses it, closes it, and tells what close()
// says has become of it, and at the end what stays. Exit status 0: every plugin worked, and two
// witnesses agree with each answer: the kernel's list of what is mapped, and the plugin's own
// variables when it is loaded once more.
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/library/function_table.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/library/library_host.hpp>

#include "plugin.h"

using ffiguard::close_answer;
using ffiguard::entry;
using ffiguard::library;
using ffiguard::symbol;

namespace {

// Each symbol keeps its plugin loaded.
struct plugin {
    symbol<decltype(::fibonacci)> fibonacci;
    symbol<decltype(::counter_new)> counter_new;
    symbol<decltype(::counter_add)> counter_add;
    symbol<decltype(::counter_free)> counter_free;
    symbol<decltype(::counters_made)> counters_made;
};

auto bind_plugin(const library& from) {
    return ffiguard::bind_table<plugin>(
        from, entry("fibonacci", &plugin::fibonacci), entry("counter_new", &plugin::counter_new),
        entry("counter_add", &plugin::counter_add), entry("counter_free", &plugin::counter_free),
        entry("counters_made", &plugin::counters_made));
}

// A counter is freed by the plugin that made it, and keeps that plugin loaded until then.
struct counter_traits {
    using value_type = std::uint64_t;
    symbol<decltype(::counter_free)> free;
    static constexpr value_type empty() noexcept { return 0; }
    void close(value_type counter) const noexcept { free(counter); }
};
using counter = ffiguard::unique_handle<counter_traits>;

bool is_mapped(const char* path) {
    std::ifstream maps("/proc/self/maps");
    if (!maps) {
        std::fprintf(stderr, "/proc/self/maps cannot be read\n");
        std::exit(2);
    }
    for (std::string line; std::getline(maps, line);)
        if (line.find(path) != std::string::npos) return true;
    return false;
}

constexpr char row[] = "%-10s | %13s | %7s | %-14s | %-14s | %-6s | %s\n";

int failures = 0;

void expect(bool holds, const char* name, const char* claim) {
    if (holds) return;
    std::fprintf(stderr, "%s: FAILED: %s\n", name, claim);
    ++failures;
}

std::int64_t count_to_42(const plugin& p) {
    const counter c(p.counter_new(), {p.counter_free});
    if (!c) return 0;
    p.counter_add(c.get(), 40);
    return p.counter_add(c.get(), 2);
}

void visit(ffiguard::library_host& host, const char* path, const char* name) {
    std::uint64_t fibonacci = 0;
    std::int64_t counted = 0;
    {
        const auto lease = host.acquire(path);
        if (!lease) return expect(false, name, lease.error().message());
        const auto p = bind_plugin(lease->get());
        if (!p) return expect(false, name, p.error().message());
        fibonacci = p->fibonacci(30);
        counted = count_to_42(*p);
        expect(is_mapped(path), name, "/proc/self/maps shows a plugin that is in use");
        expect(host.close(path).answer == close_answer::in_use, name, "a lease keeps its plugin");
    }
    const ffiguard::close_outcome outcome = host.close(path);
    const bool unloaded = outcome.answer == close_answer::unloaded;
    const bool resident = outcome.answer == close_answer::still_resident;
    const bool mapped = is_mapped(path);

    // A plugin that went starts afresh.
    const auto again = library::open(path);
    if (!again) return expect(false, name, again.error().message());
    const auto made = again->find<decltype(::counters_made)>("counters_made");
    if (!made) return expect(false, name, made.error().message());
    const bool fresh = (*made)() == 0;

    expect(fibonacci == 832040, name, "fibonacci(30) is 832040");
    expect(counted == 42, name, "the counter stands at 42");
    expect(mapped ? resident : unloaded, name, "close() says what /proc/self/maps shows");
    expect(fresh ? unloaded : resident, name, "close() says what the plugin's variables show");
    std::printf(row, name, std::to_string(fibonacci).c_str(), std::to_string(counted).c_str(),
                ffiguard::name(outcome.answer), unloaded ? "" : ffiguard::name(outcome.reason),
                mapped ? "mapped" : "gone", fresh ? "starts afresh" : "is as it was left");
}

}  // namespace

int main(int count, char** paths) {
    std::printf(row, "plugin", "fibonacci(30)", "counter", "close() says", "because of its",
                "kernel", "opened again it");
    ffiguard::library_host host(ffiguard::keep_always());
    for (int i = 1; i < count; ++i) {
        // As the kernel knows it.
        char path[PATH_MAX];
        if (::realpath(paths[i], path) == nullptr) {
            expect(false, paths[i], std::strerror(errno));
            continue;
        }
        const std::string file = std::strrchr(path, '/') + 1;
        visit(host, path, file.substr(0, file.rfind(".so")).c_str());
    }
    for (const ffiguard::library_record& left : host.shutdown(std::chrono::seconds(1)).stayed)
        std::printf("stays: %s (%s)\n", std::strrchr(left.path.c_str(), '/') + 1,
                    left.why().c_str());
    return failures == 0 ? 0 : 1;
}
