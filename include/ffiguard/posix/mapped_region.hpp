// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_MAPPED_REGION_HPP
#define FFIGUARD_POSIX_MAPPED_REGION_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/posix/mapped_region.hpp needs a POSIX system; on Windows, write traits"
#else

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <ffiguard/core/detail/receives.hpp>
#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/posix/detail/os_error.hpp>
#include <ffiguard/posix/unique_fd.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The bytes that were asked for. They may start anywhere in their first page.
struct mapping {
    unsigned char* data;
    std::size_t size;
};

[[nodiscard]] inline std::size_t page_size() noexcept {
    return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// The mapping from the start of its first page: the system maps whole pages.
[[nodiscard]] inline mapping whole_pages(const mapping& part) noexcept {
    const std::size_t lead = reinterpret_cast<std::uintptr_t>(part.data) % page_size();
    return {part.data - lead, part.size + lead};
}

struct mapping_traits {
    using value_type = mapping;
    static constexpr mapping empty() noexcept { return {nullptr, 0}; }
    static constexpr bool is_empty(const mapping& part) noexcept { return part.size == 0; }
    static constexpr std::size_t bytes(const mapping& part) noexcept { return part.size; }
    static status close(const mapping& part) noexcept {
        const mapping whole = whole_pages(part);
        return ::munmap(whole.data, whole.size) == 0 ? status() : status::system(errno);
    }
};

}  // namespace detail

/// Which bytes of a file: all of them, or length bytes from offset on.
///
/// "All" is a separate state, not a magic length: a length of -1 from Java must not map the whole
/// file.
class file_range {
public:
    constexpr file_range() noexcept = default;
    constexpr file_range(std::uint64_t offset, std::size_t length) noexcept
        : offset_(offset), length_(length), all_(false) {}

    [[nodiscard]] constexpr bool all() const noexcept { return all_; }
    [[nodiscard]] constexpr std::uint64_t offset() const noexcept { return offset_; }
    [[nodiscard]] constexpr std::size_t length() const noexcept { return length_; }

private:
    std::uint64_t offset_ = 0;
    std::size_t length_ = 0;
    bool all_ = true;
};

/// Owns a part of a file mapped into memory; unmapped once by munmap(2).
///
/// Pointer and length, 16 bytes, move-only. The file descriptor is not needed after mapping. A
/// range of 0 bytes makes an empty region (the system would refuse it). A moved-from region is
/// empty, too: data() null, size() 0. It may be unmapped on any thread; one object is for one
/// thread at a time.
///
/// This cannot be prevented here: if another process shortens the file, using the missing bytes
/// raises SIGBUS.
template <class Byte>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI basic_mapped_region {
    static_assert(std::is_same_v<std::remove_const_t<Byte>, unsigned char>,
                  "ffiguard: a mapped region is made of unsigned char");

public:
    /// Owns nothing.
    constexpr basic_mapped_region() noexcept = default;
    /// Takes over a mapping that mmap(2) has returned. MAP_FAILED makes an empty region.
    basic_mapped_region(void* data, std::size_t size) noexcept {
        if (data != nullptr && data != MAP_FAILED && size != 0)
            owner_.reset({static_cast<unsigned char*>(data), size});
    }

    [[nodiscard]] Byte* data() const noexcept { return owner_.get().data; }
    /// In bytes.
    [[nodiscard]] std::size_t size() const noexcept { return owner_.get().size; }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }

    /// Waits until what was written has reached the device: msync(2) with MS_SYNC. Fails with
    /// system and the errno (EIO). Returns ok if nothing is mapped.
    status sync() const noexcept {
        static_assert(!std::is_const_v<Byte>,
                      "ffiguard: nothing is written to a mapped_region, "
                      "so there is nothing to sync; see writable_region");
        if (!owner_) return {};
        const detail::mapping whole = detail::whole_pages(owner_.get());
        return ::msync(whole.data, whole.size, MS_SYNC) == 0 ? status() : status::system(errno);
    }

    /// Unmaps now. Returns closed if nothing is mapped. Does not wait for the device.
    status close() noexcept { return owner_.close(); }

private:
    unique_handle<detail::mapping_traits> owner_;
};

/// Its bytes can be read.
using mapped_region = basic_mapped_region<const unsigned char>;
/// Its bytes can be read and written. What is written goes to the file.
using writable_region = basic_mapped_region<unsigned char>;

