// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_RECEIVES_HPP
#define FFIGUARD_CORE_DETAIL_RECEIVES_HPP

#include <type_traits>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

namespace detail {

/// How a C function that writes through a pointer fills an owner. Specialised next to each owner
/// that out_param() supports. All members are static and noexcept:
///
///     slot_type                     what the function writes: a handle
///     empty(), is_empty(slot)       nothing has been written
///     clear(owner)                  closes what is owned
///     holds(owner, slot)            whether the owner has this same handle
///     put(owner, slot)              the empty owner takes it over: void, or a status
///     close(owner, slot)            closes a handle that the owner cannot take
///     take(owner)                   for inout_param(), if possible: the handle and the duty
///
/// An owner of memory with a count has pointer instead of slot_type. put() gets the count as a
/// third parameter, and take() returns both.
template <class Owner>
struct receives;

/// How call_into() stores a member's result in an out-parameter that it cannot be assigned to.
/// Specialised next to the owner that does it: store(value, out) returns a status.
template <class Value, class Out, class = void>
struct handed_over : std::false_type {};

/// An out-parameter of three: the bytes of a result go to the caller's memory, and *size is set to
/// their number, even if they do not fit.
template <class Byte, class Size>
struct bytes_room {
    Byte* to;
    unsigned long long room;
    Size* size;
};
template <class Out>
constexpr bool is_missing(const Out* out) noexcept {
    return out == nullptr;
}
template <class Byte, class Size>
constexpr bool is_missing(const bytes_room<Byte, Size>* out) noexcept {
    return out->size == nullptr || (out->to == nullptr && out->room != 0);
}
template <class Out>
void empty_out(Out* out) {
    *out = Out();
}
template <class Byte, class Size>
void empty_out(bytes_room<Byte, Size>* out) noexcept {
    *out->size = 0;
}

/// How FFIGUARD_EXPORT_CALL makes a member's parameter from the arguments of the C function: text
/// from an ffiguard_view, a span from a pointer and a count. Specialised next to the type that is
/// made, or next to the one that is passed. from(given...) returns a result of it, or a view with a
/// status. Must not throw.
template <class Enabled, class Parameter, class... Given>
struct given_as_if : std::false_type {};
template <class Parameter, class... Given>
using given_as = given_as_if<void, Parameter, Given...>;

/// What take() returns for memory with a count.
template <class Pointer>
struct counted {
    Pointer data;
    unsigned long long count;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
