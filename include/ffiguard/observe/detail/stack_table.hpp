// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_STACK_TABLE_HPP
#define FFIGUARD_OBSERVE_DETAIL_STACK_TABLE_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/observe/detail/pages.hpp>
#include <ffiguard/observe/detail/stack_walk.hpp>
#include <ffiguard/observe/detail/wanted_report.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The stacks with which resources were taken, each once: a hash table of fixed size that many
/// threads write without a lock. A stack stays. One that finds no room is counted as dropped.
class stack_table {
public:
    enum : std::size_t { capacity = 8192, probed = 32 };

    struct stack {
        std::atomic<std::uint64_t> key;   ///< a hash of the frames; 0: free
        std::atomic<std::uint64_t> size;  ///< 0 until the frames are written
        std::uint64_t frames[call_stack::capacity];
    };

    constexpr stack_table() noexcept = default;
    stack_table(const stack_table&) = delete;
    stack_table& operator=(const stack_table&) = delete;
    // As in record_store: threads that are inside still find zeros.
    FFIGUARD_HIDDEN ~stack_table() {
        stack* const all = stacks_.load(std::memory_order_acquire);
        if (all != nullptr && detail::wanted_report() == nullptr) forget_pages(all, bytes);
    }

    /// Its number, from 1; 0 if there is no room.
    FFIGUARD_HIDDEN std::uint64_t add(const call_stack& taken) noexcept {
        stack* const all = stacks();
        std::uint64_t key = taken.size;
        for (std::size_t i = 0; i < taken.size; ++i) {
            key = (key ^ taken.frames[i]) * 0x9E3779B97F4A7C15U;
            key ^= key >> 29U;
        }
        key |= 1U;
        for (std::size_t i = 0; all != nullptr && i < probed; ++i) {
            const std::size_t index = ((key >> 32U) + i) % capacity;
            stack& one = all[index];
            std::uint64_t seen = one.key.load(std::memory_order_acquire);
            if (seen == key) return index + 1;
            if (seen != 0 || !one.key.compare_exchange_strong(seen, key)) {
                if (seen == key) return index + 1;
                continue;
            }
            for (std::size_t frame = 0; frame < taken.size; ++frame)
                one.frames[frame] = taken.frames[frame];
            one.size.store(taken.size, std::memory_order_release);
            return index + 1;
        }
        dropped_.fetch_add(1, std::memory_order_relaxed);
        return 0;
    }
    /// Null if none has that number.
    [[nodiscard]] const stack* at(std::uint64_t number) const noexcept {
        const stack* const all = stacks_.load(std::memory_order_acquire);
        if (all == nullptr || number == 0 || number > capacity) return nullptr;
        const stack& one = all[number - 1];
        return one.size.load(std::memory_order_acquire) != 0 ? &one : nullptr;
    }
    [[nodiscard]] std::uint64_t dropped() const noexcept {
        return dropped_.load(std::memory_order_relaxed);
    }

private:
    enum : std::size_t { bytes = capacity * sizeof(stack) };

    FFIGUARD_HIDDEN stack* stacks() noexcept {
        stack* all = stacks_.load(std::memory_order_acquire);
        if (all != nullptr) return all;
        const errno_guard keep_errno;
        auto* const fresh = static_cast<stack*>(take_pages(bytes));
        if (fresh == nullptr) return nullptr;
        if (stacks_.compare_exchange_strong(all, fresh, std::memory_order_acq_rel)) return fresh;
        give_pages_back(fresh, bytes);
        return all;
    }

    std::atomic<stack*> stacks_{nullptr};
    std::atomic<std::uint64_t> dropped_{0};
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
