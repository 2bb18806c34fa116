// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_VM_DETAIL_WEAK_SLOT_HPP
#define FFIGUARD_JNI_VM_DETAIL_WEAK_SLOT_HPP

#include <jni.h>

#include <atomic>
#include <cstddef>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// A weak global reference that any thread reads, and that is replaced when its object has gone. A
/// replaced reference is deleted when no thread reads it: at once, or by the last reader. All of it
/// is sequentially consistent: if a thread takes a reference out and then sees no reader, no other
/// thread uses it.
class weak_slot {
public:
    constexpr weak_slot() noexcept = default;

    [[nodiscard]] bool is_set() const noexcept { return ref_.load() != nullptr; }

    /// A local reference to the object, or null. If null, has_failed tells whether the object is
    /// there and the VM out of memory.
    [[nodiscard]] FFIGUARD_HIDDEN jobject lock(JNIEnv* env, bool* has_failed = nullptr) noexcept {
        readers_.fetch_add(1);
        const jweak known = ref_.load();
        const jobject found = known != nullptr ? env->NewLocalRef(known) : nullptr;
        if (has_failed != nullptr)
            *has_failed = known != nullptr && found == nullptr &&
                          (env->ExceptionCheck() == JNI_TRUE || !is_gone(env, known));
        leave(env);
        return found;
    }

    /// Refers to object from now on, if the one before has gone. in_use if not, ok if it is the
    /// same; out_of_memory, or java_exception with the VM's pending.
    [[nodiscard]] FFIGUARD_HIDDEN status put(JNIEnv* env, jobject object) noexcept {
        const jweak made = env->NewWeakGlobalRef(object);
        if (made == nullptr)
            return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception
                                                     : status_code::out_of_memory;
        readers_.fetch_add(1);
        jweak known = nullptr;
        bool is_free = true;
        bool is_same = false;
        while (is_free && !ref_.compare_exchange_strong(known, made)) {
            is_free = is_gone(env, known);
            is_same = env->IsSameObject(known, object) == JNI_TRUE;
        }
        leave(env);
        if (is_free) {
            retire(env, known);
            return {};
        }
        env->DeleteWeakGlobalRef(made);
        return is_same ? status_code::ok : status_code::in_use;
    }

    /// Refers to what made does, which is taken over, whatever was there.
    FFIGUARD_HIDDEN void replace(JNIEnv* env, jweak made) noexcept {
        retire(env, ref_.exchange(made));
    }

    /// Refers to nothing any more.
    FFIGUARD_HIDDEN void clear(JNIEnv* env) noexcept { retire(env, ref_.exchange(nullptr)); }
    /// The same if the VM has gone.
    void forget() noexcept {
        ref_.store(nullptr);
        retired_.store(nullptr);
    }

    /// The same when no thread reads it any more: give(ref) ends it.
    template <class Give>
    [[gnu::always_inline]] void end(Give&& give) noexcept {
        if (const jweak old = ref_.exchange(nullptr); old != nullptr) give(old);
        if (const jweak old = retired_.exchange(nullptr); old != nullptr) give(old);
    }

private:
    static bool is_gone(JNIEnv* env, jweak ref) noexcept {
        return env->IsSameObject(ref, nullptr) == JNI_TRUE;
    }
    FFIGUARD_HIDDEN void leave(JNIEnv* env) noexcept {
        if (readers_.fetch_sub(1) == 1 && retired_.load() != nullptr) sweep(env);
    }
    FFIGUARD_HIDDEN void retire(JNIEnv* env, jweak old) noexcept {
        sweep(env);
        if (old == nullptr) return;
        // The previous one is lost if the same reader has met both.
        retired_.store(old);
        sweep(env);
    }
    /// Deletes what is retired, if no thread reads; else the last reader does, because it has seen
    /// it.
    FFIGUARD_HIDDEN void sweep(JNIEnv* env) noexcept {
        while (const jweak taken = retired_.exchange(nullptr)) {
            if (readers_.load() == 0) return env->DeleteWeakGlobalRef(taken);
            retired_.store(taken);
            if (readers_.load() != 0) return;
        }
    }

    std::atomic<jweak> ref_{nullptr};
    std::atomic<std::size_t> readers_{0};
    std::atomic<jweak> retired_{nullptr};
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
