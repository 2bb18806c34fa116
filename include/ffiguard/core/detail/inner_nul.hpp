// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_INNER_NUL_HPP
#define FFIGUARD_CORE_DETAIL_INNER_NUL_HPP

#include <cstddef>
#ifndef __GNUC__
#include <cstring>
#endif

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Whether text of size bytes can go to a C function, which reads up to the first NUL:
/// "a.txt\0.png" was checked as one name, and opens another. ok, or malformed with the offset of
/// the NUL.
///
/// Whatever gives out a c_str() of text whose length is known asks here, and nowhere else.
[[nodiscard]] inline status check_no_nul(const char* text, std::size_t size) noexcept {
    if (text == nullptr || size == 0) return {};
#ifdef __GNUC__
    const void* const nul = __builtin_memchr(text, '\0', size);  // needs no header
#else
    const void* const nul = std::memchr(text, '\0', size);
#endif
    if (nul == nullptr) return {};
    return status::inner_nul(static_cast<std::size_t>(static_cast<const char*>(nul) - text));
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
