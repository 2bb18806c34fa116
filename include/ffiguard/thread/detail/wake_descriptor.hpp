// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_WAKE_DESCRIPTOR_HPP
#define FFIGUARD_THREAD_DETAIL_WAKE_DESCRIPTOR_HPP

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/eventfd.h>
#endif

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/posix/unique_fd.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A descriptor that is readable from tell() to clear(): an eventfd, or a pipe if there is none.
/// Non-blocking, close-on-exec. None of it keeps errno.
class wake_descriptor {
public:
    static result<wake_descriptor> create() noexcept {
        unique_fd reading;
        unique_fd writing;
#ifdef __linux__
        reading.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
        if (!reading) return status::system(errno);
#else
        int ends[2];
        if (::pipe(ends) != 0) return status::system(errno);
        reading.reset(ends[0]);
        writing.reset(ends[1]);
        for (const int end : ends)
            if ((::fcntl)(end, F_SETFD, FD_CLOEXEC) != 0 ||
                (::fcntl)(end, F_SETFL, O_NONBLOCK) != 0)
                return status::system(errno);
#endif
        return wake_descriptor(std::move(reading), std::move(writing));
    }

    [[nodiscard]] int get() const noexcept { return reading_.get(); }
    /// Async-signal-safe.
    void tell() const noexcept {
        // A pipe takes as many bytes as it is told, so that clear() counts both alike.
        const std::uint64_t one = 1;
        if (writing_)
            static_cast<void>(!(::write)(writing_.get(), &one, 1));
        else
            static_cast<void>(!(::write)(reading_.get(), &one, sizeof one));
    }
    /// How often it was told since the last time.
    std::uint64_t clear() const noexcept {
        std::uint64_t told = 0;
        if (!writing_) return (::read)(reading_.get(), &told, sizeof told) > 0 ? told : 0;
        unsigned char bytes[64];
        for (::ssize_t got; (got = (::read)(reading_.get(), bytes, sizeof bytes)) > 0;)
            told += static_cast<std::uint64_t>(got);
        return told;
    }
    /// Holds the calling thread until it is readable; false: limit has passed, or a signal came.
    [[nodiscard]] bool wait_for(std::chrono::milliseconds limit) const noexcept {
        constexpr std::chrono::milliseconds longest = std::chrono::hours(24);
        pollfd one{get(), POLLIN, 0};
        return (::poll)(&one, 1, static_cast<int>((limit < longest ? limit : longest).count())) > 0;
    }

private:
    wake_descriptor(unique_fd reading, unique_fd writing) noexcept
        : reading_(std::move(reading)), writing_(std::move(writing)) {}

    unique_fd reading_;
    unique_fd writing_;  ///< of a pipe; an eventfd is both
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
