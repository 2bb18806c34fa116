// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_RECORD_STORE_HPP
#define FFIGUARD_OBSERVE_DETAIL_RECORD_STORE_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/observe/detail/observed_type.hpp>
#include <ffiguard/observe/detail/pages.hpp>
#include <ffiguard/observe/detail/released_ring.hpp>
#include <ffiguard/observe/detail/shared_record.hpp>
#include <ffiguard/observe/detail/wanted_report.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The records of what is open: a hash table of fixed size that many threads write without a lock.
///
/// A multiset: two owners of one counted handle (dlopen() twice) have two records. A group of eight
/// keys is one cache line; a record is in its own group or in one of the next seven. If these have
/// no room, the record is dropped, and counted as dropped. Nothing waits, so a signal handler and
/// the child of a fork() may use it. A record that a thread of the parent was just writing at the
/// fork() is lost in the child.
///
/// While its closer runs, a resource has a special key: the closer returns the value to the system,
/// which may give it to another thread before the closer returns.
class record_store {
public:
    enum : std::size_t { group = 8, probed = 8 * group, capacity = std::size_t{1} << 18U };

    constexpr record_store() noexcept = default;
    record_store(const record_store&) = delete;
    record_store& operator=(const record_store&) = delete;
    // At the end of its shared object, or of the process. Other threads may still be inside there:
    // they get zeros, which are not keys, and the address stays reserved.
    FFIGUARD_HIDDEN ~record_store() {
        // If a report is wanted, the records stay even in a shared object that ends: at exit(), the
        // last one reports for all.
        if (detail::wanted_report() != nullptr) return;
        auto* const memory = slots_.exchange(ended(), std::memory_order_acq_rel);
        if (memory != nullptr && memory != ended()) forget_pages(memory, bytes);
    }

    FFIGUARD_HIDDEN void add(const record& made) noexcept {
        slot* const all = all_slots();
        const std::uint64_t key = key_of(made.type, made.value);
        const std::size_t first = first_of(made.type, made.value);
        for (std::size_t i = 0; all != nullptr && i < probed; ++i) {
            const std::size_t index = (first + i) & (capacity - 1);
            std::atomic<std::uint64_t>& at = keys(all)[index];
            const std::uint64_t seen = at.load(std::memory_order_relaxed);
            if (seen != no_key || !lock(at, seen)) continue;
            all[index].write(made);
            if (i >= longest_.load(std::memory_order_relaxed)) lengthen(i + 1);
            at.store(key, std::memory_order_release);
            return;
        }
        dropped_.fetch_add(1, std::memory_order_relaxed);
    }
    /// For the owner of a resource. Does nothing if there is no record of it.
    [[gnu::noinline]] FFIGUARD_HIDDEN void set_parent(const observed_type* type,
                                                      std::uint64_t value,
                                                      std::uint64_t parent) noexcept {
        const std::uint64_t key = key_of(type, value);
        find(first_of(type, value), key, [&](slot& found) noexcept {
            found.parent.store(parent, std::memory_order_relaxed);
            return key;
        });
    }
    /// For text that stays as long as the records.
    [[gnu::noinline]] FFIGUARD_HIDDEN void set_referent(const observed_type* type,
                                                        std::uint64_t value,
                                                        const type_text* referent) noexcept {
        const std::uint64_t key = key_of(type, value);
        find(first_of(type, value), key, [&](slot& found) noexcept {
            found.referent.store(referent, std::memory_order_relaxed);
            return key;
        });
    }
    /// It was closed, and waits for the users inside.
    [[gnu::noinline]] FFIGUARD_HIDDEN void set_closed(const observed_type* type,
                                                      std::uint64_t value,
                                                      std::uintptr_t here) noexcept {
        const std::uint64_t key = key_of(type, value);
        find(first_of(type, value), key, [&](slot& found) noexcept {
            found.close(here);
            return key;
        });
    }
    /// Its closer begins. False if there is no record.
    [[gnu::noinline]] FFIGUARD_HIDDEN bool begin_close(const observed_type* type,
                                                       std::uint64_t value,
                                                       std::uintptr_t here) noexcept {
        const std::uint64_t key = key_of(type, value);
        if (here == 0) here = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
        return find(first_of(type, value), key, [&](slot& found) noexcept {
            found.close(here);
            return key | closing;
        });
    }
    /// Its closer has refused.
    [[gnu::noinline]] FFIGUARD_HIDDEN void keep(const observed_type* type,
                                                std::uint64_t value) noexcept {
        const std::uint64_t key = key_of(type, value);
        find(first_of(type, value), key | closing, [&](slot& found) noexcept {
            found.closed_by.store(0, std::memory_order_relaxed);
            return key;
        });
    }
    /// Its closer has returned.
    [[gnu::noinline]] FFIGUARD_HIDDEN void end_close(const observed_type* type,
                                                     std::uint64_t value) noexcept {
        const std::uint64_t key = key_of(type, value);
        find(first_of(type, value), key | closing, [&](slot& found) noexcept {
            remember(found.read());
            return std::uint64_t{no_key};
        });
    }
    /// It was passed on. False if there is no record.
    [[gnu::noinline]] FFIGUARD_HIDDEN bool remove(const observed_type* type, std::uint64_t value,
                                                  std::uintptr_t here) noexcept {
        const std::uint64_t key = key_of(type, value);
        if (here == 0) here = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
        return find(first_of(type, value), key, [&](slot& found) noexcept {
            found.close(here);
            remember(found.read());
            return std::uint64_t{no_key};
        });
    }

