// SPDX-License-Identifier: BSL-1.0
// A plugin with a crash_reporter of its own, which writes P.
#include <ffiguard/signal/crash_reporter.hpp>

#include <unistd.h>

#include <utility>

namespace {
ffiguard::crash_reporter reporter;
}  // namespace

extern "C" bool plugin_install() {
    auto made = ffiguard::crash_reporter::install([](int, siginfo_t*, void*) {
        const auto written = write(2, "P", 1);
        static_cast<void>(written);
    });
    if (!made) return false;
    reporter = *std::move(made);
    return true;
}
