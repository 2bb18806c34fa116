// SPDX-License-Identifier: BSL-1.0
#include <cstdint>

#include <utility>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/observe/inside_calls.hpp>
#include <ffiguard/signal/crash_reporter.hpp>

namespace {

struct sensor {
    void crash() noexcept {
        volatile int* volatile nowhere = nullptr;
        *nowhere = 1;
    }
};
auto& sensors = *new ffiguard::handle_table<sensor>;

struct feed {
    using life_cycle = ffiguard::life_cycle<ffiguard::deferrable_release>;
};
auto& feeds = *new ffiguard::handle_table<feed>;
auto& later = *new ffiguard::release_queue;

}  // namespace

extern "C" std::uint64_t planted_queued(void);
extern "C" std::uint64_t planted_drain(std::uint64_t at_most);
FFIGUARD_EXPORT_QUEUE(planted, later);

// Leaves two closed objects in the queue.
extern "C" void plant_queued(void) {
    const ffiguard::defer_releases here(later);
    for (int i = 0; i < 2; ++i) feeds.close(*feeds.emplace()).ignore();
}

// Of a token that was opened and closed here, so that both places are known.
extern "C" void plant_violation(void) {
    const ffiguard::token t = *sensors.emplace();
    sensors.close(t).ignore();
    ffiguard::report({ffiguard::violation::double_release, "planted", {}, {}, t});
}

// Crashes inside of a call.
extern "C" ffiguard_status plant_crash(ffiguard_token t, ffiguard_error* err) {
    return ffiguard::call<&sensor::crash>(sensors, t, err);
}
extern "C" ffiguard_token plant_sensor(void) {
    static auto& reporter = *new ffiguard::crash_reporter;
    auto made = ffiguard::crash_reporter::install(
        [](int, siginfo_t*, void*) { static_cast<void>(ffiguard::write_inside_calls(2)); });
    if (made) reporter = *std::move(made);
    return *sensors.emplace();
}
