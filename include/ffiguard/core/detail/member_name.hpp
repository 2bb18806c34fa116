// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_MEMBER_NAME_HPP
#define FFIGUARD_CORE_DETAIL_MEMBER_NAME_HPP

#include <type_traits>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Derive from T and from a class with a member of some name. If T has a member with that name too,
/// even if private or overloaded, the name is ambiguous.
template <class T, class Name>
struct derived_with : T, Name {};
template <class T>
constexpr bool can_be_derived_from() noexcept {
    return std::is_class_v<T> && !std::is_final_v<T> && std::is_destructible_v<T>;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
