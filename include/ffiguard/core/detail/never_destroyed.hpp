// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_NEVER_DESTROYED_HPP
#define FFIGUARD_CORE_DETAIL_NEVER_DESTROYED_HPP

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Is never destroyed: at the end of the process a library's threads may still be calling.
template <class T>
union never_destroyed {
    constexpr never_destroyed() noexcept : value() {}
    ~never_destroyed() {}
    T value;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
