// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_EXPORT_PARTS_HPP
#define FFIGUARD_CORE_DETAIL_EXPORT_PARTS_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include <ffiguard/core/closing_check.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/receives.hpp>
#include <ffiguard/ffiguard.h>

// The parts of the macros of core/call.hpp: the parameters of a C function become those of its
// member.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class... Params>
struct parameters {};
template <class Answer, class... Params>
struct signature {
    using answer = Answer;
    using takes = parameters<Params...>;
};
template <class R, class C, class... P>
signature<R, P...> signature_of(R (C::*)(P...));
template <class R, class C, class... P>
signature<R, P...> signature_of(R (C::*)(P...) const);
template <class R, class C, class... P>
signature<R, P...> signature_of(R (C::*)(P...) &);
template <class R, class C, class... P>
signature<R, P...> signature_of(R (C::*)(P...) const&);
template <class R, class... P>
signature<R, P...> signature_of(R (*)(P...));

/// call() supplies a member's closing_check.
template <class Params>
struct without_check {
    using type = Params;
};
template <class... Rest>
struct without_check<parameters<closing_check, Rest...>> {
    using type = parameters<Rest...>;
};
template <class... Rest>
struct without_check<parameters<const closing_check&, Rest...>> {
    using type = parameters<Rest...>;
};

/// A number that is passed as another type without loss.
template <class Parameter, class Given, class = void>
struct keeps_number : std::false_type {};
template <class Parameter, class Given>
struct keeps_number<Parameter, Given, std::void_t<decltype(Parameter{std::declval<Given>()})>>
    : std::true_type {};

/// One parameter of the member, made from the first argument of the C function, or from two.
template <class Parameter, class Given>
decltype(auto) one_given(Given& given) noexcept {
    using to = std::remove_cv_t<std::remove_reference_t<Parameter>>;
    if constexpr (given_as<to, Given>::value) {
        return given_as<to, Given>::from(given);
    } else if constexpr (std::is_same_v<to, bool> && std::is_integral_v<Given>) {
        return given != 0;
    } else {
        static_assert(!std::is_arithmetic_v<to> || !std::is_arithmetic_v<Given> ||
                          keeps_number<to, Given>::value,
                      "ffiguard: a number of the C function would be cut, or change its sign, in "
                      "the parameter of the member: let the two have one type");
        static_assert(std::is_convertible_v<Given&, Parameter>,
                      "ffiguard: what the C function is given does not become the parameter of the "
                      "member. It is of the same type; or an ffiguard_view, or a pointer and a "
                      "count, for a std::string_view or a foreign_span (memory/foreign_span.hpp) "
                      "and for a c_string, a text without NUL (memory/c_string.hpp); or what Go "
                      "lends (go/view.hpp). For anything else write the body with call()");
        return (given);
    }
}
template <class Parameter, class First = void, class Second = void, class... More>
constexpr bool takes_two() noexcept {
    using to = std::remove_cv_t<std::remove_reference_t<Parameter>>;
    return given_as<to, First, Second>::value;
}

/// Three parameters that are an out-parameter for bytes: uint8_t*, size_t, uint64_t*.
template <class... Given>
struct room_of : std::false_type {};
template <class Byte, class Room, class Size>
struct room_of<Byte*, Room, Size*>
    : std::bool_constant<(std::is_same_v<Byte, unsigned char> ||
                          std::is_same_v<Byte, char>)&&std::is_unsigned_v<Room> &&
                         !std::is_same_v<Room, bool> && std::is_unsigned_v<Size> &&
                         sizeof(Size) == 8> {
    using type = bytes_room<Byte, Size>;
};
template <class Out>
struct is_bytes_room : std::false_type {};
template <class Byte, class Size>
struct is_bytes_room<bytes_room<Byte, Size>> : std::true_type {};

/// Calls body(rest, arguments...). rest is what no parameter has taken, or nothing. Always inlined:
/// it is the body of one function.
struct nothing {};
template <class Params>
struct fitted;
template <>
struct fitted<parameters<>> {
    template <class Body, class... Given>
    [[gnu::always_inline]] static ffiguard_status call(const Body& body, Given... given) {
        static_assert(sizeof...(Given) <= 1 || room_of<Given...>::value,
                      "ffiguard: the C function has more parameters than the member takes");
        if constexpr (sizeof...(Given) == 0)
            return body(nothing());
        else if constexpr (sizeof...(Given) == 1)
            return body(given...);
        else
            return body(typename room_of<Given...>::type{given...});
    }
};
template <class First, class... Rest>
struct fitted<parameters<First, Rest...>> {
    template <class Body, class... Given>
    [[gnu::always_inline]] static ffiguard_status call(const Body& body, Given... given) {
        static_assert(sizeof...(Given) != 0,
                      "ffiguard: the C function has fewer parameters than the member takes");
        if constexpr (sizeof...(Given) != 0) return take(body, given...);
    }

private:
    template <class Body, class A, class... More>
    [[gnu::always_inline]] static ffiguard_status take(const Body& body, A given, More... more) {
        if constexpr (takes_two<First, A, More...>()) {
            return take_two(body, given, more...);
        } else {
            const auto with = [&](auto rest, auto&&... others) {
                return body(rest, detail::one_given<First>(given),
                            std::forward<decltype(others)>(others)...);
            };
            return fitted<parameters<Rest...>>::call(with, more...);
        }
    }
    template <class Body, class A, class B, class... More>
    [[gnu::always_inline]] static ffiguard_status take_two(const Body& body, A a, B b,
                                                           More... more) {
        using to = std::remove_cv_t<std::remove_reference_t<First>>;
        const auto with = [&](auto rest, auto&&... others) {
            return body(rest, given_as<to, A, B>::from(a, b),
                        std::forward<decltype(others)>(others)...);
        };
        return fitted<parameters<Rest...>>::call(with, more...);
    }
};

/// The parameters of a create() that has one form. Those of a constructor or an overloaded create()
/// cannot be found, so the arguments are passed unchanged.
template <class T, class = void>
struct create_takes {
    enum : bool { is_known = false };
    using type = parameters<>;
};
template <class T>
struct create_takes<T, std::void_t<decltype(detail::signature_of(&T::create))>> {
    enum : bool { is_known = true };
    using type = typename decltype(detail::signature_of(&T::create))::takes;
};
template <class Params>
struct without_parent {
    using type = parameters<>;
};
template <class Parent, class... Rest>
struct without_parent<parameters<Parent, Rest...>> {
    using type = parameters<Rest...>;
};

template <class Makes, class Params, class Body, class... Given>
[[gnu::always_inline]] inline ffiguard_status make_exported(const Body& body, Given... given) {
    if constexpr (Makes::is_known) {
        return fitted<Params>::call(
            [&](auto rest, auto&&... args) {
                static_assert(std::is_same_v<decltype(rest), nothing>,
                              "ffiguard: the C function has more parameters than create() takes");
                return body(std::forward<decltype(args)>(args)...);
            },
            given...);
    } else {
        return body(given...);
    }
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
