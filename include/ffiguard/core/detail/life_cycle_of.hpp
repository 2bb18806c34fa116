// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_LIFE_CYCLE_OF_HPP
#define FFIGUARD_CORE_DETAIL_LIFE_CYCLE_OF_HPP

#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/held.hpp>
#include <ffiguard/core/life_cycle.hpp>

// Which class has the life_cycle of what a table stores, and what it says.

namespace ffiguard {
inline namespace FFIGUARD_ABI {

template <class Traits>
class shared_handle;
template <class Traits>
class shared_pin;
template <class T, std::uint8_t Tag>
class table_pin;

namespace detail {

template <class T>
struct type_is {
    using type = T;
};

template <class Any>
struct is_life_cycle : std::false_type {};
template <class... Answers>
struct is_life_cycle<life_cycle<Answers...>> : std::true_type {};

template <class T, class = void>
struct names_life_cycle : std::false_type {};
template <class T>
struct names_life_cycle<T, std::void_t<typename T::life_cycle>> : std::true_type {
    static_assert(is_life_cycle<typename T::life_cycle>::value,
                  "ffiguard: T::life_cycle is to be ffiguard::life_cycle<...>");
};
template <class T, class = void>
struct has_traits : std::false_type {};
template <class T>
struct has_traits<T, std::void_t<typename T::traits_type>> : std::true_type {};

/// Whether the class behind a pointer in a table has it.
template <class T>
constexpr bool speaks_behind() noexcept {
    return !names_life_cycle<T>::value && !has_traits<T>::value &&
           !std::is_void_v<typename pointee<T>::type>;
}

/// The object of what a table stores: what the pointer points to, otherwise itself.
template <class T>
[[nodiscard]] auto& object_behind(T& held) noexcept {
    if constexpr (speaks_behind<T>())
        return *held;
    else
        return held;
}
/// False for an empty pointer.
template <class T>
[[nodiscard]] bool is_there([[maybe_unused]] T& held) noexcept {
    if constexpr (speaks_behind<T>())
        return !points_to_nothing(held);
    else
        return true;
}

/// The class that has the life_cycle: the traits of an owner, what a pointer points to, otherwise
/// the type itself.
template <class T>
constexpr auto find_speaker() noexcept {
    if constexpr (names_life_cycle<T>::value)
        return type_is<T>();
    else if constexpr (has_traits<T>::value)
        return type_is<typename T::traits_type>();
    else if constexpr (speaks_behind<T>())
        return type_is<typename pointee<T>::type>();
    else
        return type_is<T>();
}
template <class T>
using speaker = typename decltype(find_speaker<T>())::type;

template <class T, bool Names = names_life_cycle<T>::value>
struct life_cycle_said {
    using type = life_cycle<>;
};
template <class T>
struct life_cycle_said<T, true> {
    using type = typename T::life_cycle;
};
template <class T>
using life_cycle_of = typename life_cycle_said<speaker<T>>::type;

template <class Parent>
struct keeps_parent : std::false_type {};
template <class Traits>
struct keeps_parent<shared_handle<Traits>> : std::true_type {};
template <class Traits>
struct keeps_parent<shared_pin<Traits>> : std::true_type {};
template <class T, std::uint8_t Tag>
struct keeps_parent<table_pin<T, Tag>> : std::true_type {};
/// Whether this is the parent that a T names, without something that keeps it.
template <class T, class Parent>
constexpr bool is_parent_alone() noexcept {
    if constexpr (life_cycle_of<T>::is_child && std::is_class_v<Parent> &&
                  !keeps_parent<Parent>::value)
        return std::is_base_of_v<typename life_cycle_of<T>::parent, speaker<Parent>>;
    else
        return false;
}

/// A template keeps the result of the first query. When identifies the code that asks again.
template <class T, class When, class = void>
struct says_something : std::false_type {};
template <class T, class When>
struct says_something<T, When, std::void_t<typename T::life_cycle>> : std::true_type {};
template <class T, class When, class = void>
struct has_a_close : std::false_type {};
template <class T, class When>
struct has_a_close<T, When, std::void_t<decltype(std::declval<T&>().close())>> : std::true_type {};

/// Whether what a pointer points to was complete where its table was used first. If not, what the
/// class says would be ignored silently.
template <class T, class When, class Object = typename pointee<T>::type>
constexpr bool was_heard() noexcept {
    if constexpr (std::is_void_v<Object>)
        return true;
    else
        return is_complete_class<Object>::value ||
               !(says_something<Object, When>::value || has_a_close<Object, When>::value);
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
