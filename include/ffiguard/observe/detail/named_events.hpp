// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_NAMED_EVENTS_HPP
#define FFIGUARD_OBSERVE_DETAIL_NAMED_EVENTS_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#if FFIGUARD_OBSERVE
#include <ffiguard/observe/detail/module_ledger.hpp>
#include <ffiguard/observe/detail/named_types.hpp>
#include <ffiguard/observe/probe.hpp>
#endif

// The events of code that is not C++. They go to the ledger of the shared object that has the
// functions of ffiguard.h.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

#if FFIGUARD_OBSERVE
FFIGUARD_HIDDEN inline status named_opened(const char* type, std::uint64_t value,
                                           std::uint64_t parent, std::uint64_t bytes,
                                           std::uintptr_t place) noexcept {
    if (type == nullptr) return status_code::null;
    observed_type* const known = named_types_.of(type);
    if (known == nullptr) return status_code::overflow;
    const type_text name = known->name();
    if (acquire_probe::is_wanted()) acquire_probe::fire(name.data, name.size, value);
    if (parent != 0 && adopt_probe::is_wanted())
        adopt_probe::fire(name.data, name.size, value, parent);
    if (observe_level_now() == observe_level::off) return status_code::ok;
    detail::note_opened(*known, value, bytes, place, parent);
    return status_code::ok;
}
FFIGUARD_HIDDEN inline status named_closed(const char* type, std::uint64_t value,
                                           std::uint64_t bytes, std::uintptr_t place) noexcept {
    if (type == nullptr) return status_code::null;
    observed_type* const known = named_types_.of(type);
    if (known == nullptr) return status_code::overflow;
    const type_text name = known->name();
    if (released_probe::is_wanted()) released_probe::fire(name.data, name.size, value);
    if (observe_level_now() == observe_level::off) return status_code::ok;
    known->count_released(bytes);
    records_.remove(known, value, place);
    return status_code::ok;
}
#else
inline status named_opened(const char*, std::uint64_t, std::uint64_t, std::uint64_t,
                           std::uintptr_t) noexcept {
    return status_code::unsupported;
}
inline status named_closed(const char*, std::uint64_t, std::uint64_t, std::uintptr_t) noexcept {
    return status_code::unsupported;
}
#endif

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
