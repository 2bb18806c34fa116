// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_SHARED_MEMORY_HPP
#define FFIGUARD_POSIX_SHARED_MEMORY_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/posix/shared_memory.hpp needs a POSIX system; on Windows, write traits"
#else

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <utility>

#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/posix/detail/os_error.hpp>
#include <ffiguard/posix/mapped_region.hpp>
#include <ffiguard/posix/unique_fd.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// bionic does not have these two.
#ifdef __ANDROID__
inline int open_shared_memory_file(const char*, int, ::mode_t) noexcept {
    errno = ENOSYS;
    return -1;
}
inline int unlink_shared_memory(const char*) noexcept {
    errno = ENOSYS;
    return -1;
}
#else
inline int open_shared_memory_file(const char* name, int flags, ::mode_t mode) noexcept {
    return ::shm_open(name, flags, mode);
}
inline int unlink_shared_memory(const char* name) noexcept { return ::shm_unlink(name); }
#endif

/// The name of an object, with the process that made it and must unlink it.
struct shared_memory_name {
    std::uintptr_t creator;  // a page of its own, see process_page; 0: none
    char text[257];          // a slash, the 255 bytes of a file name, NUL
};

struct shared_memory_name_traits {
    using value_type = shared_memory_name;
    static constexpr shared_memory_name empty() noexcept { return {0, {}}; }
    static constexpr bool is_empty(const shared_memory_name& name) noexcept {
        return name.creator == 0;
    }
    static status close(const shared_memory_name& name) noexcept {
        // A copy that fork() made does nothing: its parent still uses the name.
        const bool is_own = process_page::is_here(name.creator);
        process_page::end(name.creator);
        if (!is_own) return status_code::closed;
        return unlink_shared_memory(name.text) == 0 ? status() : os_status(errno);
    }
};

/// What POSIX requires on every system: one slash, at the front, and then a name.
inline error check_shared_memory_name(const terminated_text& text) noexcept {
    if (const error wrong = text.validate("shared_memory: the name"); !wrong.ok()) return wrong;
    const char* const name = text.c_str();
    if (name[0] != '/' || name[1] == '\0' || std::strchr(name + 1, '/') != nullptr)
        return error(status_code::invalid_argument, name,
                     ": the name of shared memory is a slash and a name without one");
    if (std::strlen(name) >= sizeof shared_memory_name::text)
        return error(status_code::invalid_argument, name, ": the name is too long");
    return {};
}

inline result<unique_fd, error> open_shared_memory(const char* name, int flags,
                                                   ::mode_t mode) noexcept {
    int fd = -1;
    do fd = open_shared_memory_file(name, flags | O_CLOEXEC, mode);
    while (fd < 0 && errno == EINTR);
    if (fd >= 0) return unique_fd(fd);
    if (errno == ENOSYS)
        return error(status_code::unsupported, name, ": this system has no named shared memory");
    return os_error(name, errno);
}

inline error check_shared_memory_size(const char* subject, std::size_t size) noexcept {
    if (size == 0) return error(status_code::invalid_argument, subject, ": a size of 0 bytes");
    if (size > std::size_t{PTRDIFF_MAX} ||
        std::uint64_t{size} > std::uint64_t{(std::numeric_limits<::off_t>::max)()})
        return error(status_code::overflow, subject, ": the size does not fit into memory");
    return {};
}

/// errno, or 0.
inline int set_shared_memory_size(int fd, std::size_t size) noexcept {
    int answer = 0;
    do answer = ::ftruncate(fd, static_cast<::off_t>(size)) == 0 ? 0 : errno;
    while (answer == EINTR);
    return answer;
}

/// The same, and reserves the memory: ftruncate promises more than a full /dev/shm has (64 MiB in a
/// container), and touching missing memory raises SIGBUS.
inline int reserve_shared_memory(int fd, std::size_t size) noexcept {
#if defined(__linux__) || defined(__FreeBSD__)
    int answer = 0;
    do answer = ::posix_fallocate(fd, 0, static_cast<::off_t>(size));
    while (answer == EINTR);
    if (answer != EINVAL && answer != EOPNOTSUPP) return answer;
#endif
    return set_shared_memory_size(fd, size);
}

}  // namespace detail

/// Memory shared by several processes: a descriptor and a mapping of all of it.
///
/// Anonymous memory is for processes that get the descriptor (inherited, or sent over a socket;
/// they map it by map_file_writable(fd)). Named memory is for every process that knows the name.
/// Its creator unlinks the name once: by unlink(), or when the owner ends. The copy of the owner in
/// the child of a fork() unlinks nothing. After that, existing mappings stay valid.
///
/// The memory starts as zeros. Move-only; a moved-from one owns nothing: data() null, size() 0,
/// fd() -1. One object is for one thread at a time. The processes must agree on how they access the
/// memory (see versioned_cell).
class [[nodiscard]] shared_memory {
public:
    /// Owns nothing.
    shared_memory() noexcept = default;

