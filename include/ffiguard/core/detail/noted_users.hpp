// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_NOTED_USERS_HPP
#define FFIGUARD_CORE_DETAIL_NOTED_USERS_HPP

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

#ifdef __linux__
// The function of <pthread.h>, which brings 1,000 lines. Under our own name: see family.hpp.
extern "C" unsigned long ffiguard_pthread_self() noexcept __asm__("pthread_self");
/// A number that no other thread has at the same time; the same in all shared objects. Never 0.
[[nodiscard]] inline std::uintptr_t thread_that_runs() noexcept { return ffiguard_pthread_self(); }
#else
FFIGUARD_HIDDEN inline thread_local char thread_mark_ = 0;
[[nodiscard]] FFIGUARD_HIDDEN inline std::uintptr_t thread_that_runs() noexcept {
    return reinterpret_cast<std::uintptr_t>(&thread_mark_);
}
#endif

/// The threads that are inside an object, as far as there is room: see notes_users.
///
/// Stored in the object's slot, not in the pins: a pin that is dropped with its frame (longjmp,
/// Go's runtime.Goexit) never ends, and nothing may point to it. A thread only looks for itself,
/// and finds only what it has written itself.
class noted_users {
public:
    noted_users() noexcept = default;
    noted_users(const noted_users&) = delete;
    noted_users& operator=(const noted_users&) = delete;

    void clear() noexcept {
        for (auto& each : threads_) each.store(0, std::memory_order_relaxed);
    }
    void add(std::uintptr_t thread) noexcept {
        for (auto& each : threads_) {
            std::uintptr_t free = 0;
            if (each.compare_exchange_strong(free, thread, std::memory_order_relaxed)) return;
        }
    }
    void remove(std::uintptr_t thread) noexcept {
        for (auto& each : threads_) {
            if (each.load(std::memory_order_relaxed) != thread) continue;
            each.store(0, std::memory_order_relaxed);
            return;
        }
    }
    [[nodiscard]] bool has(std::uintptr_t thread) const noexcept {
        for (const auto& each : threads_)
            if (each.load(std::memory_order_relaxed) == thread) return true;
        return false;
    }

private:
    enum : unsigned { room = 8 };
    std::atomic<std::uintptr_t> threads_[room]{};
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
