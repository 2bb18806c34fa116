// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_TABLE_NUMBER_HPP
#define FFIGUARD_CORE_DETAIL_TABLE_NUMBER_HPP

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/detail/table_id.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Identifies the tokens of a handle_table: the number that it draws when it makes its first
/// object, and the process in which it did. Explains why a token is not one of its open ones.
template <std::uint8_t Tag>
class table_number {
public:
    constexpr table_number() noexcept = default;
    table_number(const table_number&) = delete;
    table_number& operator=(const table_number&) = delete;

    /// 0 if there were no objects yet.
    [[nodiscard]] std::uint32_t identity() const noexcept {
        return identity_.load(std::memory_order_relaxed);
    }
    /// 0 if the numbers for tables are used up.
    FFIGUARD_HIDDEN std::uint32_t identity_or_draw() noexcept {
        std::uint32_t known = identity();
        if (known != 0) return known;
        const std::uint16_t id = draw_table_id();
        if (id == 0) return 0;
        made_in_.take();
        const auto drawn = token_parts::make_identity(id, Tag);
        return identity_.compare_exchange_strong(known, drawn, std::memory_order_relaxed) ? drawn
                                                                                          : known;
    }
    /// Also for a token without a number, if there were no objects yet, and so no slots.
    [[nodiscard]] bool is_of(const token_parts& parts) const noexcept {
        return parts.identity == identity();
    }
    [[nodiscard]] const process_page& made_in() const noexcept { return made_in_; }

    /// For a token for which the table has no slot.
    [[nodiscard]] FFIGUARD_RARE status_code explain(token value) const noexcept {
        const auto parts = token_parts::split(value);
        if (value == 0) return status_code::null;
        if (token_parts::type_of(parts.identity) != Tag) return status_code::wrong_type;
        if (parts.identity != identity()) return status_code::wrong_table;
        return status_code::malformed;  // no such slot
    }
    /// For a token whose slot does not admit the caller.
    [[nodiscard]] FFIGUARD_RARE static status_code explain(const gate& door,
                                                           std::uint32_t generation) noexcept {
        const std::uint32_t now = door.generation();
        if (generation % 2 == 0 || generation > now) return status_code::malformed;
        // Closing; or closed, until the slot is used again.
        return now - generation <= 1 ? status_code::closed : status_code::stale;
    }

private:
    std::atomic<std::uint32_t> identity_{0};
    process_page made_in_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
