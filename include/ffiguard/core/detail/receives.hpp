// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_RECEIVES_HPP
#define FFIGUARD_CORE_DETAIL_RECEIVES_HPP

#include <type_traits>
#include <utility>

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

/// What take() answers for memory with a count.
template <class Pointer>
struct counted {
    Pointer data;
    unsigned long long count;
};

template <class Owner, class = void>
struct is_received : std::false_type {};
template <class Owner>
struct is_received<Owner, std::void_t<typename receives<Owner>::slot_type>> : std::true_type {};

template <class Owner, class = void>
struct is_received_with_count : std::false_type {};
template <class Owner>
struct is_received_with_count<Owner, std::void_t<typename receives<Owner>::pointer>>
    : std::true_type {};

template <class Owner, class = void>
struct is_lent : std::false_type {};
template <class Owner>
struct is_lent<Owner, std::void_t<decltype(receives<Owner>::take(std::declval<Owner&>()))>>
    : std::true_type {};

/// Whatever else out_param() is given; a conversion, so that all others go before it.
struct not_received {
    template <class Other>
    not_received(const Other&) noexcept {
        static_assert(sizeof(Other) == 0,
                      "ffiguard: out_param() takes an owner with a name, not const, that C can "
                      "fill through a pointer: unique_handle, owned<>, c_ptr, c_string, c_array, "
                      "library, mapped_region, foreign_buffer; a foreign_struct that stays where "
                      "it is has init(), a JNI reference is adopted");
    }
};
struct not_lent {
    template <class Other>
    not_lent(const Other&) noexcept {
        static_assert(sizeof(Other) == 0,
                      "ffiguard: inout_param() takes an owner with a name, not const, whose handle "
                      "C can replace: unique_handle, owned<>, c_ptr, c_string, c_array");
    }
};

/// Chooses the constructor of a receiver that lends.
struct lend {};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
