// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_VM_VM_HPP
#define FFIGUARD_JNI_VM_VM_HPP

#include <jni.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/vm/detail/parked_refs.hpp>
#include <ffiguard/jni/vm/detail/weak_slot.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

// One of each per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline std::atomic<JavaVM*> vm_{nullptr};
FFIGUARD_HIDDEN inline std::atomic<std::uint32_t> vm_process_{
    0};  ///< that it runs in; 0: none known yet
FFIGUARD_HIDDEN inline parked_refs parked_globals_{&JNIEnv::DeleteGlobalRef};
FFIGUARD_HIDDEN inline parked_refs parked_weaks_{&JNIEnv::DeleteWeakGlobalRef};
FFIGUARD_HIDDEN inline std::atomic<std::size_t> leaked_refs_{0};
// Weak: the VM unloads this shared object when its class loader has gone; a strong reference would
// keep that for good. Deleted by on_unload().
FFIGUARD_HIDDEN inline weak_slot class_loader_;

/// False in the child of a fork(): it has none of the VM's threads, and a call would wait for them.
[[nodiscard]] FFIGUARD_HIDDEN inline bool vm_runs_here() noexcept {
    const std::uint32_t process = vm_process_.load(std::memory_order_relaxed);
    return process == 0 || process == ffiguard::detail::process_book_.number_if_drawn();
}

[[nodiscard]] FFIGUARD_HIDDEN inline JNIEnv* env_of(JavaVM* java_vm) noexcept {
    void* found = nullptr;
    if (java_vm == nullptr || !vm_runs_here() || java_vm->GetEnv(&found, JNI_VERSION_1_6) != JNI_OK)
        return nullptr;
    return static_cast<JNIEnv*>(found);
}

}  // namespace detail

/// The Java VM that loaded this shared object, captured once.
///
///     JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
///         return ffiguard::jni::vm::capture(java_vm).ok() ? JNI_VERSION_1_8 : JNI_ERR;
///     }
///
/// Owns nothing: a VM is never unloaded. Each shared object captures for
/// itself; ffiguard defines no JNI_OnLoad. All functions: any thread.
///
/// A JVM does not survive fork(): in the child there is no VM, so nothing attaches or detaches
/// there, and references that end are parked or leaked. The child should exec or _exit.
///
/// No JNIEnv is cached: it belongs to a thread, a virtual thread comes back with another one, and
/// after DestroyJavaVM it is a wild pointer.
class vm {
public:
    vm() = delete;

    /// You may call it again with the same VM. Fails with null for null; in_use if another VM is
    /// captured, which stays.
    FFIGUARD_HIDDEN static status capture(JavaVM* java_vm) noexcept {
        if (java_vm == nullptr) return status_code::null;
        JavaVM* known = detail::vm_.load(std::memory_order_relaxed);
        // Before the VM is known. In a child that has inherited a VM it stays the parent's.
        if (known == nullptr)
            detail::vm_process_.store(ffiguard::detail::process_book_.number(),
                                      std::memory_order_relaxed);
        known = nullptr;
        if (detail::vm_.compare_exchange_strong(known, java_vm, std::memory_order_acq_rel) ||
            known == java_vm)
            return {};
        return status_code::in_use;
    }
    /// For a shim without JNI_OnLoad: call it in any native method, without a pending exception.
    /// in_use also inside a critical_view.
    FFIGUARD_HIDDEN static status capture(JNIEnv* env) noexcept {
        if (env == nullptr) return status_code::null;
        if (!detail::outside_critical("vm::capture inside of a critical_view"))
            return status_code::in_use;
        JavaVM* java_vm = nullptr;
        if (env->GetJavaVM(&java_vm) != JNI_OK) return status_code::null;
        return capture(java_vm);
    }

    /// For a program that calls DestroyJavaVM: from here on no owner of a reference in this shared
    /// object calls the VM; leaked_refs() counts references that end, and parked ones. (Until a
    /// capture(); promote() captures, too, because its environment shows that there is a VM again.)
    FFIGUARD_HIDDEN static void forget() noexcept {
        detail::vm_.store(nullptr, std::memory_order_release);
        detail::class_loader_.forget();
        const auto leak = [](jobject) noexcept {
            detail::leaked_refs_.fetch_add(1, std::memory_order_relaxed);
        };
        detail::parked_globals_.drain(leak);
        detail::parked_weaks_.drain(leak);
    }

    /// Null before capture(), and in the child of a fork().
    [[nodiscard]] FFIGUARD_HIDDEN static JavaVM* get() noexcept {
        JavaVM* const known = detail::vm_.load(std::memory_order_acquire);
        return known != nullptr && detail::vm_runs_here() ? known : nullptr;
    }

    /// This thread's environment; null if it is not attached or there is no VM. Valid until the
    /// thread detaches or, in a native method, until that returns. About 5 ns.
    [[nodiscard]] FFIGUARD_HIDDEN static JNIEnv* env() noexcept {
        return detail::env_of(detail::vm_.load(std::memory_order_acquire));
    }
};

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