    /// What has this value: one that is held, otherwise the last of the latest 4,096 that were
    /// released. With a type, which may be null, only what is held of that type: that is found at
    /// once, while all others are searched one by one.
    FFIGUARD_HIDDEN bool find_value(const observed_type* type, std::uint64_t value,
                                    record& into) noexcept {
        slot* const all = slots_.load(std::memory_order_acquire);
        if (all == nullptr || all == ended()) return false;
        bool is_found = false;
        const auto take = [&](const record& one, bool) noexcept {
            if (one.value != value || (type != nullptr && one.type != type)) return;
            is_found = true;
            into = one;
        };
        if (type != nullptr) {
            const std::size_t first = first_of(type, value);
            const std::size_t longest = longest_.load(std::memory_order_relaxed);
            for (std::size_t i = 0; i < longest && !is_found; ++i)
                visit_at(all, (first + i) & (capacity - 1), take);
        } else {
            for_each(take);
        }
        return is_found || ring(all).find(value, into);
    }

    /// Calls visit(record, is_closing) for each. Records that come or go meanwhile may be left out.
    template <class Visit>
    void for_each(Visit&& visit) const noexcept {
        slot* const all = slots_.load(std::memory_order_acquire);
        if (all == nullptr || all == ended()) return;
        for (std::size_t i = 0; i < capacity; ++i) visit_at(all, i, visit);
    }

    /// Records that had no room.
    [[nodiscard]] std::uint64_t dropped() const noexcept {
        return dropped_.load(std::memory_order_relaxed);
    }

    /// Whether sampling keeps it. Decided by its value, so that its release knows, too, in every
    /// shared object.
    [[nodiscard]] static bool is_sampled(std::uint64_t value) noexcept {
        return (mixed(value) >> 57U) == 0;  // one in 128
    }

private:
    using slot = shared_record;

    enum : std::uint64_t { no_key = 0, being_written = 1, closing = 1 };
    enum : std::size_t {
        keys_end = capacity * (sizeof(slot) + sizeof(std::uint64_t)),
        bytes = keys_end + sizeof(released_ring),
    };

