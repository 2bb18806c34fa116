// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_HELD_HPP
#define FFIGUARD_CORE_DETAIL_HELD_HPP

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>

// What a table holds: the object itself, a pointer to it, or an optional one; and how it is made.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class T, class = void>
struct is_complete_class : std::false_type {};
template <class T>
struct is_complete_class<T, std::enable_if_t<sizeof(T) != 0>>
    : std::bool_constant<std::is_class_v<T> || std::is_union_v<T>> {};

// Not asked for its *: in libstdc++ that of a unique_ptr<void, D> is a hard error.
template <class T, class = void>
struct points_to_void : std::is_void<std::remove_pointer_t<T>> {};
template <class T>
struct points_to_void<T, std::enable_if_t<std::is_void_v<typename T::element_type>>>
    : std::true_type {};

template <class T, bool ToVoid = points_to_void<T>::value, class = void>
struct pointee {
    using type = void;
};
template <class T>
struct pointee<T, false,
               std::enable_if_t<std::is_lvalue_reference_v<decltype(*std::declval<T&>())> &&
                                std::is_constructible_v<bool, T&>>> {
    using type = std::remove_reference_t<decltype(*std::declval<T&>())>;
};

template <class T, class = void>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<T, std::void_t<decltype(std::declval<T&>().has_value())>> : std::true_type {};

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
