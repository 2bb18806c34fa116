// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_DETAIL_CHILD_HPP
#define FFIGUARD_POSIX_DETAIL_CHILD_HPP

#include <poll.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>

#ifdef __linux__
#include <sys/syscall.h>
#endif

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A child that has not been reaped yet.
struct child {
    ::pid_t pid;
    int pidfd;  // -1 if the system has none
    // For a child without a pidfd, otherwise 0: a page that identifies the process that started it,
    // see process_page. In a child of fork() the number may be that of a child of its own: a
    // parent's number is reused, and a new PID namespace starts again.
    std::uintptr_t starter;
};

// The numbers are the same on every architecture of Linux. (Alpha has others; there, none is
// called.)
#if defined(__linux__) && !defined(__alpha__)
inline int open_pidfd(::pid_t pid) noexcept {
    return static_cast<int>(::syscall(434, pid, 0U));  // pidfd_open, Linux 5.3; close-on-exec
}
inline int signal_pidfd(int pidfd, int signal) noexcept {
    return static_cast<int>(::syscall(424, pidfd, signal, nullptr, 0U));  // pidfd_send_signal
}
#else
inline int open_pidfd(::pid_t) noexcept { return -1; }
inline int signal_pidfd(int, int) noexcept {
    errno = ENOSYS;
    return -1;
}
#endif

/// 0 or the errno. info.si_pid stays 0 if options contain WNOHANG and the child is running.
inline int wait_child(const child& one, ::siginfo_t& info, int options) noexcept {
    if (one.starter != 0 && !process_page::is_here(one.starter)) return ECHILD;
    constexpr auto by_pidfd = static_cast<::idtype_t>(3);  // P_PIDFD, Linux 5.4
    bool use_pidfd = one.pidfd >= 0;
    for (;;) {
        info.si_pid = 0;
        const int answer = use_pidfd
                               ? ::waitid(by_pidfd, static_cast<::id_t>(one.pidfd), &info, options)
                               : ::waitid(P_PID, static_cast<::id_t>(one.pid), &info, options);
        if (answer == 0) return 0;
        if (use_pidfd && errno == EINVAL)
            use_pidfd = false;
        else if (errno != EINTR)
            return errno;
    }
}

/// Sends a signal to a child, never to another process that got the same number.
///
/// Uses the pidfd if there is one. A filter may refuse that (EPERM or ENOSYS: seccomp, an old
/// container), and the child must not survive because of it. Then the number is used: it is the
/// child's until the child is reaped. waitid(WNOWAIT) checks this first, because other code may
/// have reaped it (ESRCH, as with the pidfd). One case remains: the host reaps it in between.
inline status signal_child(const child& one, int signal) noexcept {
    if (one.pidfd >= 0) {
        if (signal_pidfd(one.pidfd, signal) == 0) return {};
        if (errno != EPERM && errno != ENOSYS) return status::system(errno);
    }
    ::siginfo_t info{};
    const int gone = wait_child(one, info, WEXITED | WNOHANG | WNOWAIT);
    if (gone != 0) return status::system(gone == ECHILD ? ESRCH : gone);
    return ::kill(one.pid, signal) == 0 ? status() : status::system(errno);
}

[[nodiscard]] inline std::int64_t monotonic_milliseconds() noexcept {
    ::timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1000000;
}

/// Returns when the child has ended, or after a while, at most milliseconds.
inline void await_child(const child& one, std::int64_t milliseconds) noexcept {
    if (one.pidfd >= 0) {
        constexpr std::int64_t day = std::int64_t{24} * 60 * 60 * 1000;
        ::pollfd event{one.pidfd, POLLIN, 0};
        const auto timeout = static_cast<int>(milliseconds < day ? milliseconds : day);
        static_cast<void>((::poll)(&event, 1, timeout));
    } else {
        const ::timespec moment{0, 1000000};
        static_cast<void>(::nanosleep(&moment, nullptr));
    }
}

struct child_traits {
    using value_type = child;
    static constexpr child empty() noexcept { return {0, -1, 0}; }
    static constexpr bool is_empty(const child& one) noexcept { return one.pid == 0; }
    /// Kills and reaps it. If it has more rights than this process, it continues and is not waited
    /// for: that could take for ever.
    static status close(const child& one) noexcept {
        // Checked before the signal: other code may have reaped it, and for a fork()ed copy of the
        // owner it is not a child.
        ::siginfo_t info{};
        int refused = wait_child(one, info, WEXITED | WNOHANG);
        if (refused == 0 && info.si_pid == 0) {
            const bool ends = signal_child(one, SIGKILL).ok();
            refused = wait_child(one, info, ends ? WEXITED : WEXITED | WNOHANG);
            if (refused == 0 && info.si_pid == 0)
                report({violation::leak, "child_process: must not be killed, and runs on"});
        }
        if (one.pidfd >= 0) (::close)(one.pidfd);
        process_page::end(one.starter);
        return refused == 0 ? status() : status::system(refused);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