namespace detail {

// out_param(region): data() and count(), in bytes.
template <class Byte>
struct receives<basic_mapped_region<Byte>> {
    using owner = basic_mapped_region<Byte>;
    using pointer = void*;
    static constexpr void* empty() noexcept { return nullptr; }
    static bool is_empty(const void* data) noexcept {
        return data == nullptr || data == MAP_FAILED;
    }
    FFIGUARD_HIDDEN static void clear(owner& to) noexcept { to = owner(); }
    FFIGUARD_HIDDEN static status put(owner& to, void* data, std::uint64_t size) noexcept {
        const std::uint64_t address = reinterpret_cast<std::uintptr_t>(data);
        if (size > std::uint64_t{PTRDIFF_MAX} || size > UINTPTR_MAX - address)
            return status_code::overflow;
        to = owner(data, static_cast<std::size_t>(size));
        return {};
    }
};

template <class Region>
result<Region, error> map_range(int fd, const char* subject, file_range range,
                                int protection) noexcept {
    struct ::stat info;
    if (::fstat(fd, &info) != 0) return os_error(subject, errno);
    if (S_ISDIR(info.st_mode)) return os_error(subject, EISDIR);

    std::uint64_t length = range.length();
    if (S_ISREG(info.st_mode)) {
        // Checked here because mmap also maps what is past the end, and touching that raises
        // SIGBUS.
        const auto size = static_cast<std::uint64_t>(info.st_size);
        if (range.all()) length = size;
        if (range.offset() > size || length > size - range.offset())
            return error(status_code::invalid_argument, subject, ": ", std::uint64_t{length},
                         " bytes from ", range.offset(), " on reach past the end at ", size);
    } else if (range.all()) {
        return error(status_code::invalid_argument, subject,
                     ": not a regular file, so it has no size: say how many bytes");
    }
    if (length == 0) return Region();

    const std::size_t lead = static_cast<std::size_t>(range.offset() % page_size());
    const std::uint64_t start = range.offset() - lead;
    if (length > std::uint64_t{PTRDIFF_MAX} - lead || static_cast<::off_t>(start) < 0 ||
        static_cast<std::uint64_t>(static_cast<::off_t>(start)) != start)
        return error(status_code::overflow, subject, ": the range does not fit into memory");
    const auto size = static_cast<std::size_t>(length);

    void* const first =
        ::mmap(nullptr, size + lead, protection, MAP_SHARED, fd, static_cast<::off_t>(start));
    if (first == MAP_FAILED) return os_error(subject, errno);
    return Region(static_cast<unsigned char*>(first) + lead, size);
}

template <class Region>
result<Region, error> map_path(const terminated_text& path, int flags, file_range range,
                               int protection) noexcept {
    // Without O_NONBLOCK, open() of a FIFO would wait for its other end.
    const auto fd = open_file(path, flags | O_NONBLOCK);
    if (!fd) return fd.error();
    return map_range<Region>(fd->get(), path.c_str(), range, protection);
}

}  // namespace detail

/// Maps a file, or a range of it, for reading. The offset needs no alignment.
///
/// Fails with null for a null path; not_found if there is no such file; invalid_argument for a
/// range past the end of the file, because touching it would raise SIGBUS; overflow for one that no
/// memory can hold; system with the errno for a directory, or a file that cannot be read or mapped.
/// The message names the path. (A file of /proc reports 0 bytes and is mapped as empty: read it
/// instead.)
inline result<mapped_region, error> map_file(const detail::terminated_text& path,
                                             file_range range = {}) noexcept {
    return detail::map_path<mapped_region>(path, O_RDONLY, range, PROT_READ);
}
/// The same for a descriptor. It still belongs to the caller, who may close it afterwards.
inline result<mapped_region, error> map_file(int fd, file_range range = {}) noexcept {
    return detail::map_range<mapped_region>(fd, "map_file", range, PROT_READ);
}

/// The same for reading and writing. The file does not grow.
inline result<writable_region, error> map_file_writable(const detail::terminated_text& path,
                                                        file_range range = {}) noexcept {
    return detail::map_path<writable_region>(path, O_RDWR, range, PROT_READ | PROT_WRITE);
}
inline result<writable_region, error> map_file_writable(int fd, file_range range = {}) noexcept {
    return detail::map_range<writable_region>(fd, "map_file_writable", range,
                                              PROT_READ | PROT_WRITE);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
