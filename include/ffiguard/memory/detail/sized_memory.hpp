// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_DETAIL_SIZED_MEMORY_HPP
#define FFIGUARD_MEMORY_DETAIL_SIZED_MEMORY_HPP

#include <cstddef>

#include <ffiguard/core/config.hpp>
#include <ffiguard/memory/detail/free_memory.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A pointer and how many objects (for strings: characters before the NUL) it
/// points to: one handle, so that unique_handle moves and empties both at once.
template <class T>
struct sized_memory {
    T* data = nullptr;
    std::size_t size = 0;

    friend constexpr bool operator==(const sized_memory& a, const sized_memory& b) noexcept {
        return a.data == b.data;
    }
};

template <class T, auto Free>
struct sized_memory_traits {
    using value_type = sized_memory<T>;
    static constexpr value_type empty() noexcept { return {}; }
    static constexpr bool is_empty(const value_type& memory) noexcept {
        return memory.data == nullptr;
    }
    static constexpr std::size_t bytes(const value_type& memory) noexcept {
        return memory.size * sizeof(T);
    }
    static void close(value_type memory) noexcept { free_memory(Free, memory.data); }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
