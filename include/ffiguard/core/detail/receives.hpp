// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_RECEIVES_HPP
#define FFIGUARD_CORE_DETAIL_RECEIVES_HPP

#include <type_traits>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

namespace detail {

/// How an owner is filled by a C function that writes through a pointer. Specialised beside each
/// owner that out_param() serves; all members are static and noexcept:
///
///     slot_type                     what the function writes: a handle
///     empty(), is_empty(slot)       nothing has been written
///     clear(owner)                  closes what is owned
///     holds(owner, slot)            whether the owner has this very handle
///     put(owner, slot)              takes it over into an empty owner: void, or a status
///     close(owner, slot)            closes a handle that the owner cannot take
///     take(owner)                   for inout_param(): the handle and the duty, where that can be
///
/// An owner of memory with a count has pointer instead of slot_type, and put() has the count as a
/// third parameter; take() answers both.
template <class Owner>
struct receives;

/// How call_into() puts what a member answers into an out-parameter that it cannot be assigned to.
/// Specialised beside the owner that does it: store(value, out), a status.
template <class Value, class Out, class = void>
struct handed_over : std::false_type {};

/// An out-parameter of three: the bytes of an answer go to memory of the caller's, and *size
/// becomes how many there are, also where they do not fit.
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

/// How FFIGUARD_EXPORT_CALL makes what a member takes of what the C function is given: a text of an
/// ffiguard_view, a span of a pointer and a count. Specialised beside the type that is made, or
/// beside the one that is given: from(given...) is a result of it, or a view with a status. Does
/// not throw.
template <class Enabled, class Parameter, class... Given>
struct given_as_if : std::false_type {};
template <class Parameter, class... Given>
using given_as = given_as_if<void, Parameter, Given...>;

/// What take() answers for memory with a count.
template <class Pointer>
struct counted {
    Pointer data;
    unsigned long long count;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
