// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_GO_CALLBACK_ARGUMENT_HPP
#define FFIGUARD_GO_CALLBACK_ARGUMENT_HPP

#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/ffiguard.h>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace go {

/// In the signature of a callback: a pointer, or a struct of pointers (ffiguard_view), to memory
/// that is valid until the call returns. The Go function must copy what it needs at once
/// (C.GoStringN, C.GoBytes). Nothing checks that.
///
///     using on_line = ffiguard::go::callback<std::int32_t(
///         ffiguard::go::for_call<const char*>, std::int32_t)>;
///
/// If Go passes the memory on, to a goroutine, a channel or a field, it later reads freed memory:
/// pass the token of a scoped_loan (thread/scoped_loan.hpp) instead. C and Go see the type inside,
/// and the callback is called with that.
template <class T>
struct for_call;

/// In the signature of a callback: a pointer that Go does not dereference, and at most passes back
/// to C: `struct sqlite3_context *`, the user pointer of a C library.
template <class T>
struct opaque;

/// In the signature of a callback: a struct or union of your own that contains no pointer. C++17
/// cannot check that, so a struct that is not wrapped is refused.
template <class T>
struct by_value;

}  // namespace go

namespace detail {

/// The type that crosses, and whether the signature says what it is.
template <class T>
struct callback_argument {
    using type = T;
    enum : bool { is_said = false };
};
template <class T>
struct callback_argument<go::for_call<T>> {
    using type = T;
    enum : bool { is_said = true };
};
template <class T>
struct callback_argument<go::opaque<T>> {
    using type = T;
    enum : bool { is_said = true };
    static_assert(std::is_pointer_v<T>, "ffiguard: opaque<T>: T is a pointer");
};
template <class T>
struct callback_argument<go::by_value<T>> {
    using type = T;
    enum : bool { is_said = true };
    static_assert(std::is_class_v<T> || std::is_union_v<T>,
                  "ffiguard: by_value<T>: T is a struct or a union; all else needs no by_value");
    static_assert(!std::is_same_v<T, ffiguard_view> && !std::is_same_v<T, ffiguard_go_string> &&
                      !std::is_same_v<T, ffiguard_go_slice>,
                  "ffiguard: by_value<T>: T holds a pointer: for_call<T>");
};
template <class T>
using crossing_t = typename callback_argument<T>::type;

/// Whether it leads to memory. (A function does not end; an ffiguard_buffer is handed over.)
template <class T>
constexpr bool leads_to_memory() noexcept {
    return std::is_pointer_v<T> && !std::is_function_v<std::remove_pointer_t<T>>;
}
template <class T>
constexpr bool may_hold_pointers() noexcept {
    return !std::is_same_v<T, ffiguard_buffer> && (std::is_class_v<T> || std::is_union_v<T>);
}
template <class T>
constexpr bool is_safe_argument() noexcept {
    return callback_argument<T>::is_said || !leads_to_memory<std::remove_cv_t<T>>();
}
template <class T>
constexpr bool is_safe_struct() noexcept {
    return callback_argument<T>::is_said || !may_hold_pointers<std::remove_cv_t<T>>();
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
