// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_RELEASED_RING_HPP
#define FFIGUARD_OBSERVE_DETAIL_RELEASED_RING_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/observe/detail/shared_record.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The records of what was released last: a ring, in which a new record replaces the oldest. A
/// record that is overwritten while it is read is left out.
class released_ring {
public:
    enum : std::size_t { capacity = 4096 };

    void add(const record& one, std::uint64_t number) noexcept {
        entry& to = all_[number % capacity];
        to.number.store(0, std::memory_order_relaxed);
        std::atomic_thread_fence(std::memory_order_release);
        to.what.write(one);
        values_[number % capacity].store(one.value, std::memory_order_relaxed);
        to.number.store(number, std::memory_order_release);
    }
    /// The latest record of a value; false if there is none.
    [[nodiscard]] bool find(std::uint64_t value, record& into) const noexcept {
        std::uint64_t latest = 0;
        for (std::size_t i = 0; i < capacity; ++i) {
            if (values_[i].load(std::memory_order_relaxed) != value) continue;
            const entry& one = all_[i];
            const std::uint64_t number = one.number.load(std::memory_order_acquire);
            if (number <= latest) continue;
            const record seen = one.what.read();
            std::atomic_thread_fence(std::memory_order_acquire);
            if (one.number.load(std::memory_order_relaxed) != number || seen.value != value)
                continue;
            latest = number;
            into = seen;
        }
        return latest != 0;
    }

private:
    struct entry {
        std::atomic<std::uint64_t> number;  ///< which release, from 1; 0 while it is written
        shared_record what;
    };
    entry all_[capacity];
    std::atomic<std::uint64_t> values_[capacity];  ///< a copy, side by side: find() looks at all
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
