// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_WAKE_HPP
#define FFIGUARD_CORE_DETAIL_WAKE_HPP

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/held.hpp>
#include <ffiguard/core/detail/member_name.hpp>

// Whether a close() calls T::closing(). One that looks like ours and cannot be called is a compile
// error: if it were skipped silently, no user would be woken.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

struct has_closing {
    int closing;
};
struct has_closing_is_not_called {
    int closing_is_not_called;
};
template <class T, class = void>
struct closing_is_ambiguous : std::true_type {};
template <class T>
struct closing_is_ambiguous<T, std::void_t<decltype(&derived_with<T, has_closing>::closing)>>
    : std::false_type {};
template <class T, class = void>
struct no_wake_is_ambiguous : std::true_type {};
template <class T>
struct no_wake_is_ambiguous<
    T, std::void_t<decltype(&derived_with<T, has_closing_is_not_called>::closing_is_not_called)>>
    : std::false_type {};

template <class T, class = void>
struct has_one_closing : std::false_type {};
template <class T>
struct has_one_closing<T, std::void_t<decltype(&T::closing)>> : std::true_type {};
template <class T, class = void>
struct has_no_wake : std::false_type {};
template <class T>
struct has_no_wake<T, std::void_t<typename T::closing_is_not_called>> : std::true_type {};
template <class T, class = void>
struct is_closing_callable : std::false_type {};
template <class T>
struct is_closing_callable<T, std::void_t<decltype(std::declval<T&>().closing())>>
    : std::true_type {};
/// `bool closing;`: not a function.
template <class T, class = void>
struct is_closing_data : std::false_type {};
template <class T>
struct is_closing_data<
    T, std::enable_if_t<std::is_object_v<std::remove_reference_t<decltype(T::closing)>>>>
    : std::true_type {};

/// Whether the class has a callable member with that name, even if private or overloaded. For a
/// class that is final or a union: what can be found out without deriving from it.
template <class T>
constexpr bool names_closing() noexcept {
    if constexpr (!is_complete_class<T>::value || is_closing_data<T>::value)
        return false;
    else if constexpr (can_be_derived_from<T>())
        return closing_is_ambiguous<T>::value && !no_wake_is_ambiguous<T>::value;
    else
        return (has_one_closing<T>::value || is_closing_callable<T>::value) &&
               !has_no_wake<T>::value;
}

/// Whether a close() calls T::closing(), or the text that says why it cannot.
template <class T>
constexpr bool is_woken() noexcept {
    if constexpr (names_closing<std::remove_cv_t<T>>()) {
        static_assert(is_closing_callable<T>::value,
                      "ffiguard: T::closing() takes no arguments and is public: handle_table<T> "
                      "calls it where a close() begins. If closing() is not for that, say `using "
                      "closing_is_not_called = void;` in the class");
        if constexpr (is_closing_callable<T>::value) {
            static_assert(noexcept(std::declval<T&>().closing()),
                          "ffiguard: handle_table<T> calls T::closing() while others are inside; "
                          "it must be noexcept");
            static_assert(std::is_void_v<decltype(std::declval<T&>().closing())>,
                          "ffiguard: handle_table<T> calls T::closing() where a close() begins; "
                          "what it returns would be lost. If closing() is not for that, say "
                          "`using closing_is_not_called = void;` in the class");
        }
        return is_closing_callable<T>::value;
    } else {
        return false;
    }
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
