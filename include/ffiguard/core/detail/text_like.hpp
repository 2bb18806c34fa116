// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_TEXT_LIKE_HPP
#define FFIGUARD_CORE_DETAIL_TEXT_LIKE_HPP

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// Recognised by their members, not by name, so that core/ needs neither <string_view> nor
// <filesystem>.
template <class Text>
using c_str_of = std::enable_if_t<
    std::is_convertible_v<decltype(std::declval<const Text&>().c_str()), const char*>>;

template <class Text, class = void>
struct has_c_str : std::false_type {};
template <class Text>
struct has_c_str<Text, c_str_of<Text>> : std::true_type {};

/// std::string and the like: c_str() and size().
template <class Text, class = void>
struct is_string : std::false_type {};
template <class Text>
struct is_string<Text, std::void_t<c_str_of<Text>, decltype(std::declval<const Text&>().size())>>
    : std::true_type {};

/// std::filesystem::path if its characters are char: c_str() and native().
template <class Text, class = void>
struct is_path : std::false_type {};
template <class Text>
struct is_path<Text,
               std::void_t<c_str_of<Text>, decltype(std::declval<const Text&>().native().size())>>
    : std::true_type {};

/// std::string_view and the like: data() and size(), and no NUL at the end.
template <class Text, class = void>
struct is_text_view : std::false_type {};
template <class Text>
struct is_text_view<Text,
                    std::void_t<std::enable_if_t<std::is_convertible_v<
                                    decltype(std::declval<const Text&>().data()), const char*>>,
                                decltype(std::declval<const Text&>().size())>>
    : std::negation<has_c_str<Text>> {};

template <class Text>
constexpr bool is_text() noexcept {
    return is_string<Text>::value || is_path<Text>::value || is_text_view<Text>::value;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
