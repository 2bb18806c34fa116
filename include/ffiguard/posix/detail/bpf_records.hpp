// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_DETAIL_BPF_RECORDS_HPP
#define FFIGUARD_POSIX_DETAIL_BPF_RECORDS_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The memory of an eBPF ring buffer, with the kernel's layout. A position is the number of bytes
/// since the very beginning. A record starts at a multiple of 8, with its length in 4 bytes (two
/// bits of which are flags) and 4 bytes that belong to the kernel.
struct bpf_records {
    std::uint64_t* taken;           ///< read up to here; the reader's
    const std::uint64_t* reserved;  ///< written up to here; the kernel's
    const unsigned char* first;     ///< capacity bytes, mapped twice
    std::size_t capacity;           ///< a power of two
};

enum : std::uint32_t {
    bpf_record_is_busy = std::uint32_t{1} << 31U,
    bpf_record_is_discarded = std::uint32_t{1} << 30U,
    bpf_record_header = 8
};

template <class Visit>
bool goes_on_after(Visit& visit, const unsigned char* data, std::size_t size) {
    using answer = decltype(visit(data, size));
    static_assert(std::is_void_v<answer> || std::is_same_v<answer, bool>,
                  "ffiguard: what consume() calls returns nothing, or bool: false ends the call");
    if constexpr (std::is_void_v<answer>) {
        visit(data, size);
        return true;
    } else {
        return visit(data, size);
    }
}

/// The callback of bpf_ring_buffer::consume().
template <class Visit>
std::size_t consume_records(const bpf_records& ring, Visit& visit) {
    std::uint64_t at = __atomic_load_n(ring.taken, __ATOMIC_RELAXED);
    // Acquire: records before this position have their headers.
    const std::uint64_t end = __atomic_load_n(ring.reserved, __ATOMIC_ACQUIRE);
    std::size_t count = 0;
    while (at < end) {
        const unsigned char* const record = ring.first + (at & (ring.capacity - 1));
        // Acquire: the kernel clears the busy bit last, when the data is there.
        const std::uint32_t header =
            __atomic_load_n(reinterpret_cast<const std::uint32_t*>(record), __ATOMIC_ACQUIRE);
        if ((header & bpf_record_is_busy) != 0) break;
        const std::size_t size = header & ~(bpf_record_is_busy | bpf_record_is_discarded);
        const std::uint64_t next = at + (bpf_record_header + size + 7) / 8 * 8;
        if (next > end) break;  // another reader has moved the position
        bool goes_on = true;
        if ((header & bpf_record_is_discarded) == 0) {
            goes_on = goes_on_after(visit, record + bpf_record_header, size);
            ++count;
        }
        at = next;
        // Release: all of it has been read before the kernel sees that it may write there again.
        __atomic_store_n(ring.taken, at, __ATOMIC_RELEASE);
        if (!goes_on) break;
    }
    return count;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
