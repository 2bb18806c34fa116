// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/token.hpp>

#include <set>

#include <doctest/doctest.h>

#include <ffiguard/core/detail/table_id.hpp>

using ffiguard::detail::token_parts;

static_assert(token_parts::index_bits + token_parts::generation_bits + token_parts::type_bits +
                  token_parts::table_bits ==
              64);

TEST_CASE("a token is put together and taken apart without loss, at the limits too") {
    for (const token_parts in :
         {token_parts{0, 1, token_parts::make_identity(1, 0)},
          token_parts{token_parts::max_index, token_parts::max_generation,
                      token_parts::make_identity(0xFFFF, 0xFF)},
          token_parts{12345, 77, token_parts::make_identity(0x8001, 0x7F)}}) {
        const token_parts out = token_parts::split(in.join());
        CHECK(out.index == in.index);
        CHECK(out.generation == in.generation);
        CHECK(out.identity == in.identity);
    }
}

TEST_CASE("tables of one shared object have different numbers until they are spent") {
    auto& drawn = ffiguard::detail::tables_drawn_;
    const std::uint64_t before = drawn;  // other tests had tables
    std::set<std::uint16_t> ids;
    while (const std::uint16_t id = ffiguard::detail::draw_table_id()) ids.insert(id);
    CHECK(static_cast<std::uint32_t>(before) + ids.size() == 65535);
    CHECK(ffiguard::detail::draw_table_id() == 0);
    drawn = before;
}
