// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_HELD_HPP
#define FFIGUARD_CORE_DETAIL_HELD_HPP

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>

// What a table holds: the object itself, or a smart pointer to it.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class T, class = void>
struct is_smart_pointer : std::false_type {};
template <class T>
struct is_smart_pointer<T, std::void_t<typename T::element_type>> : std::true_type {};

/// False for an empty smart pointer.
template <class T>
[[nodiscard]] bool is_there([[maybe_unused]] const T& held) noexcept {
    if constexpr (is_smart_pointer<T>::value)
        return held != nullptr;
    else
        return true;
}
template <class T>
[[nodiscard]] auto& pointee(T& held) noexcept {
    if constexpr (is_smart_pointer<T>::value)
        return *held;
    else
        return held;
}
template <class T>
using pointee_t = std::remove_reference_t<decltype(detail::pointee(std::declval<T&>()))>;

template <class Enabled, class T, class... Args>
struct is_made_if : std::is_constructible<T, Args...> {};
template <class T, class... Args>
struct is_made_if<std::void_t<decltype(T{std::declval<Args>()...})>, T, Args...> : std::true_type {
};
template <class T, class... Args>
using is_made_from = is_made_if<void, T, Args...>;

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
