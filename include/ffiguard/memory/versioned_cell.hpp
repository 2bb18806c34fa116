// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_VERSIONED_CELL_HPP
#define FFIGUARD_MEMORY_VERSIONED_CELL_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/ffiguard.h>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// ffiguard_versioned_cell, as C++ sees it.
struct cell_header {
    std::atomic<std::uint64_t> version;
    std::atomic<std::uint32_t> magic;
    std::atomic<std::uint32_t> size;
};
using cell_word = std::atomic<std::uint64_t>;

}  // namespace detail

/// A value in shared memory: one writer, many readers in other threads, other processes or other
/// languages. A reader never sees half of an update.
///
///     auto memory = shared_memory::create("/prices", 4096);
///     auto prices = versioned_cell<price>::create(*memory, 0);       // the writer
///     prices->store({42, 7});
///
///     auto memory = shared_memory::open_read_only("/prices");
///     auto prices = versioned_cell<const price>::attach(*memory, 0); // a reader
///     auto now = prices->read();
///
/// versioned_cell<const T> cannot write, and works in memory that is mapped read-only. The layout
/// is ffiguard_versioned_cell in ffiguard.h; a reader in Go or Java needs nothing else.
///
/// The writer never waits. Readers never write and never delay the writer. If a writer dies inside
/// store(), read() fails with in_use until the next store(), which repairs the cell. Two writers at
/// once are not detected: if there may be two, hold a lock around store().
///
/// Owns nothing: a pointer, trivially copyable, any thread. The memory must outlive it. T is copied
/// as bytes, including padding, so it must mean the same in each process: no pointers, no handles.
template <class T>
class versioned_cell {
    static_assert(detail::cell_word::is_always_lock_free &&
                      sizeof(detail::cell_word) == sizeof(std::uint64_t) &&
                      sizeof(detail::cell_header) == sizeof(ffiguard_versioned_cell),
                  "ffiguard: a versioned cell needs atomic words of 8 bytes without a lock, which "
                  "another process would not see");
    static_assert(std::is_trivially_copyable_v<T>,
                  "ffiguard: a versioned cell copies its value as bytes; T must be trivially "
                  "copyable");
    static_assert(!std::is_pointer_v<T> && !std::is_member_pointer_v<T>,
                  "ffiguard: a pointer means nothing in another process; share what it points to");
    static_assert(sizeof(T) <= UINT32_MAX / 2, "ffiguard: the value of a cell is below 2 GiB");

public:
    using value_type = std::remove_cv_t<T>;

    /// The size of the whole cell in bytes: for the place of the next one. (At a multiple of 64,
    /// that shares no cache line with this one.)
    static constexpr std::size_t size() noexcept {
        return sizeof(ffiguard_versioned_cell) + words * sizeof(std::uint64_t);
    }

    /// Makes a cell that holds value, offset bytes into a region: anything with data() and size()
    /// (a shared_memory, a writable_region, a foreign_span).
    ///
    /// If there is already a cell for a value of this size, it is used: a writer that crashed
    /// starts again by the same call, and attached readers continue. Fails with wrong_type if there
    /// is a cell for another size: it is left alone; write zeros to make room for a new one. Fails
    /// with null if the region is empty, overflow if the cell does not fit, and invalid_argument if
    /// it would not be at a multiple of 16. What is not a cell is overwritten.
    template <class Region>
    static result<versioned_cell> create(Region& region, std::size_t offset,
                                         const value_type& value = value_type()) noexcept {
        static_assert(is_writable<Region>(),
                      "ffiguard: a versioned cell is created in memory that can be written; a "
                      "reader attaches a versioned_cell<const T>");
        const status possible = validate(region, offset);
        if (!possible.ok()) return possible;
        const versioned_cell made(region.data() + offset);
        const status there = made.confirm();
        if (there == status_code::wrong_type) return there;
        if (!there.ok()) {
            made.header().version.store(0, std::memory_order_relaxed);
            made.header().size.store(sizeof(T), std::memory_order_relaxed);
        }
        made.write(value);
        // Last: a reader that sees the magic also sees the rest.
        made.header().magic.store(FFIGUARD_VERSIONED_CELL_MAGIC, std::memory_order_release);
        return made;
    }

