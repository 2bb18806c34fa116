// SPDX-License-Identifier: BSL-1.0
#include "shim.h"

#include <cstdlib>
#include <thread>
#include <utility>

#include <ffiguard/signal/crash_reporter.hpp>
#include <ffiguard/signal/signal_action.hpp>

namespace {

using ffiguard::crash_reporter;
using ffiguard::signal_action;

std::atomic<std::int32_t> terms{0}, reports{0};
signal_action term;
crash_reporter crashes;

void on_term(int) { ++terms; }
void on_term_chained(int signal, siginfo_t* info, void* context) {
    ++terms;
    static_cast<void>(signal_action::chain(&on_term_chained, signal, info, context));
}

void report(int, siginfo_t*, void*) {
    ++reports;
    const char line[] = "C++: crash reported\n";
    const auto written = write(2, line, sizeof line - 1);
    static_cast<void>(written);
}

bool install() {
    auto made = crash_reporter::install(&report);
    if (made) crashes = *std::move(made);
    return static_cast<bool>(made);
}

// Before Go's runtime, which then stays above and asks.
const bool early = std::getenv("FFIGUARD_CRASH_EARLY") != nullptr && install();

}  // namespace

extern "C" {

int32_t shim_take_term(int32_t chains) {
    auto taken = chains != 0 ? signal_action::install(SIGTERM, &on_term_chained)
                             : signal_action::install(SIGTERM, &on_term);
    if (!taken) return 0;
    term = *std::move(taken);
    return 1;
}
int32_t shim_terms(void) { return terms; }
int32_t shim_give_term_back(void) { return term.restore().ok(); }

int32_t shim_report_crashes(void) { return early || install(); }
int32_t shim_reports(void) { return reports; }
int32_t shim_report_no_crashes(void) { return crashes.restore().ok(); }
void shim_crash(void) {
    volatile int* volatile nowhere = nullptr;
    *nowhere = 1;
}
void shim_crash_on_thread(void) { std::thread(&shim_crash).join(); }
}
