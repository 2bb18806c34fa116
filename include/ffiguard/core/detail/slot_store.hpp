// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_SLOT_STORE_HPP
#define FFIGUARD_CORE_DETAIL_SLOT_STORE_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/family.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/parent_link.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/detail/sized_token.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/trace.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// How an observer identifies an object.
template <class T>
using traced_token = std::conditional_t<life_cycle_of<T>::has_bytes, sized_token, token>;

/// Room for one object of a handle_table. On its own cache line, so that threads with different
/// tokens do not wait for each other.
template <class T>
struct alignas(alignof(T) > 64 ? alignof(T) : 64) table_slot : family_part<T>,
                                                               slot_head,
                                                               trace::note<traced_token<T>> {
    std::atomic<void*> table{nullptr};  ///< its handle_table; null once that is gone
    alignas(T) unsigned char storage[sizeof(T)];

    [[nodiscard]] T& object() noexcept { return *std::launder(reinterpret_cast<T*>(storage)); }
};

/// Slots with stable addresses and a lock-free free list.
///
/// Chunk k holds 16 << k slots and is allocated when it is first needed, so an
/// index is found by two shifts and a table of any size has 18 pointers.
template <class T>
class slot_store {
public:
    using slot = table_slot<T>;

    FFIGUARD_HIDDEN constexpr slot_store() noexcept
        : book_(&process_book_),
          unhold_(&slot_code<T>::unhold),
          close_and_unpin_(&slot_code<T>::close_and_unpin),
          finish_(&slot_code<T>::finish) {}
    slot_store(const slot_store&) = delete;
    slot_store& operator=(const slot_store&) = delete;

    /// Frees a slot at its end, unless it is told otherwise.
    struct reservation {
        slot_store* store;
        std::uint32_t index;
        ~reservation() {
            if (store != nullptr) store->give_back(index);
        }
    };

    /// A slot for the caller alone: one that was freed, otherwise a new one.
    [[nodiscard]] status reserve(std::uint32_t& index) noexcept {
        return take_free(index) ? status() : take_fresh(index);
    }

    void give_back(std::uint32_t index) noexcept {
        slot& place = at(index);
        std::uint64_t head = free_.load(std::memory_order_relaxed);
        std::uint64_t mine = 0;
        do {
            place.next_free.store(link_of(head), std::memory_order_relaxed);
            mine = head_after(head, index + 1);
        } while (!free_.compare_exchange_weak(head, mine, std::memory_order_release,
                                              std::memory_order_relaxed));
    }

    /// The slot, or null if there is none yet. Takes any index of a token.
    [[nodiscard]] slot* find(std::uint32_t index) const noexcept {
        const place_of where(index);
        slot* const chunk = chunks_[where.chunk].load(std::memory_order_acquire);
        return chunk == nullptr ? nullptr : chunk + where.offset;
    }
    /// The slot of an index below used().
    [[nodiscard]] slot& at(std::uint32_t index) const noexcept {
        const place_of where(index);
        return chunks_[where.chunk].load(std::memory_order_acquire)[where.offset];
    }

    /// The slot that contains an address, or null. Takes any address.
    [[nodiscard]] slot* around(const void* address) const noexcept {
        const auto at = reinterpret_cast<std::uintptr_t>(address);
        for (std::uint32_t number = 0; number < chunk_count; ++number) {
            slot* const chunk = chunks_[number].load(std::memory_order_acquire);
            const auto begin = reinterpret_cast<std::uintptr_t>(chunk);
            const std::uintptr_t size = std::uintptr_t{sizeof(slot)} << (number + first_bits);
            if (chunk != nullptr && at - begin < size) return chunk + (at - begin) / sizeof(slot);
        }
        return nullptr;
    }

    /// Slots that were ever reserved have an index below this.
    [[nodiscard]] std::uint32_t used() const noexcept {
        return used_.load(std::memory_order_acquire);
    }

    void free_all() noexcept {
        for (auto& chunk : chunks_) delete[] chunk.exchange(nullptr, std::memory_order_acq_rel);
    }

private:
    enum : std::uint32_t {
        first_bits = 4,
        chunk_count = 18,
        capacity = ((std::uint32_t{1} << chunk_count) - 1) << first_bits,
    };

