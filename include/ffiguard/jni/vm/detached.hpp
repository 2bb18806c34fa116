// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_VM_DETACHED_HPP
#define FFIGUARD_JNI_VM_DETACHED_HPP

#include <jni.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/vm/detail/parked_refs.hpp>
#include <ffiguard/jni/vm/vm.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// What happens to a global or weak reference whose owner ends on a thread that is not attached to
/// the VM: a garbage collector's, a native pool's, that of static destructors. If the VM has gone,
/// all three leak.
enum class detached_policy : std::uint8_t {
    park,    ///< the next operation on an attached thread deletes it; if 256 wait, as attach
    attach,  ///< attaches for the one call: 20 microseconds; not while the VM shuts down
    leak,    ///< nothing is called; counted by leaked_refs()
};

namespace detail {

// One per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline std::atomic<detached_policy> detached_policy_{detached_policy::park};

}  // namespace detail

/// Sets it for this shared object; the default is park. Returns the previous one. Any thread.
FFIGUARD_HIDDEN inline detached_policy set_detached_policy(detached_policy policy) noexcept {
    return detail::detached_policy_.exchange(policy, std::memory_order_relaxed);
}

/// How many references of this shared object wait for an attached thread, at this moment.
[[nodiscard]] FFIGUARD_HIDDEN inline std::size_t parked_refs() noexcept {
    return detail::parked_globals_.count() + detail::parked_weaks_.count();
}
/// How many references of this shared object were not deleted because there was no VM.
[[nodiscard]] FFIGUARD_HIDDEN inline std::size_t leaked_refs() noexcept {
    return detail::leaked_refs_.load(std::memory_order_relaxed);
}

/// Deletes parked references. Attaching does this, too, and so does promoting or ending a reference
/// on an attached thread. Call it only if your program does none of that for a long time. Allowed
/// while a Java exception is pending; does nothing inside a critical_view. Costs three loads if
/// nothing is parked.
FFIGUARD_HIDDEN inline void release_parked(JNIEnv* env) noexcept {
    if (detail::critical_depth_ != 0) return;
    detail::parked_globals_.end_all(env);
    detail::parked_weaks_.end_all(env);
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
