// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_UNIQUE_FD_HPP
#define FFIGUARD_POSIX_UNIQUE_FD_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/posix/unique_fd.hpp needs a POSIX system; on Windows, write traits"
#else

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>

#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/posix/detail/os_error.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// A file descriptor, closed by close(2). Every negative value is empty.
struct fd_traits {
    using value_type = int;
    static constexpr int empty() noexcept { return -1; }
    static constexpr bool is_empty(int fd) noexcept { return fd < 0; }
    static status close(int fd) noexcept {
        if ((::close)(fd) == 0) return {};
        // On Linux, the BSDs and macOS, the descriptor is released even if close fails with EINTR.
        // By the time of a second close, another thread may have got the same number.
        return errno == EINTR ? status() : status::system(errno);
    }
};

/// Owns a file descriptor: 4 bytes, closed once.
///
/// close() returns what close(2) did: that is where a full disk or a lost network file system is
/// reported. The descriptor is released even after a failure. An interrupted close (EINTR) counts
/// as closed and is not retried.
using unique_fd = unique_handle<fd_traits>;

/// open(2), always with O_CLOEXEC, retried if a signal interrupts it.
///
/// flags are those of open(2). mode is for a new file, less the umask. path is a C string, a
/// std::string, a std::filesystem::path or a string_view. Fails with null for a null path,
/// malformed and the offset for a NUL inside, not_found if there is no such file; otherwise system
/// with the errno. The message names the path. Any thread.
inline result<unique_fd, error> open_file(const detail::terminated_text& path, int flags,
                                          ::mode_t mode = 0666) noexcept {
    if (const error wrong = path.validate("open_file: the path"); !wrong.ok()) return wrong;
    int fd = -1;
    do fd = (::open)(path.c_str(), flags | O_CLOEXEC, mode);
    while (fd < 0 && errno == EINTR);
    if (fd < 0) return detail::os_error(path.c_str(), errno);
    return unique_fd(fd);
}

/// A second descriptor for the same open file, with its own number and close-on-exec. fd still
/// belongs to the caller. Fails with system(EBADF) if it is not open.
inline result<unique_fd> duplicate(int fd) noexcept {
    const int copy = (::fcntl)(fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) return detail::os_status(errno);
    return unique_fd(copy);
}

/// What is written to writer is read from reader.
struct pipe_ends {
    unique_fd reader;
    unique_fd writer;
};

/// pipe(2); both ends are close-on-exec. Fails with system and the errno if the process has too
/// many descriptors.
inline result<pipe_ends> make_pipe() noexcept {
    int ends[2];
#ifdef __APPLE__
    // No pipe2: a program that another thread starts just now may inherit the ends.
    if (::pipe(ends) != 0) return detail::os_status(errno);
    pipe_ends made{unique_fd(ends[0]), unique_fd(ends[1])};
    for (const int fd : ends)
        if ((::fcntl)(fd, F_SETFD, FD_CLOEXEC) != 0) return detail::os_status(errno);
    return made;
#else
    if (::pipe2(ends, O_CLOEXEC) != 0) return detail::os_status(errno);
    return pipe_ends{unique_fd(ends[0]), unique_fd(ends[1])};
#endif
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
