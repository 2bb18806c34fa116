// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_TYPE_NAME_HPP
#define FFIGUARD_CORE_DETAIL_TYPE_NAME_HPP

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

struct type_text {
    const char* data;
    std::size_t size;
};

/// The name of T as the compiler spells it. Needs no RTTI.
template <class T>
[[nodiscard]] constexpr type_text type_name() noexcept {
#if defined(_MSC_VER) && !defined(__clang__)
    return {__FUNCSIG__, sizeof(__FUNCSIG__) - 1};
#else
    // "... type_name() [with T = foo]" (g++) or "... type_name() [T = foo]" (clang).
    const char* const text = __PRETTY_FUNCTION__;
    const std::size_t end = sizeof(__PRETTY_FUNCTION__) - 2;
    std::size_t begin = 0;
    while (!(text[begin] == 'T' && text[begin + 1] == ' ' && text[begin + 2] == '=')) ++begin;
    begin += 4;
    return {text + begin, end - begin};
#endif
}

/// Eight bits of the name. A value, not an address, which would change if a shared object is loaded
/// a second time.
template <class T>
[[nodiscard]] constexpr std::uint8_t type_tag() noexcept {
    const type_text name = type_name<T>();
    std::uint32_t hash = 2166136261U;  // FNV-1a
    for (std::size_t i = 0; i < name.size; ++i)
        hash = (hash ^ static_cast<unsigned char>(name.data[i])) * 16777619U;
    return static_cast<std::uint8_t>(hash ^ (hash >> 8) ^ (hash >> 16) ^ (hash >> 24));
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