    /// Even, and more than being_written.
    [[nodiscard]] static std::uint64_t key_of(const observed_type* type,
                                              std::uint64_t value) noexcept {
        const std::uint64_t key =
            mixed(value ^ (reinterpret_cast<std::uintptr_t>(type) * 0x9E3779B97F4A7C15U)) &
            ~std::uint64_t{closing};
        return key != no_key ? key : 2;
    }
    /// splitmix64
    [[nodiscard]] static constexpr std::uint64_t mixed(std::uint64_t bits) noexcept {
        bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
        bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
        return bits ^ (bits >> 31U);
    }
    /// Where the search begins. Ignores the generation of a token, so that what is opened and
    /// closed again and again stays on one cache line.
    [[nodiscard]] static std::size_t first_of(const observed_type* type,
                                              std::uint64_t value) noexcept {
        constexpr std::uint64_t generation = std::uint64_t{token_parts::max_generation}
                                             << token_parts::index_bits;
        const std::uint64_t spread =
            ((value & ~generation) ^ reinterpret_cast<std::uintptr_t>(type)) * 0x9E3779B97F4A7C15U;
        return static_cast<std::size_t>(spread >> 32U) & (capacity - 1) &
               ~static_cast<std::size_t>(group - 1);
    }
    void lengthen(std::size_t to) noexcept {
        std::size_t seen = longest_.load(std::memory_order_relaxed);
        while (seen < to && !longest_.compare_exchange_weak(seen, to, std::memory_order_relaxed)) {
        }
    }
    /// The keys come after the slots.
    [[nodiscard]] static std::atomic<std::uint64_t>* keys(slot* all) noexcept {
        return reinterpret_cast<std::atomic<std::uint64_t>*>(all + capacity);
    }
    /// And the ring after these.
    [[nodiscard]] static released_ring& ring(slot* all) noexcept {
        return *reinterpret_cast<released_ring*>(reinterpret_cast<unsigned char*>(all) + keys_end);
    }
    /// By the thread that has the lock of a record.
    FFIGUARD_HIDDEN void remember(const record& released) noexcept {
        slot* const all = slots_.load(std::memory_order_acquire);
        if (all == nullptr || all == ended()) return;
        ring(all).add(released, released_.fetch_add(1, std::memory_order_relaxed) + 1);
    }
    [[nodiscard]] static slot* ended() noexcept { return reinterpret_cast<slot*>(alignof(slot)); }

    /// A reader takes no lock: the owner that ends the record at that moment would not find it.
    template <class Visit>
    static void visit_at(slot* all, std::size_t index, Visit&& visit) noexcept {
        const std::uint64_t key = keys(all)[index].load(std::memory_order_acquire);
        if (key == no_key || key == being_written) return;
        const record seen = all[index].read();
        // Not if it belonged to another one meanwhile.
        if (key_of(seen.type, seen.value) == (key & ~std::uint64_t{closing}) &&
            keys(all)[index].load(std::memory_order_acquire) == key)
            visit(seen, (key & closing) != 0);
    }
    /// Only for the one that owns the resource at that moment: two at once would miss each other.
    static bool lock(std::atomic<std::uint64_t>& key, std::uint64_t seen) noexcept {
        return key.compare_exchange_strong(seen, being_written, std::memory_order_acquire);
    }
    /// Calls change(slot) for one with the key `wanted`. The result is the new key. False if there
    /// is none.
    template <class Change>
    bool find(std::size_t first, std::uint64_t wanted, Change&& change) noexcept {
        slot* const all = slots_.load(std::memory_order_acquire);
        if (all == nullptr || all == ended()) return false;
        const std::size_t longest = longest_.load(std::memory_order_relaxed);
        for (std::size_t i = 0; i < longest; ++i) {
            const std::size_t index = (first + i) & (capacity - 1);
            std::atomic<std::uint64_t>& at = keys(all)[index];
            const std::uint64_t seen = at.load(std::memory_order_relaxed);
            if (seen != wanted || !lock(at, seen)) continue;
            at.store(change(all[index]), std::memory_order_release);
            return true;
        }
        return false;
    }

    FFIGUARD_HIDDEN slot* all_slots() noexcept {
        slot* all = slots_.load(std::memory_order_acquire);
        if (all != nullptr) return all == ended() ? nullptr : all;
        const errno_guard keep_errno;
        auto* const fresh = static_cast<slot*>(take_pages(bytes));
        if (fresh == nullptr) return nullptr;
        if (slots_.compare_exchange_strong(all, fresh, std::memory_order_acq_rel)) return fresh;
        give_pages_back(fresh, bytes);
        return all == ended() ? nullptr : all;
    }

    std::atomic<slot*> slots_{nullptr};
    std::atomic<std::uint64_t> dropped_{0};
    std::atomic<std::uint64_t> released_{0};  ///< records that went into the ring
    std::atomic<std::size_t> longest_{0};  ///< the most steps that a record ever was from its start
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
