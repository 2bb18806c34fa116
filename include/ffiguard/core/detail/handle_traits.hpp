// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_HANDLE_TRAITS_HPP
#define FFIGUARD_CORE_DETAIL_HANDLE_TRAITS_HPP

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/trace.hpp>

// The requirements of unique_handle and shared_handle on their traits.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class Traits, class = void>
struct tells_empty : std::false_type {};
template <class Traits>
struct tells_empty<Traits, std::void_t<decltype(Traits::is_empty(
                               std::declval<const typename Traits::value_type&>()))>>
    : std::true_type {};

template <class Traits, class = void>
struct has_is_empty : std::false_type {};
template <class Traits>
struct has_is_empty<Traits, std::void_t<decltype(&Traits::is_empty)>> : std::true_type {};

/// A null pointer owns nothing, whatever empty() is, unless is_empty() says otherwise: passing one
/// to a closer is hardly ever intended, and usually a crash.
template <class Traits>
[[nodiscard]] constexpr bool is_empty_handle(const typename Traits::value_type& value) noexcept {
    static_assert(tells_empty<Traits>::value || !has_is_empty<Traits>::value,
                  "ffiguard: Traits::is_empty must be static and take a const value_type");
    if constexpr (tells_empty<Traits>::value)
        return Traits::is_empty(value);
    else if constexpr (std::is_pointer_v<typename Traits::value_type>)
        return value == nullptr || value == Traits::empty();
    else
        return value == Traits::empty();
}

template <class Traits>
constexpr bool is_empty_keeps_noexcept() noexcept {
    if constexpr (tells_empty<Traits>::value)
        return noexcept(Traits::is_empty(std::declval<const typename Traits::value_type&>()));
    else
        return true;
}

/// Traits without state, or whose state moves and swaps without an exception, if it can at all.
template <class Traits>
constexpr bool state_keeps_noexcept() noexcept {
    return (std::is_nothrow_move_constructible_v<Traits> ||
            !std::is_move_constructible_v<
                Traits>)&&(std::is_nothrow_swappable_v<Traits> ||
                           !std::is_swappable_v<Traits>)&&std::is_nothrow_destructible_v<Traits>;
}

/// Whether the empty value is known at compile time to be the null pointer.
template <class Traits, class = void>
struct is_null_when_empty : std::false_type {};
template <class Traits>
struct is_null_when_empty<Traits, std::enable_if_t<(Traits::empty() == nullptr)>> : std::true_type {
};

/// Whether the literal `nullptr` could be an owner's handle.
template <class Traits, class Null>
constexpr bool is_null_literal() noexcept {
    return std::is_same_v<Null, std::nullptr_t> && std::is_pointer_v<typename Traits::value_type>;
}
template <class Traits>
constexpr void check_null_literal() noexcept {
    static_assert(tells_empty<Traits>::value || is_null_when_empty<Traits>::value,
                  "ffiguard: nullptr stands for no handle, and the empty value of this owner is "
                  "another pointer. Write owner() or !owner; or give the traits an is_empty() that "
                  "says what null is (if empty() is null, it must be constexpr)");
}

/// What owners derive from.
template <class Traits>
struct handle_base {
    static_assert(!std::is_final_v<Traits>,
                  "ffiguard: an owner derives from its traits, which must not be final");
    using type = Traits;
};

template <class Traits, class = void>
struct keeps_errno : std::false_type {};
template <class Traits>
struct keeps_errno<Traits, std::enable_if_t<Traits::keeps_errno>> : std::true_type {};

template <class Value, class = void>
struct has_equality : std::false_type {};
template <class Value>
struct has_equality<
    Value, std::void_t<decltype(std::declval<const Value&>() == std::declval<const Value&>())>>
    : std::true_type {};

template <class Value>
[[nodiscard]] constexpr bool same_handle(const Value& a, const Value& b) noexcept {
    if constexpr (has_equality<Value>::value) {
        return a == b;
    } else {
        static_assert(std::has_unique_object_representations_v<Value>,
                      "ffiguard: a struct with padding or floats needs an operator== to be a "
                      "handle: reset(get()) must be told from a new one");
        return __builtin_memcmp(&a, &b, sizeof a) == 0;
    }
}

/// A total order. The built-in < is unspecified for unrelated pointers.
template <class Value>
[[nodiscard]] auto handle_order(const Value& value) noexcept {
    if constexpr (std::is_pointer_v<Value>)
        return reinterpret_cast<std::uintptr_t>(value);
    else
        return value;
}

template <class Answer>
[[nodiscard]] status to_status(Answer answer) noexcept {
    if constexpr (std::is_same_v<Answer, status> || std::is_same_v<Answer, status_code>) {
        return answer;
    } else {
        static_assert(
            (std::is_integral_v<Answer> && !std::is_same_v<Answer, bool>) || std::is_enum_v<Answer>,
            "ffiguard: a C function answers with void, a status or a number (0 is success)");
        if constexpr (std::is_enum_v<Answer>) {
            return to_status(static_cast<std::underlying_type_t<Answer>>(answer));
        } else {
            if (answer == 0) return status_code::ok;
            if (answer == static_cast<Answer>(-1)) return status::system(errno);
            // The detail has 32 bits; cutting the result must not turn it into a success.
            const auto detail = static_cast<std::int32_t>(answer);
            return status::foreign(detail != 0 ? detail : -1);
        }
    }
}

/// Whether an owner with the traits To may take over from one with the traits From: the same
/// resource, closed in the same way. Specialised by traits that convert from others.
template <class From, class To>
struct hands_over : std::false_type {};

struct no_errno_guard {
    // Not trivial, to avoid a warning about an unused variable.
    no_errno_guard() noexcept {}
};

/// Runs a callable that releases something. Keeps errno, unless Traits say that the callable does.
/// Returns the result as a status.
template <class Traits, class Release>
FFIGUARD_HIDDEN status run_release(Release&& release) noexcept {
    const std::conditional_t<keeps_errno<Traits>::value, no_errno_guard, errno_guard> keep;
    using answer = decltype(release());
    if constexpr (std::is_void_v<answer>) {
        release();
        return status_code::ok;
    } else {
        return to_status<answer>(release());
    }
}

/// What the traits say of a closer that refuses. Traits that say something include
/// core/life_cycle.hpp, so the others need not.
template <class Traits, class = void>
struct refusal_said {
    enum : bool { may_refuse = false };
};
template <class Traits>
struct refusal_said<Traits, std::void_t<typename Traits::life_cycle>> : Traits::life_cycle {};
template <class Traits>
FFIGUARD_HIDDEN void report_lost_handle(const typename Traits::value_type& value,
                                        status answer) noexcept;  // in refusals.hpp

template <class Traits>
FFIGUARD_HIDDEN status close_handle(const Traits& traits,
                                    typename Traits::value_type value) noexcept {
    const auto told = trace::releasing<Traits>(value);
    const status outcome = run_release<Traits>([&]() noexcept { return traits.close(value); });
    using said = refusal_said<Traits>;
    if constexpr (said::may_refuse) {
        if (said::is_refusal(outcome)) {
            trace::refuse<Traits>(told, outcome);
            return outcome;
        }
    }
    trace::release<Traits>(told, outcome);
    return outcome;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
