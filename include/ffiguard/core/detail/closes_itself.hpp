// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_CLOSES_ITSELF_HPP
#define FFIGUARD_CORE_DETAIL_CLOSES_ITSELF_HPP

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class Owner, class = void>
struct closes_for_all : std::false_type {};
template <class Owner>
struct closes_for_all<Owner, std::enable_if_t<Owner::closes_for_all>> : std::true_type {};

/// Whether whoever keeps an Owner ends it by its close(), which gives a status, and for itself
/// alone: a shared_handle's close() is not for this copy only.
template <class Owner, class = void>
struct closes_itself : std::false_type {};
template <class Owner>
struct closes_itself<
    Owner,
    std::enable_if_t<std::is_convertible_v<decltype(std::declval<Owner&>().close()), status>>>
    : std::negation<closes_for_all<Owner>> {};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
