// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_RECEIVED_HPP
#define FFIGUARD_CORE_DETAIL_RECEIVED_HPP

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/receives.hpp>

// What out_param() and inout_param() require of receives<Owner>. Owners themselves need nothing
// else.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

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

/// Any other argument of out_param(). A conversion, so that all other overloads are preferred.
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

/// Selects the constructor of a receiver that lends.
struct lend {};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
