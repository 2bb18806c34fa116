// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_KEEP_POLICY_HPP
#define FFIGUARD_LIBRARY_KEEP_POLICY_HPP

#include <chrono>
#include <cstdint>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// What a library_host does with a library after its last lease. Made by unload_at_zero(),
/// keep_for() and keep_always().
class keep_policy {
public:
    /// As unload_at_zero().
    constexpr keep_policy() noexcept = default;

    /// For how long: 0 for unload_at_zero, nanoseconds::max() for keep_always.
    [[nodiscard]] constexpr std::chrono::nanoseconds duration() const noexcept {
        return std::chrono::nanoseconds(nanoseconds_);
    }

    friend constexpr bool operator==(keep_policy a, keep_policy b) noexcept {
        return a.nanoseconds_ == b.nanoseconds_;
    }
    friend constexpr bool operator!=(keep_policy a, keep_policy b) noexcept { return !(a == b); }

    friend constexpr keep_policy keep_for(std::chrono::nanoseconds) noexcept;

private:
    constexpr explicit keep_policy(std::int64_t nanoseconds) noexcept : nanoseconds_(nanoseconds) {}

    std::int64_t nanoseconds_ = 0;
};

/// Unloads when the last lease ends. (A library that was only preloaded stays until then.)
[[nodiscard]] constexpr keep_policy unload_at_zero() noexcept { return {}; }

/// Unloads when there has been no lease for that long, at the next operation of the host, which has
/// no thread of its own. 0 or less means unload_at_zero.
[[nodiscard]] constexpr keep_policy keep_for(std::chrono::nanoseconds duration) noexcept {
    return keep_policy(duration.count() < 0 ? 0 : std::int64_t{duration.count()});
}

/// Unloads when the host shuts down.
[[nodiscard]] constexpr keep_policy keep_always() noexcept {
    return keep_for((std::chrono::nanoseconds::max)());
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
