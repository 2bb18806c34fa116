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

/// Whether text of size bytes can go to a C function, which reads up to the first NUL: it would
/// open another file than the checked "a.txt\0.png". Returns ok, or malformed with the offset of
/// the NUL.
///
/// Everything that returns a c_str() of text with a known length checks here, and nowhere else.
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
