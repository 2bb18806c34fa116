// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_DETAIL_OS_ERROR_HPP
#define FFIGUARD_POSIX_DETAIL_OS_ERROR_HPP

#include <cerrno>
#include <cstring>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// What errno says, in the word that status_code has for it, otherwise as system.
[[nodiscard]] inline status os_status(int number) noexcept {
    switch (number) {
        case ENOENT: return status_code::not_found;
        case ENOMEM: return status_code::out_of_memory;
        default: return status::system(number);
    }
}

// strerror_r answers with the text (GNU) or with a number, the text being in the buffer (POSIX).
inline const char* error_text(const char* answer, const char*) noexcept { return answer; }
inline const char* error_text(int, const char* buffer) noexcept { return buffer; }

/// "subject: reason"; strerror_r and not strerror, which other threads may overwrite.
inline error os_error(const char* subject, int number) noexcept {
    char buffer[128] = "";
    const char* const reason = error_text(::strerror_r(number, buffer, sizeof buffer), buffer);
    return error(os_status(number), subject, ": ", reason);
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
