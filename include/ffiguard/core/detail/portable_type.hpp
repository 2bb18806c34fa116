// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_PORTABLE_TYPE_HPP
#define FFIGUARD_CORE_DETAIL_PORTABLE_TYPE_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <ffiguard/core/config.hpp>

#define FFIGUARD_PORTABLE_TEXT_                                                                  \
    "ffiguard: bool, wchar_t, long and long double are not the same everywhere: an exported "    \
    "function takes std::int32_t, std::int64_t, std::uint8_t, size_t, float or double. Where "   \
    "the member takes a bool, give it a value, such as (flag != 0); where the other side knows " \
    "the type, specialize ffiguard::crosses_as_is"

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// For a type that the other side is known to understand in the same way, write
///
///     template <> struct ffiguard::crosses_as_is<bool> : std::true_type {};
///
/// in a header that all source files of the shim include.
template <class T>
struct crosses_as_is : std::false_type {};

namespace detail {

// long is 4 or 8 bytes, wchar_t 2 or 4, long double 8, 12 or 16. A bool is one byte in C++, where
// values other than 0 and 1 are undefined behaviour, and an int in Win32 and in many C headers.

/// The type behind all pointers and references, const or not.
template <class T>
struct pointed_at {
    using type = T;
};
template <class T>
struct pointed_at<T*> {
    using type = typename pointed_at<std::remove_cv_t<T>>::type;
};
template <class T>
using basic_type = typename pointed_at<std::remove_cv_t<std::remove_reference_t<T>>>::type;

/// By the type alone. Where long is int64_t or intptr_t itself, the two cannot be told apart.
template <class T>
constexpr bool is_platform_type() noexcept {
    constexpr bool is_long = !FFIGUARD_IS_WINDOWS() &&  // jint is long there
                             (std::is_same_v<T, long> || std::is_same_v<T, unsigned long>);
    constexpr bool is_fixed = std::is_same_v<T, std::int64_t> || std::is_same_v<T, std::uint64_t> ||
                              std::is_same_v<T, std::intptr_t> ||
                              std::is_same_v<T, std::uintptr_t> || std::is_same_v<T, std::size_t>;
    return std::is_same_v<T, bool> || std::is_same_v<T, wchar_t> ||
           std::is_same_v<T, long double> || (is_long && !is_fixed);
}

/// How often a text contains a word.
constexpr int count_word(const char* text, const char* word) noexcept {
    int count = 0;
    bool begins = true;
    for (; *text != '\0'; ++text) {
        if (begins) {
            std::size_t n = 0;
            while (word[n] != '\0' && text[n] == word[n]) ++n;
            const char next = text[n];
            count += word[n] == '\0' && (next == '\0' || next == ' ' || next == '*' || next == '&');
        }
        begins = *text == ' ' || *text == '*' || *text == '&';
    }
    return count;
}

/// By the type and by how it is spelled: a macro sees "long" where the type is int64_t.
template <class T>
constexpr bool is_portable(const char* written) noexcept {
    if (crosses_as_is<basic_type<T>>::value) return true;
    const bool is_long =
        detail::count_word(written, "long") == 1;  // long long is 8 bytes everywhere
    return !is_platform_type<basic_type<T>>() && !is_long;
}

/// For the arguments of call() and call_into(): a variable with such a type is most likely a
/// parameter of the exported function; a value, such as flag != 0, is not.
template <class Arg>
constexpr bool is_portable_argument() noexcept {
    return !std::is_lvalue_reference_v<Arg> || crosses_as_is<basic_type<Arg>>::value ||
           !is_platform_type<basic_type<Arg>>();
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
