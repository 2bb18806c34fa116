// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_KNOWN_QUEUE_HPP
#define FFIGUARD_OBSERVE_DETAIL_KNOWN_QUEUE_HPP

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A release_queue with a name from FFIGUARD_EXPORT_QUEUE. It is never removed from the list: the
/// list ends with the shared object that both are in.
class known_queue {
public:
    using length = std::uint64_t (*)();

    FFIGUARD_HIDDEN known_queue(const char* called, length of) noexcept
        : name_(called), queued_(of) {
        next_ = first_.load(std::memory_order_relaxed);
        while (!first_.compare_exchange_weak(next_, this, std::memory_order_release,
                                             std::memory_order_relaxed)) {
        }
    }
    known_queue(const known_queue&) = delete;
    known_queue& operator=(const known_queue&) = delete;

    [[nodiscard]] const char* name() const noexcept { return name_; }
    [[nodiscard]] std::uint64_t queued() const noexcept { return queued_(); }
    [[nodiscard]] const known_queue* next() const noexcept { return next_; }
    /// The queues of this shared object.
    [[nodiscard]] FFIGUARD_HIDDEN static const known_queue* first() noexcept {
        return first_.load(std::memory_order_acquire);
    }

private:
    FFIGUARD_HIDDEN inline static std::atomic<known_queue*> first_{nullptr};

    const char* name_;
    length queued_;
    known_queue* next_ = nullptr;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
