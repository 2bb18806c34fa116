// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_COARSE_TIME_HPP
#define FFIGUARD_OBSERVE_DETAIL_COARSE_TIME_HPP

#include <cstdint>
#include <ctime>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// In ms. Costs a few ns, because it is the time of the last tick.
[[nodiscard]] inline std::uint64_t coarse_time() noexcept {
    std::timespec now{};
#ifdef CLOCK_MONOTONIC_COARSE
    static_cast<void>(::clock_gettime(CLOCK_MONOTONIC_COARSE, &now));
#elif defined(CLOCK_MONOTONIC)
    static_cast<void>(::clock_gettime(CLOCK_MONOTONIC, &now));
#else
    static_cast<void>(std::timespec_get(&now, TIME_UTC));
#endif
    return static_cast<std::uint64_t>(now.tv_sec) * 1000 +
           static_cast<std::uint64_t>(now.tv_nsec) / 1000000;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
