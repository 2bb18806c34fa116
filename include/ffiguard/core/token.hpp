// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_TOKEN_HPP
#define FFIGUARD_CORE_TOKEN_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/ffiguard.h>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// What Go and Java hold instead of a pointer. 0 is never valid.
using token = ffiguard_token;

namespace detail {

/// The fields of a token:
///
///     bits 63..48  47..40  39..22       21..0
///     [ table   ]  [type]  [generation] [index]
///
/// The generation is odd while the resource is open. So a token is never 0, and a forged token for
/// a free slot never matches.
struct token_parts {
    enum : std::uint32_t { index_bits = 22, generation_bits = 18, type_bits = 8, table_bits = 16 };
    enum : std::uint32_t {
        max_index = (std::uint32_t{1} << index_bits) - 1,
        max_generation = (std::uint32_t{1} << generation_bits) - 1,
    };

    std::uint32_t index;
    std::uint32_t generation;
    std::uint32_t identity;  ///< table and type

    static constexpr std::uint32_t make_identity(std::uint16_t table, std::uint8_t type) noexcept {
        return (std::uint32_t{table} << type_bits) | type;
    }
    static constexpr std::uint8_t type_of(std::uint32_t identity) noexcept {
        return static_cast<std::uint8_t>(identity);
    }
    static constexpr token_parts split(token value) noexcept {
        return {static_cast<std::uint32_t>(value) & max_index,
                static_cast<std::uint32_t>(value >> index_bits) & max_generation,
                static_cast<std::uint32_t>(value >> (index_bits + generation_bits))};
    }
    constexpr token join() const noexcept {
        return (token{identity} << (index_bits + generation_bits)) |
               (token{generation} << index_bits) | index;
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
