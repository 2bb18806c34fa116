// SPDX-License-Identifier: BSL-1.0
// A shared object with a ledger of its own, and another inline namespace than its host has.
#define FFIGUARD_OBSERVE 1
#define FFIGUARD_CHECK_LOCAL_REFS 1

#include <new>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/observe/observe_level.hpp>

namespace {
struct gadget {
    int value = 0;
};
ffiguard::handle_table<gadget> gadgets;
struct keepsake {};
// Never destroyed, and gone with the plugin.
alignas(64) unsigned char storage[sizeof(ffiguard::handle_table<keepsake>)];
auto& keepsakes = *::new (static_cast<void*>(storage)) ffiguard::handle_table<keepsake>;
}  // namespace

extern "C" ffiguard_token observed_plugin_open() { return gadgets.emplace().value_or(0); }
extern "C" void observed_plugin_forget() { static_cast<void>(keepsakes.emplace()); }
extern "C" void observed_plugin_close(ffiguard_token t) { gadgets.close(t).ignore(); }
