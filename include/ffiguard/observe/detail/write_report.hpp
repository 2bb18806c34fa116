// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_WRITE_REPORT_HPP
#define FFIGUARD_OBSERVE_DETAIL_WRITE_REPORT_HPP

#include <cerrno>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/observe/ledger_report.hpp>
#if !FFIGUARD_IS_WINDOWS()
#include <unistd.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Lets tell(line) write to a descriptor. On failure, errno is that of write(2).
FFIGUARD_RARE inline status write_all_lines(
    [[maybe_unused]] int fd, [[maybe_unused]] function_ref<status(report_line)> tell) noexcept {
#if FFIGUARD_IS_WINDOWS()
    return status_code::unsupported;
#else
    int failed = 0;
    const auto put = [&](std::string_view text) noexcept {
        while (failed == 0 && !text.empty()) {
            const auto written = (::write)(fd, text.data(), text.size());
            if (written > 0)
                text.remove_prefix(static_cast<std::size_t>(written));
            else if (errno != EINTR)
                failed = errno;
        }
    };
    const status reported = tell([&](std::string_view line) noexcept {
        put(line);
        put("\n");
    });
    if (failed != 0) errno = failed;
    return failed != 0 ? status::system(failed) : reported;
#endif
}

inline status write_report(int fd) noexcept {
    return detail::write_all_lines(
        fd, [](report_line line) noexcept { return detail::report_to(line); });
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