    /// Makes memory without a name, of size bytes.
    ///
    /// On Linux this is a memfd, sealed against a change of its size, so that no other process can
    /// shorten it and let this one die of SIGBUS. (You may add seals by fcntl on fd().) Elsewhere,
    /// and if a seccomp filter refuses memfd_create (EPERM or ENOSYS), it is an object of /dev/shm.
    /// Its name is removed at once and its memory is reserved; it has no seals.
    ///
    /// Fails with invalid_argument if size is 0; overflow if no memory can hold it; out_of_memory;
    /// or system with the errno.
    static result<shared_memory, error> create_anonymous(std::size_t size) noexcept {
        constexpr const char* subject = "shared_memory";
        if (const error wrong = detail::check_shared_memory_size(subject, size); !wrong.ok())
            return wrong;
// bionic always has the constant, but the function only since API level 30.
#if defined(MFD_CLOEXEC) && !(defined(__ANDROID__) && __ANDROID_API__ < 30)
        unique_fd fd(::memfd_create("ffiguard", MFD_CLOEXEC | MFD_ALLOW_SEALING));
        if (fd) {
            if (const int refused = detail::set_shared_memory_size(fd.get(), size); refused != 0)
                return detail::os_error(subject, refused);
            if ((::fcntl)(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) != 0)
                return detail::os_error(subject, errno);
            return map(std::move(fd), name_owner());
        }
        // Refused by a filter, or by a kernel that does not have it.
        if (errno != EPERM && errno != ENOSYS) return detail::os_error(subject, errno);
#endif
        auto opened = nameless();
        if (!opened) return opened.error();
        if (const int refused = detail::reserve_shared_memory(opened->get(), size); refused != 0)
            return detail::os_error(subject, refused);
        return map(std::move(*opened), name_owner());
    }

    /// Makes a new object with this name: a slash and up to 255 bytes without one. The name is a C
    /// string, a std::string or a string_view.
    ///
    /// mode is as for open(2), less the umask. The memory is reserved now: fails with
    /// system(ENOSPC) if /dev/shm is full. Fails with system(EEXIST) if the name is taken, maybe by
    /// a process that crashed (shm_unlink(3) frees it); null for a null name; malformed and the
    /// offset for a NUL inside; invalid_argument for any other bad name; unsupported on Android;
    /// otherwise as create_anonymous(). After a failure the name is free.
    static result<shared_memory, error> create(const detail::terminated_text& object,
                                               std::size_t size, ::mode_t mode = 0600) noexcept {
        if (const error wrong = detail::check_shared_memory_name(object); !wrong.ok()) return wrong;
        const char* const name = object.c_str();
        if (const error wrong = detail::check_shared_memory_size(name, size); !wrong.ok())
            return wrong;
        auto fd = detail::open_shared_memory(name, O_RDWR | O_CREAT | O_EXCL, mode);
        if (!fd) return fd.error();
        detail::shared_memory_name mine{detail::process_page::make(), {}};
        std::memcpy(mine.text, name, std::strlen(name) + 1);
        name_owner owner(mine);
        if (const int refused = detail::reserve_shared_memory(fd->get(), size); refused != 0)
            return detail::os_error(name, refused);
        return map(std::move(*fd), std::move(owner));
    }

    /// Opens the object that another owner made. Does not unlink it.
    ///
    /// Fails with not_found if there is none; in_use if its creator has not yet given it a size
    /// (try again); system(EACCES) if the mode forbids it.
    static result<shared_memory, error> open(const detail::terminated_text& name) noexcept {
        auto fd = existing(name, O_RDWR);
        if (!fd) return fd.error();
        return map(std::move(*fd), name_owner());
    }

    /// The same for reading only. Needs only the right to read.
    static result<mapped_region, error> open_read_only(
        const detail::terminated_text& name) noexcept {
        const auto fd = existing(name, O_RDONLY);
        if (!fd) return fd.error();
        return map_file(fd->get());
    }

    [[nodiscard]] unsigned char* data() const noexcept { return region_.data(); }
    /// In bytes.
    [[nodiscard]] std::size_t size() const noexcept { return region_.size(); }
    /// Still belongs to this owner. To pass it to a program that you start, see child_options.
    [[nodiscard]] int fd() const noexcept { return fd_.get(); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(region_); }

    /// Removes the name now; existing mappings stay valid. Returns closed if this owner has no name
    /// to remove: anonymous, opened by name, the copy in a child of fork(), or removed before. Then
    /// it calls nothing, because the name may belong to another object.
    status unlink() noexcept { return name_.close(); }

private:
    using name_owner = unique_handle<detail::shared_memory_name_traits>;

    static result<unique_fd, error> existing(const detail::terminated_text& object,
                                             int flags) noexcept {
        if (const error wrong = detail::check_shared_memory_name(object); !wrong.ok()) return wrong;
        const char* const name = object.c_str();
        auto fd = detail::open_shared_memory(name, flags, 0);
        if (!fd) return fd.error();
        struct ::stat info;
        if (::fstat(fd->get(), &info) != 0) return detail::os_error(name, errno);
        if (info.st_size == 0)
            return error(status_code::in_use, name, ": its creator has not given it a size yet");
        return fd;
    }

    static result<unique_fd, error> nameless() noexcept {
        for (std::uint64_t attempt = 0; attempt < 100; ++attempt) {
            char name[64];
            detail::text_writer text(name, 31);  // as long as macOS allows
            text << "/ffg." << static_cast<std::uint64_t>(::getpid()) << "."
                 << reinterpret_cast<std::uintptr_t>(&text) % 100000 + attempt;
            auto fd = detail::open_shared_memory(name, O_RDWR | O_CREAT | O_EXCL, 0600);
            if (fd) detail::unlink_shared_memory(name);
            if (fd || fd.status() != status::system(EEXIST)) return fd;
        }
        return detail::os_error("shared_memory", EEXIST);
    }

    static result<shared_memory, error> map(unique_fd fd, name_owner name) noexcept {
        auto region = map_file_writable(fd.get());
        if (!region) return region.error();
        shared_memory made;
        made.name_ = std::move(name);
        made.fd_ = std::move(fd);
        made.region_ = std::move(*region);
        return made;
    }

    name_owner name_;
    unique_fd fd_;
    writable_region region_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
