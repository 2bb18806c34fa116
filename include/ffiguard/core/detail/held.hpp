// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_HELD_HPP
#define FFIGUARD_CORE_DETAIL_HELD_HPP

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>

// What a table stores: the object itself, a pointer to it, or an optional one; and how it is made.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class T, class = void>
struct is_complete_class : std::false_type {};
template <class T>
struct is_complete_class<T, std::enable_if_t<sizeof(T) != 0>>
    : std::bool_constant<std::is_class_v<T> || std::is_union_v<T>> {};

// Does not try its *: in libstdc++ that of a unique_ptr<void, D> is a hard error.
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
               std::enable_if_t<std::is_lvalue_reference_v<decltype(*std::declval<T&>())>>> {
    using type = std::remove_reference_t<decltype(*std::declval<T&>())>;
};

/// For a unique_ptr<E[]> or shared_ptr<E[]>, which do not know their size. A span has no get().
template <class T, class = void>
struct array_element {
    using type = void;
};
template <class T>
struct array_element<T, std::enable_if_t<std::is_same_v<decltype(std::declval<T&>()[0]),
                                                        decltype(*std::declval<T&>().get())>>> {
    using type = std::remove_reference_t<decltype(std::declval<T&>()[0])>;
};

template <class T, class = void>
struct equals_null : std::false_type {};
template <class T>
struct equals_null<T, std::void_t<decltype(std::declval<T&>() == nullptr)>> : std::true_type {};
template <class T>
[[nodiscard]] bool points_to_nothing(T& pointer) noexcept {
    if constexpr (std::is_constructible_v<bool, T&>)
        return !static_cast<bool>(pointer);
    else if constexpr (equals_null<T>::value)
        return pointer == nullptr;
    else
        return false;  // it never does
}

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
