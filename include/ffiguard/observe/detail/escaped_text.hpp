// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_ESCAPED_TEXT_HPP
#define FFIGUARD_OBSERVE_DETAIL_ESCAPED_TEXT_HPP

#include <cstddef>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/function_ref.hpp>
#include <ffiguard/core/detail/text.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Writes value. A character is replaced by replacement(char) if that is not null. What is in
/// between is written as a whole, so that no UTF-8 character is cut.
FFIGUARD_RARE inline text_writer& write_replaced(
    text_writer& text, std::string_view value,
    function_ref<const char*(char)> replacement) noexcept {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char* const instead = replacement(value[i]);
        if (instead == nullptr) continue;
        text.append(value.data() + begin, i - begin) << instead;
        begin = i + 1;
    }
    return text.append(value.data() + begin, value.size() - begin);
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
