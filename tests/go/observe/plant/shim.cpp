// SPDX-License-Identifier: BSL-1.0
#include <cstdint>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/core/violation.hpp>

namespace {

struct sensor {};
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
