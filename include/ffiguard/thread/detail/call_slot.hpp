// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_CALL_SLOT_HPP
#define FFIGUARD_THREAD_DETAIL_CALL_SLOT_HPP

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// One of the places for waiting threads, or none.
class call_slot {
public:
    call_slot(std::atomic<std::uint32_t>& count, std::uint32_t limit) noexcept : count_(&count) {
        if (count.fetch_add(1, std::memory_order_relaxed) < limit) return;
        count.fetch_sub(1, std::memory_order_relaxed);
        count_ = nullptr;
    }
    call_slot(const call_slot&) = delete;
    call_slot& operator=(const call_slot&) = delete;
    ~call_slot() {
        if (count_ != nullptr) count_->fetch_sub(1, std::memory_order_relaxed);
    }
    [[nodiscard]] explicit operator bool() const noexcept { return count_ != nullptr; }
    /// The thread that finishes the call gives it back.
    void hand_over() noexcept { count_ = nullptr; }

private:
    std::atomic<std::uint32_t>* count_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
