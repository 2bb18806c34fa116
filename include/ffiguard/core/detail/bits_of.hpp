// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_BITS_OF_HPP
#define FFIGUARD_CORE_DETAIL_BITS_OF_HPP

#include <cstdint>
#include <type_traits>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The raw handle as a number, for reports: of a struct, its first eight bytes.
template <class Value>
[[nodiscard]] std::uint64_t bits_of(const Value& value) noexcept {
    static_assert(std::is_trivially_copyable_v<Value>);
    std::uint64_t bits = 0;
    __builtin_memcpy(&bits, &value, sizeof value < sizeof bits ? sizeof value : sizeof bits);
    return bits;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
