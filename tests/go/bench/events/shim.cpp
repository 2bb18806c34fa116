// SPDX-License-Identifier: BSL-1.0
#include "shim.h"

#include <thread>

#include <ffiguard/exports.hpp>
#include <ffiguard/thread/event_queue.hpp>

namespace {
auto& events = *new ffiguard::event_queue<bench_event, 4096>;
}

FFIGUARD_EXPORT_EVENTS(bench_events, events);

void naive_events(void (*call)(uint64_t, uint64_t), uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) call(i, 2 * i);
}
void queued_events(uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i)
        while (!events.push({i, 2 * i}).ok()) std::this_thread::yield();
}
