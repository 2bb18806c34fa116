// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_DETAIL_FREE_MEMORY_HPP
#define FFIGUARD_MEMORY_DETAIL_FREE_MEMORY_HPP

#include <type_traits>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// void and types that C keeps opaque have no destructor that C++ could call.
template <class T, class = void>
struct has_nothing_to_destroy : std::true_type {};
template <class T>
struct has_nothing_to_destroy<T, std::enable_if_t<!std::is_void_v<T> && sizeof(T) != 0>>
    : std::is_trivially_destructible<T> {};

/// The only place where this room frees memory. The result of free is discarded: the memory is
/// freed in any case.
template <class T, class Free>
void free_memory(const Free& free, T* memory) noexcept {
    static_assert(has_nothing_to_destroy<T>::value,
                  "ffiguard: freeing foreign memory runs no destructor; T must be trivially "
                  "destructible");
    static_assert(std::is_invocable_v<const Free&, std::remove_cv_t<T>*>,
                  "ffiguard: the freeing function must take a pointer that T* converts to");
    static_cast<void>(free(const_cast<std::remove_cv_t<T>*>(memory)));
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
