// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_BPF_RING_BUFFER_HPP
#define FFIGUARD_POSIX_BPF_RING_BUFFER_HPP

#ifndef __linux__
#error "ffiguard/posix/bpf_ring_buffer.hpp needs Linux"
#else

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/posix/bpf_map.hpp>
#include <ffiguard/posix/detail/bpf_call.hpp>
#include <ffiguard/posix/detail/bpf_records.hpp>
#include <ffiguard/posix/detail/os_error.hpp>
#include <ffiguard/posix/mapped_region.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Owns an eBPF ring buffer and its memory. Programs in the kernel write into it; one reader reads
/// here. Linux 5.8 and later, 64 bits.
///
/// Has the descriptor and two mappings (the reader's position; the kernel's position, and the data
/// twice, so that a record that wraps is contiguous). Closed and unmapped once, on any thread.
/// Move-only; a moved-from one is empty: fd() is -1, consume() returns 0.
///
/// One reader: an object is for one thread at a time. Two objects of one map (or the copies after a
/// fork()) share the reader's position, so only one of them may call consume(). If the reader is
/// late, the kernel drops what does not fit; only the program is told.
class [[nodiscard]] bpf_ring_buffer {
public:
    /// Owns nothing.
    bpf_ring_buffer() noexcept = default;

    /// Makes one for so many bytes: a power of two, and whole pages.
    ///
    /// Fails with invalid_argument for another size; overflow above 2 GiB; unsupported in a 32-bit
    /// program; out_of_memory; system with the errno (EPERM without the right: CAP_BPF, or root).
    static result<bpf_ring_buffer, error> create(std::size_t bytes) noexcept {
        if (bytes > std::size_t{1} << 31U)
            return error(status_code::overflow, "bpf_ring_buffer: more than 2 GiB");
        if (bytes == 0 || (bytes & (bytes - 1)) != 0 || bytes % detail::page_size() != 0)
            return error(status_code::invalid_argument, "bpf_ring_buffer: ", std::uint64_t{bytes},
                         " bytes are not a power of two of whole pages");
        detail::bpf_new_map wanted;
        wanted.type = type_number;
        wanted.max_entries = static_cast<std::uint32_t>(bytes);
        unique_bpf_map made(detail::bpf_call(detail::bpf_command::create_map, wanted));
        if (!made) return detail::os_error("bpf_ring_buffer", errno);
        return map(std::move(made), bytes);
    }

    /// Takes over one that was made elsewhere. On failure, ring still owns it.
    ///
    /// Fails with invalid_argument if it is a map of another type; with system and the errno if it
    /// is none.
    static result<bpf_ring_buffer, error> adopt(unique_bpf_map&& ring) noexcept {
        detail::bpf_map_facts facts;
        if (const status known = detail::bpf_describe_map(ring.get(), facts); !known.ok())
            return error(known, "bpf_ring_buffer: not an eBPF map");
        if (facts.type != type_number)
            return error(status_code::invalid_argument, "bpf_ring_buffer: a map of type ",
                         std::uint64_t{facts.type}, " is no ring buffer");
        return map(std::move(ring), facts.max_entries);
    }

    /// Calls visit(const unsigned char* data, std::size_t size) for each record, in the order in
    /// which they were reserved, and then returns its memory to the kernel. Returns the number of
    /// records.
    ///
    /// data is aligned to 8 bytes and valid until visit returns. Records that the program discarded
    /// are skipped. A record that is reserved but not finished ends the call; those after it come
    /// later. So do records that are written during the call: the call always ends.
    ///
    /// visit may return false to end the call after this record. If it throws, this record stays
    /// and comes again. It must not use this object. Never waits, and allocates nothing.
    template <class Visit>
    std::size_t consume(Visit&& visit) {
        if (!map_) return 0;
        const detail::bpf_records records{reinterpret_cast<std::uint64_t*>(consumed_.data()),
                                          reinterpret_cast<const std::uint64_t*>(produced_.data()),
                                          produced_.data() + (produced_.size() - 2 * capacity_),
                                          capacity_};
        return detail::consume_records(records, visit);
    }

    /// Waits until there is something to consume, at most so long (negative: returns at once).
    /// Returns true, or false after the time. Uses poll(2) on the descriptor; your own event loop
    /// may do the same (POLLIN). A record that is reserved but not finished counts.
    ///
    /// Fails with closed if this is empty; with system and the errno.
    [[nodiscard]] result<bool> wait_for(std::chrono::milliseconds time) const noexcept {
        using clock = std::chrono::steady_clock;
        if (!map_) return status_code::closed;
        const clock::time_point begin = clock::now();
        for (;;) {
            const auto left =
                time - std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - begin);
            constexpr std::int64_t longest = 1'000'000'000;
            const std::int64_t now = left.count() < longest ? left.count() : longest;
            ::pollfd ready{fd(), POLLIN, 0};
            const int answer = (::poll)(&ready, 1, now > 0 ? static_cast<int>(now) : 0);
            if (answer > 0) {
                if ((ready.revents & POLLIN) != 0) return true;
                return status::system(EIO);
            }
            if (answer < 0 && errno != EINTR) return detail::os_status(errno);
            if (answer == 0 && now <= 0) return false;
        }
    }

    /// For the instructions of a program, and for poll(2). Still belongs to this owner.
    [[nodiscard]] int fd() const noexcept { return map_.get(); }
    /// The size in bytes, with 8 for each record.
    [[nodiscard]] std::size_t capacity() const noexcept { return map_ ? capacity_ : 0; }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(map_); }

    /// Unmaps and closes now. Returns closed if nothing is owned. Programs that write into it keep
    /// the map.
    status close() noexcept {
        if (!map_) return status_code::closed;
        const status first = consumed_.close();
        const status second = produced_.close();
        const status third = map_.close();
        return !first.ok() ? first : !second.ok() ? second : third;
    }

private:
    enum : std::uint32_t { type_number = 27 };  // BPF_MAP_TYPE_RINGBUF

    static result<bpf_ring_buffer, error> map(unique_bpf_map&& ring,
                                              std::size_t capacity) noexcept {
        if constexpr (sizeof(void*) < 8) {
            // Positions are as wide as a long of the kernel, which may have 64 bits even so.
            return error(status_code::unsupported, "bpf_ring_buffer: a 32-bit program");
        } else {
            const std::size_t page = detail::page_size();
            auto consumed = map_file_writable(ring.get(), {0, page});
            if (!consumed) return consumed.error();
            auto produced = map_file(ring.get(), {page, page + 2 * capacity});
            if (!produced) return produced.error();
            bpf_ring_buffer made;
            made.consumed_ = std::move(*consumed);
            made.produced_ = std::move(*produced);
            made.map_ = std::move(ring);
            made.capacity_ = capacity;
            return made;
        }
    }

    unique_bpf_map map_;
    writable_region consumed_;
    mapped_region produced_;
    std::size_t capacity_ = 0;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
