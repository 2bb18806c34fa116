// SPDX-License-Identifier: BSL-1.0
// A plugin that handles SIGUSR1 from plugin_install() to plugin_restore().
#include <ffiguard/signal/signal_action.hpp>

#include <utility>

namespace {
ffiguard::signal_action guard;
void handle(int) {}
}  // namespace

extern "C" bool plugin_install() {
    auto installed = ffiguard::signal_action::install(SIGUSR1, &handle);
    if (!installed) return false;
    guard = *std::move(installed);
    return true;
}
extern "C" bool plugin_restore() { return guard.restore().ok(); }
