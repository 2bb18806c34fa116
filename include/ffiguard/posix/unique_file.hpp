// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_UNIQUE_FILE_HPP
#define FFIGUARD_POSIX_UNIQUE_FILE_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/posix/unique_file.hpp needs a POSIX system; on Windows, write traits"
#else

#include <fcntl.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/posix/detail/os_error.hpp>
#include <ffiguard/posix/unique_fd.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// A stream of C's stdio, closed by fclose(3). The three standard streams stay open.
struct file_traits {
    using value_type = std::FILE*;
    static constexpr std::FILE* empty() noexcept { return nullptr; }
    static status close(std::FILE* file) noexcept {
        if (file == stdin) return {};
        const bool standard = file == stdout || file == stderr;
        const int answer = standard ? std::fflush(file) : std::fclose(file);
        return answer == 0 ? status() : status::system(errno);
    }
};

/// Owns a FILE*: 8 bytes, closed once.
///
/// The last bytes may leave the buffer only when the stream is closed, so check close(): it fails
/// with system and the errno (ENOSPC on a full disk). The stream is closed even after a failure.
///
/// stdin, stdout and stderr can be owned like any other stream, for `name != nullptr ?
/// open_stream(name, "w") : unique_file(stdout)`. Closing them flushes the buffer and leaves them
/// open, because the rest of the process uses them.
using unique_file = unique_handle<file_traits>;

namespace detail {

/// The flags of open(2) for a mode of fopen(3); -1 for an invalid mode.
[[nodiscard]] inline int open_flags(const char* mode) noexcept {
    int access = O_WRONLY;
    int flags = 0;
    switch (*mode) {
        case 'r': access = O_RDONLY; break;
        case 'w': flags = O_CREAT | O_TRUNC; break;
        case 'a': flags = O_CREAT | O_APPEND; break;
        default: return -1;
    }
    while (*++mode != '\0') {
        switch (*mode) {
            case '+': access = O_RDWR; break;
            case 'x': flags |= O_EXCL; break;
            case 'b':
            case 'e': break;
            default: return -1;
        }
    }
    return access | flags;
}

inline error bad_mode() noexcept {
    return error(status_code::invalid_argument,
                 "open_stream: the mode is r, w or a, then any of + x b e");
}

}  // namespace detail

/// fdopen(3): makes a stream for an open descriptor, which takes over the descriptor. On failure,
/// fd still owns it.
///
/// Fails with null for an empty fd or a null mode. Fails with invalid_argument if the mode is not
/// r, w or a with any of + x b e, or asks for more than the descriptor allows. w does not empty the
/// file.
inline result<unique_file, error> open_stream(unique_fd&& fd, const char* mode) noexcept {
    if (!fd || mode == nullptr)
        return error(status_code::null, "open_stream: an empty descriptor, or no mode");
    const int wanted = detail::open_flags(mode);
    if (wanted < 0) return detail::bad_mode();
    // musl's fdopen does not check.
    const int flags = (::fcntl)(fd.get(), F_GETFL);
    if (flags >= 0 && (flags & O_ACCMODE) != O_RDWR && ((flags ^ wanted) & O_ACCMODE) != 0)
        return error(status_code::invalid_argument,
                     "open_stream: the descriptor is not open for this mode");
    // glibc's fdopen ignores the e.
    if (std::strchr(mode, 'e') != nullptr && (::fcntl)(fd.get(), F_SETFD, FD_CLOEXEC) != 0)
        return detail::os_error("open_stream", errno);
    std::FILE* const file = ::fdopen(fd.get(), mode);
    if (file == nullptr) return detail::os_error("open_stream", errno);
    static_cast<void>(fd.release());
    return unique_file(file);
}

/// fopen(3), but always close-on-exec, and retried if a signal interrupts it. Fails as open_file()
/// does, and for the mode as above. Any thread.
inline result<unique_file, error> open_stream(const detail::terminated_text& path,
                                              const char* mode) noexcept {
    if (mode == nullptr) return error(status_code::null, "open_stream: the mode is null");
    if (const error wrong = path.validate("open_stream: the path"); !wrong.ok()) return wrong;
    const int flags = detail::open_flags(mode);
    if (flags < 0) return detail::bad_mode();
    auto fd = open_file(path, flags);
    if (!fd) return fd.error();
    return open_stream(std::move(*fd), mode);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
