// SPDX-License-Identifier: BSL-1.0
// A plugin in C++ that uses ffiguard itself. Built twice: as g++ does it by default, and with
// -fno-gnu-unique.
#include "plugin.h"

#include <atomic>

#include <ffiguard/core/handle_table.hpp>

namespace {

struct counter {
    std::int64_t value = 0;
};

// Its destructor runs when the plugin is unloaded.
ffiguard::handle_table<counter> counters;

}  // namespace

// A static variable in an inline function. g++ marks it as unique in the process (STB_GNU_UNIQUE),
// and glibc never unloads a library with such a mark. -fno-gnu-unique or hidden visibility takes it
// away.
inline std::atomic<std::uint64_t>& made() {
    static std::atomic<std::uint64_t> count{0};
    return count;
}

extern "C" {

std::uint64_t fibonacci(std::int32_t n) {
    return n < 2 ? static_cast<std::uint64_t>(n > 0) : fibonacci(n - 1) + fibonacci(n - 2);
}

std::uint64_t counter_new() {
    const auto made_now = counters.emplace();
    if (!made_now) return 0;
    ++made();
    return *made_now;
}

std::int64_t counter_add(std::uint64_t counter, std::int64_t amount) {
    const auto inside = counters.pin(counter);
    return inside ? inside->value += amount : 0;
}

void counter_free(std::uint64_t counter) { static_cast<void>(counters.close(counter)); }

std::uint64_t counters_made() { return made(); }

}  // extern "C"
