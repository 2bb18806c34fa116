// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_SIZED_TOKEN_HPP
#define FFIGUARD_CORE_DETAIL_SIZED_TOKEN_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/token.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A token as an observer gets it, if the class of its object says tells_bytes.
struct sized_token {
    token value = 0;  ///< first: see bits_of()
    std::uint64_t bytes = 0;

    constexpr operator token() const noexcept { return value; }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
