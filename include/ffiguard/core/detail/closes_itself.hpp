// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_CLOSES_ITSELF_HPP
#define FFIGUARD_CORE_DETAIL_CLOSES_ITSELF_HPP

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/held.hpp>
#include <ffiguard/core/detail/member_name.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>

// How the holder of an object (a handle_table, a thread_bound, a worker_thread) ends it: by
// close(), if the object or what it points to has one. A close() that looks like ours and cannot be
// called is a compile error, because silently skipping a close() is a leak.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// ---- a member with that name

struct has_close {
    int close;
};
struct has_close_is_not_called {
    int close_is_not_called;
};
template <class T, class = void>
struct close_is_ambiguous : std::true_type {};
template <class T>
struct close_is_ambiguous<T, std::void_t<decltype(&derived_with<T, has_close>::close)>>
    : std::false_type {};
template <class T, class = void>
struct opt_out_is_ambiguous : std::true_type {};
template <class T>
struct opt_out_is_ambiguous<
    T, std::void_t<decltype(&derived_with<T, has_close_is_not_called>::close_is_not_called)>>
    : std::false_type {};

// For a class that is final or a union: what can be found out without deriving from it.
template <class T, class = void>
struct has_one_close : std::false_type {};
template <class T>
struct has_one_close<T, std::void_t<decltype(&T::close)>> : std::true_type {};
template <class T, class = void>
struct has_opt_out : std::false_type {};
template <class T>
struct has_opt_out<T, std::void_t<typename T::close_is_not_called>> : std::true_type {};

template <class T, class = void>
struct is_close_callable : std::false_type {};
template <class T>
struct is_close_callable<T, std::void_t<decltype(std::declval<T&>().close())>> : std::true_type {};

/// Not a function: `double close;` of a share's price, or an enumerator.
template <class T, class = void>
struct is_close_data : std::false_type {};
template <class T>
struct is_close_data<
    T, std::enable_if_t<std::is_object_v<std::remove_reference_t<decltype(T::close)>>>>
    : std::true_type {};

template <class T>
constexpr bool names_close() noexcept {
    if constexpr (is_close_data<T>::value)
        return false;
    else if constexpr (can_be_derived_from<T>())
        return close_is_ambiguous<T>::value;
    else
        return has_one_close<T>::value || is_close_callable<T>::value;
}
template <class T>
constexpr bool says_close_is_not_called() noexcept {
    if constexpr (can_be_derived_from<T>())
        return opt_out_is_ambiguous<T>::value;
    else
        return has_opt_out<T>::value;
}

enum class closed_by { nothing, its_close, close_behind, closes_of_array };

template <class T>
constexpr closed_by how_closed() noexcept {
    if constexpr (is_complete_class<T>::value) {
        if constexpr (says_close_is_not_called<std::remove_cv_t<T>>())
            return closed_by::nothing;
        else if constexpr (names_close<std::remove_cv_t<T>>())
            return closed_by::its_close;
    }
    using behind = typename pointee<T>::type;
    if constexpr (!std::is_void_v<behind> && !std::is_same_v<behind, T>)
        if (how_closed<behind>() != closed_by::nothing) return closed_by::close_behind;
    using element = typename array_element<T>::type;
    if constexpr (std::is_void_v<behind> && !std::is_void_v<element>)
        if (how_closed<element>() != closed_by::nothing) return closed_by::closes_of_array;
    return closed_by::nothing;
}

// ---- what close() returns

template <class Answer>
struct close_answer_as {
    enum : bool {
        is_status = std::is_void_v<Answer> || std::is_convertible_v<Answer, status>,
        is_known = is_status || std::is_convertible_v<Answer, error>,
    };
    using type = std::conditional_t<is_status || !is_known, status, error>;
    static type from(const Answer& answer) noexcept { return answer; }
};
template <>
struct close_answer_as<void> {
    enum : bool { is_known = true };
    using type = status;
};
/// A result with an empty value (std::monostate). Any other value would be lost.
template <class Value, class E>
struct close_answer_as<result<Value, E>> {
    enum : bool { is_known = std::is_empty_v<Value> };
    using type = std::conditional_t<std::is_same_v<E, status>, status, error>;
    static type from(const result<Value, E>& answer) noexcept { return answer.error(); }
};

[[nodiscard]] inline status status_of(status outcome) noexcept { return outcome; }
[[nodiscard]] inline status status_of(const error& outcome) noexcept { return outcome.status(); }

/// T::close(), or the text that says why it cannot be called.
template <class T, bool Callable = is_close_callable<T>::value>
struct close_call {
    static_assert(Callable,
                  "ffiguard: what is kept here has a close() that cannot be called at its release: "
                  "it takes arguments, is not public, is ambiguous, or is not const where the "
                  "object is. Offer `status close() noexcept`; or if close() is not for the "
                  "release, say `using close_is_not_called = void;` in the class");
    using form = close_answer_as<void>;
};
template <class T>
struct close_call<T, true> {
    using given = decltype(std::declval<T&>().close());
    static_assert(noexcept(std::declval<T&>().close()),
                  "ffiguard: handle_table<T> calls T::close(); it must be noexcept. If close() is "
                  "not for the release, say `using close_is_not_called = void;` in the class");
    static_assert(close_answer_as<given>::is_known,
                  "ffiguard: the close() of what is kept here must return void, a status or an "
                  "error: of a number or a bool nobody knows what success is, and any other value "
                  "would be lost. If close() is not for the release, say `using "
                  "close_is_not_called = void;` in the class");
    using form = close_answer_as<given>;
};

// ---- all of it

/// closing<T>::close(object) does what is needed before the object is destroyed, and returns an
/// `answer`: a status, or an error if close() returns one. No instruction if T has no close().
/// Hidden, like all that closes: a closer may work on the state of its own shared object.
template <class T, closed_by How = how_closed<T>()>
struct closing {
    using answer = status;
    FFIGUARD_HIDDEN static answer close(T&) noexcept { return {}; }
};

template <class T>
struct closing<T, closed_by::its_close> {
    using form = typename close_call<T>::form;
    using answer = typename form::type;

    FFIGUARD_HIDDEN static answer close(T& object) noexcept {
        if constexpr (!is_close_callable<T>::value || !form::is_known) {
            return {};  // has been refused
        } else if constexpr (std::is_void_v<decltype(object.close())>) {
            object.close();
            return {};
        } else {
            answer outcome = form::from(object.close());
            // A user has closed it before.
            if (status_of(outcome) == status_code::closed) return {};
            return outcome;
        }
    }
};

template <class T>
struct closing<T, closed_by::closes_of_array> {
    static_assert(
        std::is_void_v<T>,
        "ffiguard: what is kept here is an array of objects that have a close(), and does "
        "not tell how many they are. Keep a class that closes them, or say `using "
        "close_is_not_called = void;` in theirs and close them in their destructor");
    using answer = status;
    FFIGUARD_HIDDEN static answer close(T&) noexcept { return {}; }
};

template <class T>
struct closing<T, closed_by::close_behind> {
    static_assert(
        is_optional<T>::value || !std::is_copy_constructible_v<T>,
        "ffiguard: what is kept here is a pointer that can be copied, and what it points to has a "
        "close(): nothing tells whether this one is the last owner. Keep a std::unique_ptr, or say "
        "`using close_is_not_called = void;` in the class and close it in its destructor");

    using behind = typename pointee<T>::type;
    using answer = typename closing<behind>::answer;

    FFIGUARD_HIDDEN static answer close(T& pointer) noexcept {
        if (points_to_nothing(pointer)) return {};
        return closing<behind>::close(*pointer);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
