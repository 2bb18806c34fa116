// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_UPROBE_HPP
#define FFIGUARD_POSIX_UPROBE_HPP

#ifndef __linux__
#error "ffiguard/posix/uprobe.hpp needs Linux"
#else

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/posix/detail/os_error.hpp>
#include <ffiguard/posix/unique_fd.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// The place of a uprobe in a file, and its process. Offsets are in the file, not in memory.
struct uprobe_options {
    std::uint64_t offset = 0;     ///< of the instruction
    std::uint32_t semaphore = 0;  ///< of a USDT probe's semaphore, raised while attached; 0: none
    ::pid_t pid = -1;             ///< of one process, with all its threads; -1: of every process
    bool at_return = false;       ///< when the function that begins there returns
};

namespace detail {

/// What the kernel calls struct perf_event_attr, in its second version (which has config2).
struct perf_event {
    std::uint32_t type = 0;
    std::uint32_t size = 0;
    std::uint64_t config = 0;
    std::uint64_t sampling[3] = {};
    std::uint64_t flags = 0;
    std::uint32_t wakeup[2] = {};
    std::uint64_t path = 0;    // config1
    std::uint64_t offset = 0;  // config2
};
static_assert(sizeof(perf_event) == 72);

/// The number that the kernel has assigned to uprobes.
[[nodiscard]] inline result<std::uint32_t, error> uprobe_type() noexcept {
    constexpr const char* path = "/sys/bus/event_source/devices/uprobe/type";
    const auto file = open_file(path, O_RDONLY);
    if (!file) return file.error();
    char text[16] = "";
    if ((::read)(file->get(), text, sizeof text - 1) <= 0) return os_error(path, EIO);
    return static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10));
}

}  // namespace detail

/// Owns the descriptor of a perf event that a program can be attached to (see bpf_link.hpp). The
/// probe is removed when the last descriptor or link is closed.
///
/// Fails with null for a null path, malformed for a NUL inside, and not_found if there is no such
/// file or the kernel has no uprobes; otherwise system with the errno: EPERM or EACCES without the
/// right (CAP_PERFMON, or root), ESRCH if there is no such process, EINVAL if the offset is not
/// that of an instruction. Any thread.
inline result<unique_fd, error> open_uprobe(const detail::terminated_text& path,
                                            const uprobe_options& options) noexcept {
    if (const error wrong = path.validate("open_uprobe: the path"); !wrong.ok()) return wrong;
    const auto type = detail::uprobe_type();
    if (!type) return type.error();
    detail::perf_event wanted;
    wanted.type = *type;
    wanted.size = sizeof wanted;
    wanted.config = std::uint64_t{options.semaphore} << 32U | (options.at_return ? 1U : 0U);
    wanted.path = reinterpret_cast<std::uintptr_t>(path.c_str());
    wanted.offset = options.offset;
    // One event is enough, on any CPU: the kernel runs the program for each process that it applies
    // to. It allows "every process" only with one CPU, and "all CPUs" only with one process.
    constexpr long close_on_exec = 8;
    const int cpu = options.pid < 0 ? 0 : -1;
    unique_fd made(static_cast<int>(
        ::syscall(SYS_perf_event_open, &wanted, options.pid, cpu, -1, close_on_exec)));
    if (!made) return detail::os_error(path.c_str(), errno);
    return made;
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
