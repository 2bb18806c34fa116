// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_HOST_FILE_HPP
#define FFIGUARD_LIBRARY_DETAIL_HOST_FILE_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>

#if !FFIGUARD_IS_WINDOWS()
#include <sys/stat.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Which file a path means, by the loader's own criterion (device and inode); also by size and
/// time, because the number of a deleted file is reused. On Windows it is unknown: there, a library
/// that is not loaded is identified by its name alone.
struct host_file {
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    std::uint64_t size = 0;
    std::uint64_t seconds = 0;
    std::uint64_t nanoseconds = 0;

    static host_file of(const char* path) noexcept {
#if FFIGUARD_IS_WINDOWS()
        static_cast<void>(path);
        return {};
#else
        const errno_guard keep_errno;
        struct stat found {};
        if (path == nullptr || ::stat(path, &found) != 0) return {};
#ifdef __APPLE__
        const auto& changed = found.st_mtimespec;
#else
        const auto& changed = found.st_mtim;
#endif
        return {static_cast<std::uint64_t>(found.st_dev), static_cast<std::uint64_t>(found.st_ino),
                static_cast<std::uint64_t>(found.st_size),
                static_cast<std::uint64_t>(changed.tv_sec),
                static_cast<std::uint64_t>(changed.tv_nsec)};
#endif
    }
    [[nodiscard]] bool known() const noexcept { return number != 0; }
    [[nodiscard]] bool same_as(const host_file& other) const noexcept {
        return known() && number == other.number && device == other.device && size == other.size &&
               seconds == other.seconds && nanoseconds == other.nanoseconds;
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
