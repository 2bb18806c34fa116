// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_FRAME_HPP
#define FFIGUARD_JNI_REF_FRAME_HPP

#include <jni.h>

#include <cstddef>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/vm/detail/open_frame.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// A frame of local references. All that are made in it, by any code, are released
/// together at its end, by PopLocalFrame.
///
///     for (jint i = 0; i < count; ++i) {
///         const local_frame frame(env);
///         if (!frame.status().ok()) return frame.status();
///         ...                                             // as many references as it takes
///     }
///
/// For code that makes references without owners, and for a callback on a thread that stays
/// attached: it returns to no Java frame, so references that it does not delete stay until the
/// thread detaches. From about four references on, a frame is also cheaper.
///
/// Owners made in the frame must end before it, as nested scopes do. To let a
/// reference outlive the frame, return it by pop() or promote() it.
///
/// May begin and end while a Java exception is pending. Bound to its thread and its native call, so
/// neither copied nor moved nor on the heap. It is a violation to end it on another thread
/// (wrong_thread), while a newer one is open (out_of_order: the newer one would be popped), after
/// its thread was detached (out_of_order) or inside a critical_view (bad_access): nothing changes,
/// and the VM releases the references when the native call returns or the thread detaches.
class [[nodiscard]] local_frame {
public:
    /// Room for at least capacity references; more are not refused.
    ///
    /// status(): null for no environment, invalid_argument for a negative capacity, in_use inside a
    /// critical_view; if the VM has no memory java_exception (its OutOfMemoryError is pending), or
    /// out_of_memory if it did not throw (HotSpot, for more than 65,536). Then there is no frame,
    /// and nothing will be popped.
    [[nodiscard]] FFIGUARD_HIDDEN explicit local_frame(JNIEnv* env, jint capacity = 16) noexcept
        : status_(frame_.push(env, capacity)) {}
    local_frame(const local_frame&) = delete;
    local_frame& operator=(const local_frame&) = delete;
    static void* operator new(std::size_t) = delete;
    FFIGUARD_HIDDEN ~local_frame() { frame_.end(); }

    /// The frame is open.
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(frame_); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

    /// Ends the frame and keeps one object: the result refers to it in the outer frame,
    /// and inner is empty. If inner is empty, so is the result.
    ///
    ///     local_frame frame(env);
    ///     ...
    ///     return frame.pop(std::move(made));
    ///
    /// inner may also be from outside the frame: then its reference there ends. (Two more JNI
    /// calls, because PopLocalFrame alone would leave it behind, beside the one that it returns. If
    /// the VM has no memory for them, it stays, and an OutOfMemoryError may be pending beside the
    /// result.)
    ///
    /// If no frame is open (never begun, or ended before), inner is moved into the
    /// result. If the frame must not end here (see above), the result is empty and
    /// inner keeps its reference.
    template <class T>
    [[nodiscard]] FFIGUARD_HIDDEN local_ref<T> pop(local_ref<T>&& inner) noexcept {
        if (!frame_) return std::move(inner);
        if (!frame_.may_pop()) return {};
        // JNI cannot tell which frame a reference is of. Popping a second frame makes one in this
        // frame, and is allowed while an exception is pending; NewLocalRef is not.
        if (inner && frame_.env()->PushLocalFrame(1) == JNI_OK) {
            const jobject here = frame_.env()->PopLocalFrame(inner.get());
            inner.reset();
            return detail::adopting::local<T>(frame_.env(), frame_.pop(here));
        }
        // Released, not deleted: the pop has ended it.
        return detail::adopting::local<T>(frame_.env(), frame_.pop(inner.release()));
    }

private:
    detail::open_frame frame_;
    ffiguard::status status_;  // last: push() sets the other
};

/// Asks the VM for room for count more local references in the current frame.
///
/// The specification requires it for more than 16 in a native call; HotSpot and Android since 8.0
/// take any number without it. Fails with invalid_argument for a negative count; java_exception if
/// one is pending, or the VM threw (its OutOfMemoryError stays pending); out_of_memory if it
/// refused without throwing.
FFIGUARD_HIDDEN inline status ensure_capacity(JNIEnv* env, jint count) noexcept {
    if (count < 0) return status_code::invalid_argument;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    if (env->EnsureLocalCapacity(count) == JNI_OK) return {};
    return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception
                                             : status_code::out_of_memory;
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
