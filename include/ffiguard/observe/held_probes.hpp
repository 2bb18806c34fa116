// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_HELD_PROBES_HPP
#define FFIGUARD_OBSERVE_HELD_PROBES_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/probe.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Fires the probe `held` for each open resource that has a record, for a tracer that started
/// later; then `refer`, if it is known what it refers to. Returns the number of resources; 0 if no
/// tracer listens, and without FFIGUARD_OBSERVE. The rules of for_each_held() apply: any thread,
/// but not a signal handler, so call it from a signal_event's loop.
FFIGUARD_HIDDEN inline std::uint64_t fire_held_probes() noexcept {
    std::uint64_t fired = 0;
    if (!detail::held_probe::is_wanted()) return fired;
    for_each_held([&](const held_resource& one) noexcept {
        detail::held_probe::fire(one.type.data(), one.type.size(), one.value, one.age_ms,
                                 one.parent, one.place);
        if (!one.referent.empty() && detail::refer_probe::is_wanted())
            detail::refer_probe::fire(one.referent.data(), one.referent.size(), one.value,
                                      reinterpret_cast<std::uintptr_t>(one.type.data()));
        ++fired;
    });
    return fired;
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
