// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_VM_DETAIL_PARKED_REFS_HPP
#define FFIGUARD_JNI_VM_DETAIL_PARKED_REFS_HPP

#include <jni.h>

#include <atomic>
#include <cstddef>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// References whose owner ended on a thread that is not attached to the VM, until an attached
/// thread deletes them. Any thread, lock-free, no allocation: an owner's end must not fail.
class parked_refs {
public:
    enum : std::size_t { capacity = 256 };

    /// Of one kind of reference, and how that is deleted.
    explicit constexpr parked_refs(void (JNIEnv::*how)(jobject)) noexcept : delete_(how) {}

    void end(JNIEnv* env, jobject ref) const noexcept { (env->*delete_)(ref); }
    void end_all(JNIEnv* env) noexcept {
        drain([this, env](jobject ref) noexcept { end(env, ref); });
    }
    /// False if there is no room.
    bool park(jobject ref) noexcept {
        for (std::atomic<jobject>& slot : slots_) {
            jobject free = nullptr;
            if (slot.load(std::memory_order_relaxed) == nullptr &&
                slot.compare_exchange_strong(free, ref, std::memory_order_release,
                                             std::memory_order_relaxed)) {
                count_.fetch_add(1, std::memory_order_release);
                return true;
            }
        }
        return false;
    }

    /// Calls forget(ref) for each. If there is none, it costs a load.
    template <class Delete>
    void drain(Delete&& forget) noexcept {
        if (count_.load(std::memory_order_acquire) == 0) return;
        for (std::atomic<jobject>& slot : slots_) {
            if (slot.load(std::memory_order_relaxed) == nullptr) continue;
            jobject const ref = slot.exchange(nullptr, std::memory_order_acquire);
            if (ref == nullptr) continue;  // another thread was faster
            count_.fetch_sub(1, std::memory_order_relaxed);
            forget(ref);
        }
    }

    /// A snapshot.
    [[nodiscard]] std::size_t count() const noexcept {
        const std::ptrdiff_t now = count_.load(std::memory_order_relaxed);
        return now > 0 ? static_cast<std::size_t>(now) : 0;
    }

private:
    void (JNIEnv::*delete_)(jobject);
    std::atomic<jobject> slots_[capacity] = {};
    std::atomic<std::ptrdiff_t> count_{0};  // a drain may come between a park and its count
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
