// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_GROWING_WAIT_HPP
#define FFIGUARD_THREAD_DETAIL_GROWING_WAIT_HPP

#include <chrono>
#include <thread>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Asks done() at growing intervals, at most a millisecond apart, until it is true; false: limit
/// has passed. The awaited change needs no lock and no wake-up.
template <class Done>
[[nodiscard]] bool wait_within(std::chrono::nanoseconds limit, Done&& done) noexcept {
    using std::chrono::microseconds;
    if (done()) return true;
    const auto start = std::chrono::steady_clock::now();
    std::chrono::nanoseconds pause{0};
    while (std::chrono::steady_clock::now() - start < limit) {
        if (pause < microseconds(20))
            std::this_thread::yield();
        else
            std::this_thread::sleep_for(pause);
        pause = pause < microseconds(500) ? pause * 2 + microseconds(1) : microseconds(1000);
        if (done()) return true;
    }
    return false;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
