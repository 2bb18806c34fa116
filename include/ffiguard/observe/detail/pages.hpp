// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_PAGES_HPP
#define FFIGUARD_OBSERVE_DETAIL_PAGES_HPP

#include <cstddef>
#include <cstdlib>

#include <ffiguard/core/config.hpp>
#if !FFIGUARD_IS_WINDOWS()
#include <sys/mman.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// Memory of zeros that takes no room until it is written, or null. Not malloc(): a leak checker
// need not search it, and a signal handler may allocate it.
#if FFIGUARD_IS_WINDOWS()
[[nodiscard]] inline void* take_pages(std::size_t bytes) noexcept { return std::calloc(1, bytes); }
inline void give_pages_back(void* memory, std::size_t) noexcept { std::free(memory); }
inline void forget_pages(void*, std::size_t) noexcept {}
#else
[[nodiscard]] inline void* take_pages(std::size_t bytes) noexcept {
    void* const memory =
        ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? nullptr : memory;
}
inline void give_pages_back(void* memory, std::size_t bytes) noexcept {
    static_cast<void>(::munmap(memory, bytes));
}
/// Makes them zeros again, which take no room. The address stays reserved.
inline void forget_pages(void* memory, std::size_t bytes) noexcept {
#ifdef MADV_DONTNEED
    static_cast<void>(::madvise(memory, bytes, MADV_DONTNEED));
#endif
}
#endif

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
