// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_CALL_PARTS_HPP
#define FFIGUARD_CORE_DETAIL_CALL_PARTS_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/held.hpp>
#include <ffiguard/core/detail/receives.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>

// What core/call.hpp requires of members, arguments and results.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// ---- arguments: a result is replaced by its value, and so is a view that was checked

template <class View>
using checked_view =
    std::enable_if_t<std::is_same_v<decltype(std::declval<const View&>().status()), status>>;

// Recognised by their members, because they are in go/: text_view has a view(), slice_view a
// span().
template <class Arg, class = void>
struct has_view : std::false_type {};
template <class Arg>
struct has_view<Arg, std::void_t<checked_view<Arg>, decltype(std::declval<const Arg&>().view())>>
    : std::true_type {};
template <class Arg, class = void>
struct has_span : std::false_type {};
template <class Arg>
struct has_span<Arg, std::void_t<checked_view<Arg>, decltype(std::declval<const Arg&>().span())>>
    : std::true_type {};

template <class Arg>
struct argument {
    enum : bool { is_result = false, is_checked = has_view<Arg>::value || has_span<Arg>::value };
    using type = Arg;
    using reason = status;
};
template <class Value, class E>
struct argument<result<Value, E>> {
    enum : bool { is_result = true, is_checked = true };
    using type = Value;
    using reason = std::conditional_t<std::is_same_v<E, status>, status, error>;
};
template <class Arg>
using argument_of = argument<std::remove_cv_t<std::remove_reference_t<Arg>>>;

template <class Arg>
decltype(auto) passed(Arg&& arg) noexcept {
    if constexpr (argument_of<Arg>::is_result)
        return *std::forward<Arg>(arg);
    else if constexpr (has_view<std::decay_t<Arg>>::value)
        return std::as_const(arg).view();
    else if constexpr (has_span<std::decay_t<Arg>>::value)
        return std::as_const(arg).span();
    else
        return std::forward<Arg>(arg);
}
/// The type with which the member gets an argument of type Arg&&.
template <class Arg>
using passed_t = decltype(detail::passed(std::declval<Arg>()));

/// Converts to a pointer, and to nothing that is made from one: that would be a second conversion.
struct text_probe {
    operator const char*() const noexcept;
};

/// Which of the arguments are C strings that become a std::string_view, a std::string, ...: these
/// would read a null pointer. A parameter that is a pointer itself may be null. Takes::with<...>
/// says whether the function can be called with these types.
template <class Takes, class... Args>
struct refused_nulls {
    template <class Arg>
    static constexpr bool is_c_text() noexcept {
        return std::is_same_v<std::remove_cv_t<std::remove_reference_t<Arg>>, const char*>;
    }
    template <std::size_t At, std::size_t... I>
    static constexpr bool takes_pointer(std::index_sequence<I...>) noexcept {
        return Takes::template with<std::conditional_t<I == At, text_probe, passed_t<Args>>...>();
    }
    template <std::size_t At, class Arg>
    static constexpr bool at() noexcept {
        if constexpr (is_c_text<Arg>())
            return !takes_pointer<At>(std::index_sequence_for<Args...>());
        else
            return false;
    }
    template <std::size_t... I>
    static constexpr bool any_of(std::index_sequence<I...>) noexcept {
        return (at<I, Args>() || ...);
    }
    static constexpr bool any() noexcept { return any_of(std::index_sequence_for<Args...>()); }
};

FFIGUARD_RARE inline void refuse_argument(error& why, std::uint64_t number, status reason,
                                          const char* text) noexcept {
    why = error(reason, "argument ", number, ": ", text);
}
FFIGUARD_RARE inline void refuse_argument(error& why, std::uint64_t number,
                                          const error& reason) noexcept {
    detail::refuse_argument(why, number, reason.status(), reason.message());
}
FFIGUARD_RARE inline void refuse_argument(error& why, std::uint64_t number,
                                          status reason) noexcept {
    detail::refuse_argument(why, number, error(reason));
}

template <bool RefusesNull, class Arg>
bool is_refused(const Arg& arg, std::uint64_t number, error& why) noexcept {
    if constexpr (RefusesNull) {
        if (arg != nullptr) return false;
        detail::refuse_argument(why, number, status_code::null, "null");
        return true;
    } else if constexpr (argument_of<Arg>::is_checked) {
        if (arg) return false;
        if constexpr (std::is_same_v<typename argument_of<Arg>::reason, status>)
            detail::refuse_argument(why, number, arg.status());
        else
            detail::refuse_argument(why, number, error(arg.error()));
        return true;
    } else {
        static_cast<void>(arg);
        static_cast<void>(number);
        static_cast<void>(why);
        return false;
    }
}

/// The outcome of a call: a status if it can be nothing else.
template <class Answer, class Nulls, class... Args>
using call_outcome = std::conditional_t<std::is_same_v<Answer, status> && !Nulls::any() &&
                                            !(argument_of<Args>::is_checked || ...),
                                        status, error>;