    /// The cell that is offset bytes into a region. Fails as create() does, with not_found if there
    /// is none (yet), and with wrong_type if its value has another size.
    template <class Region>
    static result<versioned_cell> attach(Region& region, std::size_t offset) noexcept {
        static_assert(std::is_const_v<T> || is_writable<Region>(),
                      "ffiguard: this memory cannot be written; attach a versioned_cell<const T>");
        const status possible = validate(region, offset);
        if (!possible.ok()) return possible;
        const versioned_cell found(region.data() + offset);
        const status there = found.confirm();
        if (!there.ok()) return there;
        return found;
    }

    /// A copy of the value as one store() left it.
    ///
    /// Fails with in_use if each attempt met an update: the writer stores without a pause, was
    /// interrupted, or died inside store() (then version() is odd and stays the same).
    result<value_type> read(std::uint32_t attempts = 10000) const noexcept {
        // The bytes exist before there is a T, which may have no default constructor.
        union copy {
            copy() noexcept {}
            value_type value;
            unsigned char bytes[words * sizeof(std::uint64_t)];
        } taken;
        while (attempts-- != 0) {
            const std::uint64_t before = header().version.load(std::memory_order_acquire);
            if (before % 2 != 0) continue;
            // acquire for each word, though one fence after them all would do: the second load of
            // the version must not come before them, and TSan does not support fences.
            for (std::size_t i = 0; i < words; ++i) {
                const std::uint64_t word = word_at(i).load(std::memory_order_acquire);
                std::memcpy(taken.bytes + i * sizeof word, &word, sizeof word);
            }
            if (header().version.load(std::memory_order_relaxed) == before) return taken.value;
        }
        return status_code::in_use;
    }

    /// Replaces the value. One writer at a time.
    void store(const value_type& value) const noexcept {
        static_assert(!std::is_const_v<T>,
                      "ffiguard: a versioned_cell<const T> is for reading; the writer has a "
                      "versioned_cell<T>");
        write(value);
    }

    /// Even: the value is whole. Odd: a store() is under way, or its writer died. Increases by 2
    /// with every store(), so equal versions mean an equal value.
    [[nodiscard]] std::uint64_t version() const noexcept {
        return header().version.load(std::memory_order_acquire);
    }

private:
    static constexpr std::size_t words =
        (sizeof(T) + sizeof(std::uint64_t) - 1) / sizeof(std::uint64_t);

    // Written only if made from writable memory, see create() and attach().
    explicit versioned_cell(const unsigned char* memory) noexcept
        : memory_(const_cast<unsigned char*>(memory)) {}

    template <class Region>
    static constexpr bool is_writable() noexcept {
        return !std::is_const_v<std::remove_pointer_t<decltype(std::declval<Region&>().data())>>;
    }

    template <class Region>
    static status validate(Region& region, std::size_t offset) noexcept {
        if (region.data() == nullptr) return status_code::null;
        if (offset > region.size() || size() > region.size() - offset) return status_code::overflow;
        const auto address = reinterpret_cast<std::uintptr_t>(region.data()) + offset;
        return address % 16 == 0 ? status() : status(status_code::invalid_argument);
    }
    status confirm() const noexcept {
        if (header().magic.load(std::memory_order_acquire) != FFIGUARD_VERSIONED_CELL_MAGIC)
            return status_code::not_found;
        return header().size.load(std::memory_order_relaxed) == sizeof(T)
                   ? status()
                   : status(status_code::wrong_type);
    }

    void write(const value_type& value) const noexcept {
        const std::uint64_t busy = header().version.load(std::memory_order_relaxed) | 1;
        header().version.store(busy, std::memory_order_relaxed);
        for (std::size_t i = 0; i < words; ++i) {
            const std::size_t at = i * sizeof(std::uint64_t);
            const std::size_t rest = sizeof(T) - at;
            std::uint64_t word = 0;
            std::memcpy(&word, reinterpret_cast<const unsigned char*>(&value) + at,
                        rest < sizeof word ? rest : sizeof word);
            // release for each: no word may become visible before the odd version.
            word_at(i).store(word, std::memory_order_release);
        }
        header().version.store(busy + 1, std::memory_order_release);
    }

    detail::cell_header& header() const noexcept {
        return *reinterpret_cast<detail::cell_header*>(memory_);
    }
    detail::cell_word& word_at(std::size_t index) const noexcept {
        return reinterpret_cast<detail::cell_word*>(memory_ + FFIGUARD_VERSIONED_CELL_VALUE)[index];
    }

    unsigned char* memory_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
