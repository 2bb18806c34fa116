// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_DETAIL_EXTENT_HPP
#define FFIGUARD_MEMORY_DETAIL_EXTENT_HPP

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// No object is larger than PTRDIFF_MAX bytes: pointers into it could not be subtracted.
template <class T>
[[nodiscard]] constexpr bool fits(std::uintmax_t count) noexcept {
    return count <= std::uintmax_t{PTRDIFF_MAX} / sizeof(T);
}

/// Whether count objects of type T can be at address. With a count of 0, any address will do.
// A number, not a pointer to const: with that, g++ assumes that the objects are read, and warns if
// they are fresh from malloc.
template <class T>
[[nodiscard]] constexpr status check_extent(std::uintptr_t address, std::uintmax_t count) noexcept {
    if (count == 0) return {};
    if (address == 0) return status_code::null;
    if (!fits<T>(count)) return status_code::overflow;
    if (address % alignof(T) != 0) return status_code::invalid_argument;
    if (count * sizeof(T) > UINTPTR_MAX - address) return status_code::overflow;
    return {};
}

/// index again, if it is below size; otherwise the program ends.
[[nodiscard]] inline std::size_t checked_index(std::size_t index, std::size_t size,
                                               const char* what) noexcept {
    if (index >= size) fail(violation::bad_access, what);
    return index;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