/// Success, or why the first of the arguments has no value. The text counts them from 1.
template <class Nulls, class Outcome, std::size_t... I, class... Args>
void find_refused(Outcome& why, std::index_sequence<I...>, const Args&... args) noexcept {
    static_cast<void>((is_refused<Nulls::template at<I, Args>()>(args, I + 1, why) || ...));
}
template <class Outcome, class Nulls, class... Args>
Outcome first_refused(const Args&... args) noexcept {
    Outcome why;
    if constexpr ((Nulls::any() || ... || argument_of<Args>::is_checked))
        find_refused<Nulls>(why, std::index_sequence_for<Args...>(), args...);
    else
        (static_cast<void>(args), ...);
    return why;
}

// ---- results

template <class Answer>
struct answer_of {
    enum : bool {
        is_result = argument<Answer>::is_result,
        has_value = is_result || !(std::is_void_v<Answer> || std::is_convertible_v<Answer, error>),
    };
    using type = typename argument<Answer>::type;
    using reason = typename argument<Answer>::reason;
    static_assert(!std::is_pointer_v<type>,
                  "ffiguard: no pointer crosses the boundary; answer a token, a copy or a "
                  "foreign_buffer");
};

template <class Value, class Out, class = void>
struct releases_to : std::false_type {};
template <class Value, class Out>
struct releases_to<Value, Out,
                   std::void_t<decltype(std::declval<Value&>().release_to(std::declval<Out*>()))>>
    : std::true_type {};

// Another integer type that holds every value: a conversion that {} does not call narrowing.
template <class Value, class Out, class = void>
struct widens_to : std::false_type {};
template <class Value, class Out>
struct widens_to<Value, Out, std::void_t<decltype(Out{std::declval<Value>()})>>
    : std::bool_constant<std::is_integral_v<Value> && std::is_integral_v<Out>> {};

template <class Value, class Out>
constexpr bool can_store() noexcept {
    if constexpr (std::is_void_v<Value>)
        return true;  // refused elsewhere with another text
    else if constexpr (std::is_arithmetic_v<Value> || std::is_enum_v<Value>)
        return std::is_same_v<Value, Out> || widens_to<Value, Out>::value;  // no number is cut
    else
        return releases_to<Value, Out>::value || handed_over<Value, Out>::value ||
               std::is_assignable_v<Out&, Value&&>;
}

template <class Value, class Out>
status store(Value&& value, Out* out) {
    if constexpr (releases_to<Value, Out>::value) {
        return value.release_to(out);
    } else if constexpr (handed_over<std::decay_t<Value>, Out>::value) {
        return handed_over<std::decay_t<Value>, Out>::store(std::forward<Value>(value), out);
    } else {
        *out = std::forward<Value>(value);
        return {};
    }
}

// ---- making

template <class T, class = void>
struct maker {
    using type = T;
};
template <class T>
struct maker<T, std::void_t<typename T::element_type>> {
    using type = typename T::element_type;  // of a smart pointer
};
template <class T>
using maker_of = typename maker<T>::type;

template <class Enabled, class T, class... Args>
struct has_create_if : std::false_type {};
template <class T, class... Args>
struct has_create_if<std::void_t<decltype(T::create(std::declval<Args>()...))>, T, Args...>
    : std::true_type {};
template <class T, class... Args>
using has_create = has_create_if<void, T, Args...>;

/// Chooses as call_new() does, by the arguments themselves.
template <class T, bool ByCreate>
struct maker_takes {
    template <class... Passed>
    static constexpr bool with() noexcept {
        if constexpr (ByCreate)
            return has_create<maker_of<T>, Passed...>::value;
        else
            return is_made_from<T, Passed...>::value;
    }
};

/// The same for call_new_child(), which chooses by the arguments Real.
template <class T, class Parent, class... Real>
struct child_takes {
    template <class... Passed>
    static constexpr bool with() noexcept {
        if constexpr (has_create<maker_of<T>, Parent, Real...>::value)
            return has_create<maker_of<T>, Parent, Passed...>::value;
        else if constexpr (is_made_from<T, Parent, Real...>::value)
            return is_made_from<T, Parent, Passed...>::value;
        else
            return is_made_from<T, Passed...>::value;
    }
};

inline ffiguard_status refuse_null_out(ffiguard_error* err) noexcept {
    return ffiguard::boundary(err,
                              [] { return error(status_code::null, "the out-parameter is null"); });
}

inline status give_token(const result<token>& made, token* to) noexcept {
    if (made) *to = *made;
    return made.status();
}
/// insert() puts what create() made into a table.
template <class Fresh, class Insert>
error give_token(Fresh&& fresh, token* to, const Insert& insert) {
    if (!fresh) return fresh.error();
    return give_token(insert(*std::forward<Fresh>(fresh)), to);
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
