// SPDX-License-Identifier: BSL-1.0
// A plugin that uses ffiguard itself: whatever that keeps for the shared object goes with it.
#include <ffiguard/ffiguard.hpp>

#include <csignal>

#include "plugin.h"

namespace {

ffiguard::handle_table<int> numbers;  // ends at dlclose()

void on_signal(int) {}

/// 0 where everything that ffiguard keeps per shared object was used.
int use_everything() {
    const auto number = numbers.emplace(1);
    if (!number || !numbers.pin(*number) || !numbers.close(*number).ok()) return 1;
    ffiguard::library_host host;
    const auto lease = host.acquire_token("libc.so.6");
    if (!lease || !host.release_token(*lease).ok()) return 2;
    auto action = ffiguard::signal_action::install(SIGUSR1, &on_signal);
    auto event = ffiguard::signal_event::on(ffiguard::signal_set::of<SIGUSR2>());
    if (!action || !event || !action->restore().ok() || !event->restore().ok()) return 3;
    auto worker = ffiguard::worker_thread::start(
        [](const ffiguard::worker_stop& stop) { static_cast<void>(stop.requested()); });
    if (!worker || !worker->stop().ok()) return 4;
    const auto name = ffiguard::thread_name::set("guarded");
    return name ? 0 : 5;
}

}  // namespace

extern "C" uint64_t fibonacci(int32_t n) {
    if (n < 2) return static_cast<uint64_t>(n);
    if (n == 2 && use_everything() != 0) return 0;
    return fibonacci(n - 1) + fibonacci(n - 2);
}
