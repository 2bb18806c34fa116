// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_MEMBER_CALL_HPP
#define FFIGUARD_CORE_DETAIL_MEMBER_CALL_HPP

#include <type_traits>
#include <utility>

#include <ffiguard/core/closing_check.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/call_parts.hpp>

// How core/call.hpp calls a member: of what the table stores, or of what that points to.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class Function, class Class>
Class class_of_member(Function Class::*);
template <auto Member>
using member_class = decltype(class_of_member(Member));

template <class T, class Class, class = void>
struct points_to : std::false_type {};
template <class T, class Class>
struct points_to<T, Class,
                 std::enable_if_t<std::is_convertible_v<decltype(*std::declval<T&>()), Class&>>>
    : std::true_type {};

/// Whether the table stores the object itself.
template <auto Member, class T>
constexpr bool holds_object() noexcept {
    return std::is_base_of_v<member_class<Member>, T>;
}
template <auto Member, class T>
bool holds_nothing(const T& held) noexcept {
    if constexpr (holds_object<Member, T>()) {
        static_cast<void>(held);
        return false;
    } else {
        return held == nullptr;
    }
}

template <auto Member, class T>
member_class<Member>& object_of(T& held) noexcept {
    if constexpr (holds_object<Member, T>())
        return held;
    else
        return *held;
}

template <auto Member, class... Passed>
using is_member_called = std::is_invocable<decltype(Member), member_class<Member>&, Passed...>;
template <auto Member, class... Passed>
using member_called = std::invoke_result<decltype(Member), member_class<Member>&, Passed...>;

/// How a member is called with arguments: some start with a closing_check.
template <auto Member, class... Passed>
struct member_with {
    enum : bool {
        has_check = is_member_called<Member, closing_check, Passed...>::value,
        value = has_check || is_member_called<Member, Passed...>::value,
    };
};
template <auto Member, class... Passed>
using member_result = typename std::conditional_t<member_with<Member, Passed...>::has_check,
                                                  member_called<Member, closing_check, Passed...>,
                                                  member_called<Member, Passed...>>::type;
template <auto Member, class Pin, class... Passed>
decltype(auto) call_member(const Pin& inside, Passed&&... arguments) {
    auto& target = detail::object_of<Member>(*inside);
    if constexpr (member_with<Member, Passed...>::has_check)
        return (target.*Member)(inside.closing(), std::forward<Passed>(arguments)...);
    else
        return (target.*Member)(std::forward<Passed>(arguments)...);
}

template <auto Member, class T, class... Args>
struct member_call {
    static_assert(std::is_member_function_pointer_v<decltype(Member)>,
                  "ffiguard: call<> and call_into<> take a member function: call<&stream::flush>");
    using object = member_class<Member>;
    static_assert(std::is_base_of_v<object, T> || points_to<T, object>::value,
                  "ffiguard: the table holds no objects of the class of this member, nor what "
                  "points to one");
    static_assert(
        member_with<Member, passed_t<Args>...>::value,
        "ffiguard: this member cannot be called with these arguments (text from outside goes "
        "into a std::string_view: a std::string would have a c_str() that a NUL cuts)");
    using type = member_result<Member, passed_t<Args>...>;
    static_assert(!std::is_reference_v<type>,
                  "ffiguard: a member that foreign code calls answers by value: nothing keeps the "
                  "object after the call");
};
template <auto Member, class T, class... Args>
using member_answer = typename member_call<Member, T, Args...>::type;
template <auto Member>
struct member_takes {
    template <class... Passed>
    static constexpr bool with() noexcept {
        return member_with<Member, Passed...>::value;
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
