// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_CODE_PLACE_HPP
#define FFIGUARD_OBSERVE_DETAIL_CODE_PLACE_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#if !FFIGUARD_IS_WINDOWS()
#include <dlfcn.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

FFIGUARD_RARE inline text_writer& write_hex(text_writer& text, std::uint64_t number) noexcept {
    char digits[17] = {};
    char* at = digits + 16;
    do {
        *--at = "0123456789abcdef"[number % 16];
        number /= 16;
    } while (number != 0);
    return text << "0x" << at;
}

/// "function+0x3f (library.so+0x11f3)": the function, if it is exported, and the number for
/// addr2line.
FFIGUARD_RARE inline text_writer& write_place(text_writer& text, std::uint64_t place) noexcept {
#if !FFIGUARD_IS_WINDOWS()
    // A return address may already be that of the next function.
    const auto call = static_cast<std::uintptr_t>(place) - 1;
    Dl_info found{};
    if (place != 0 && ::dladdr(reinterpret_cast<void*>(call), &found) != 0 &&
        found.dli_fname != nullptr) {
        const char* name = found.dli_fname;
        for (const char* at = name; *at != '\0'; ++at)
            if (*at == '/') name = at + 1;
        if (found.dli_sname != nullptr) {
            text << found.dli_sname << "+";
            write_hex(text, place - reinterpret_cast<std::uintptr_t>(found.dli_saddr)) << " (";
        }
        text << name << "+";
        write_hex(text, place - reinterpret_cast<std::uintptr_t>(found.dli_fbase));
        if (found.dli_sname != nullptr) text << ")";
        return text;
    }
#endif
    return write_hex(text, place);
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
