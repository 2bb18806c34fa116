// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_OWNED_BY_ADDRESS_HPP
#define FFIGUARD_CORE_OWNED_BY_ADDRESS_HPP

#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/unique_handle.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <auto Close>
struct owned_by_address_traits {
    using parameter = typename decltype(closer_signature(Close))::value_type;
    static_assert(std::is_pointer_v<parameter> &&
                      std::is_pointer_v<std::remove_pointer_t<parameter>>,
                  "ffiguard: owned_by_address<&close> takes a function whose parameter is the "
                  "address of a pointer: void close(thing**); for void close(thing*) there is "
                  "owned<&close>");
    using value_type = std::remove_pointer_t<parameter>;

    static constexpr value_type empty() noexcept { return nullptr; }
    // The owner is empty already: the closer clears this copy.
    static auto close(value_type value) noexcept { return Close(&value); }
};

}  // namespace detail

/// The two-line owner for a closer that takes the address of the handle and clears it:
///
///     using frame = ffiguard::owned_by_address<&av_frame_free>;   // void av_frame_free(AVFrame**)
///     frame f(av_frame_alloc());
///
/// Otherwise as owned<>, with null as the empty value. The parameter's type does not tell what the
/// library means: g_strfreev(char**) frees the array that it is given, so use owned<> for it.
template <auto Close>
using owned_by_address = unique_handle<detail::owned_by_address_traits<Close>>;

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
