// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_CALL_BUCKETS_HPP
#define FFIGUARD_OBSERVE_DETAIL_CALL_BUCKETS_HPP

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Log-linear buckets for times in ns, four for each doubling. A time in a bucket is at most its
/// limit and more than the limit before, so the limit is at most 25 % too long. The limits are part
/// of ffiguard_ledger_1.
struct call_buckets {
    enum : std::size_t { size = 140 };

    [[nodiscard]] static constexpr std::size_t of(std::uint64_t ns) noexcept {
        const std::uint64_t below = ns == 0 ? 0 : ns - 1;
        if (below < 4) return static_cast<std::size_t>(below);
        const unsigned doubling = power_below(below);
        const std::size_t at = std::size_t{doubling - 1} * 4 +
                               static_cast<std::size_t>((below >> (doubling - 2)) & 3U);
        return at < size ? at : size - 1;
    }
    /// The exponent of the highest power of 2 that is not above value, which is not 0.
    [[nodiscard]] static constexpr unsigned power_below(std::uint64_t value) noexcept {
#ifdef __GNUC__
        return static_cast<unsigned>(63 - __builtin_clzll(value));  // one instruction
#else
        unsigned power = 0;
        while ((value >>= 1U) != 0) ++power;
        return power;
#endif
    }
    /// In ns. The last bucket, whose limit is 69 s, also counts longer times.
    [[nodiscard]] static constexpr std::uint64_t limit(std::size_t bucket) noexcept {
        if (bucket < 4) return bucket + 1;
        return static_cast<std::uint64_t>(5 + bucket % 4) << (bucket / 4 - 1);
    }
    /// The bucket whose limit is 2 to this power.
    [[nodiscard]] static constexpr std::size_t of_power(unsigned power) noexcept {
        return (power - 2) * 4 + 3;
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