    struct place_of {
        explicit place_of(std::uint32_t index) noexcept {
            const std::uint32_t shifted = index + (std::uint32_t{1} << first_bits);
            chunk = highest_bit(shifted) - first_bits;
            offset = shifted ^ (std::uint32_t{1} << (chunk + first_bits));  // its highest bit
        }
        static std::uint32_t highest_bit(std::uint32_t value) noexcept {
#if defined(__GNUC__)
            return 31U ^ static_cast<std::uint32_t>(__builtin_clz(value));  // one instruction
#else
            std::uint32_t bit = 0;
            while ((value >>= 1) != 0) ++bit;
            return bit;
#endif
        }
        std::uint32_t chunk;
        std::uint32_t offset;
    };

    // The head of the free list: a count against ABA above, index + 1 below (0: none).
    static constexpr std::uint32_t link_of(std::uint64_t head) noexcept {
        return static_cast<std::uint32_t>(head);
    }
    static constexpr std::uint64_t head_after(std::uint64_t head, std::uint32_t link) noexcept {
        return (((head >> 32) + 1) << 32) | link;
    }

    bool take_free(std::uint32_t& index) noexcept {
        std::uint64_t head = free_.load(std::memory_order_acquire);
        std::uint64_t next = 0;
        do {
            if (link_of(head) == 0) return false;
            index = link_of(head) - 1;
            // May be outdated by now; then the count in the head has changed and the exchange
            // fails.
            next = head_after(head, at(index).next_free.load(std::memory_order_relaxed));
        } while (!free_.compare_exchange_weak(head, next, std::memory_order_acquire,
                                              std::memory_order_acquire));
        return true;
    }

    [[gnu::noinline]] FFIGUARD_HIDDEN status take_fresh(std::uint32_t& index) noexcept {
        index = used_.load(std::memory_order_relaxed);
        do {
            if (index >= capacity) return status_code::overflow;
            if (find(index) == nullptr && !add_chunk(place_of(index).chunk))
                return status_code::out_of_memory;
        } while (!used_.compare_exchange_weak(index, index + 1, std::memory_order_acq_rel,
                                              std::memory_order_relaxed));
        return status_code::ok;
    }

    bool add_chunk(std::uint32_t number) noexcept {
        const std::uint32_t size = std::uint32_t{1} << (number + first_bits);
        slot* const fresh = new (std::nothrow) slot[size];
        if (fresh == nullptr) return false;
        for (std::uint32_t i = 0; i < size; ++i)
            fresh[i].index = size - (std::uint32_t{1} << first_bits) + i;
        for (std::uint32_t i = 0; i < size; ++i) prepare(fresh[i]);
        slot* expected = nullptr;
        if (!chunks_[number].compare_exchange_strong(expected, fresh, std::memory_order_acq_rel,
                                                     std::memory_order_relaxed))
            delete[] fresh;  // another thread was faster
        return true;
    }

    void prepare([[maybe_unused]] slot& fresh) const noexcept {
        using life = life_cycle_of<T>;
        if constexpr (life::is_parent) fresh.unhold = unhold_;
        if constexpr (life::cascades) fresh.children.set_book(*book_);
        if constexpr (is_listed<life>()) fresh.node.close_and_unpin = close_and_unpin_;
        if constexpr (has_turn<life>()) fresh.turn.prepare(fresh.door, &fresh, unhold_);
        if constexpr (is_queued<life>()) fresh.finish = finish_;
        if constexpr (life::is_rarely_closed) fresh.seats.prepare(*book_);
    }

    // And one that never exists, for the highest indices of a token.
    std::atomic<slot*> chunks_[chunk_count + 1]{};
    static_assert(((token_parts::max_index + (1U << first_bits)) >> first_bits) >>
                      (chunk_count + 1) ==
                  0);
    alignas(64) std::atomic<std::uint64_t> free_{0};
    std::atomic<std::uint32_t> used_{0};
    // Belongs to the shared object that has the table. One that only uses the table may be unloaded
    // earlier.
    process_book* const book_;
    void (*const unhold_)(void*) noexcept;
    void (*const close_and_unpin_)(void*) noexcept;
    void (*const finish_)(queued_entry*, list_step) noexcept;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
