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

/// The status for errno: the status_code with that meaning if there is one, otherwise system.
[[nodiscard]] inline status os_status(int number) noexcept {
    switch (number) {
        case ENOENT: return status_code::not_found;
        case ENOMEM: return status_code::out_of_memory;
        default: return status::system(number);
    }
}

// strerror_r returns the text (GNU), or a number with the text in the buffer (POSIX).
inline const char* error_text(const char* answer, const char*) noexcept { return answer; }
inline const char* error_text(int, const char* buffer) noexcept { return buffer; }

/// "subject: reason". strerror_r, not strerror, whose text other threads may overwrite.
inline error os_error(const char* subject, int number) noexcept {
    char buffer[128] = "";
    const char* const reason = error_text(::strerror_r(number, buffer, sizeof buffer), buffer);
    return error(os_status(number), subject, ": ", reason);
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
