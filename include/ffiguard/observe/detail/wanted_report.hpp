// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_WANTED_REPORT_HPP
#define FFIGUARD_OBSERVE_DETAIL_WANTED_REPORT_HPP

#include <cstdlib>

#include <ffiguard/core/config.hpp>

#if defined(__linux__)
#include <sys/auxv.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The value of FFIGUARD_OBSERVE_REPORT in the environment: where a report goes when the process
/// exits; null for nowhere. On Linux, ignored in a program that runs with more rights than its
/// caller, who could name any file.
[[nodiscard]] inline const char* wanted_report() noexcept {
#if defined(__linux__)
    // Not secure_getenv(), which only glibc announces by a macro.
    if (::getauxval(AT_SECURE) != 0) return nullptr;
#endif
    const char* const said = std::getenv("FFIGUARD_OBSERVE_REPORT");
    return said != nullptr && *said != '\0' ? said : nullptr;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
