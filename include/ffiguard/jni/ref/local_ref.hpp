// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_LOCAL_REF_HPP
#define FFIGUARD_JNI_REF_LOCAL_REF_HPP

#include <jni.h>

#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/detail/reference_type.hpp>
#include <ffiguard/jni/vm/detail/frame_mark.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

template <class T>
struct local_ref_traits : frame_mark {
    using value_type = T;
    enum : bool { keeps_errno = true };  // errno means nothing across a JNI call
    static constexpr T empty() noexcept { return nullptr; }
    // Allowed while a Java exception is pending.
    void close(T ref) const noexcept {
        if (this->may_delete()) env->DeleteLocalRef(ref);
    }

    JNIEnv* env = nullptr;
};

}  // namespace detail

/// Owns a local reference: what a JNI function returned. Released by
/// DeleteLocalRef, also while a Java exception is pending.
///
/// The VM releases local references when the native method returns, and on a
/// thread that a program attached only when that detaches: a loop leaks them.
///
/// Bound to its thread and to the native call (or local frame) that it came
/// from, as its JNIEnv is: never a member of what outlives the call; promote()
/// is for that. Move-only, two words, no JNI call but the release. Moved-from,
/// released and default constructed are empty; null is an empty reference.
///
/// With -DFFIGUARD_CHECK_LOCAL_REFS=1, for debug builds, it remembers its thread and its frame.
/// One that ends elsewhere is a violation (wrong_thread; out_of_order after its local_frame, the
/// frame of its attach_scope, or its thread's detaching by ffiguard; bad_access inside a
/// critical_view), and the VM is not called.
/// T: jobject, jclass, jstring, jthrowable, jbyteArray, ...
template <class T>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI local_ref {
    static_assert(detail::is_jni_reference<T>(),
                  "ffiguard: local_ref<T> takes a JNI reference type: jobject, jclass, jstring, "
                  "jthrowable, jbyteArray, ...");

public:
    constexpr local_ref() noexcept = default;
    local_ref(local_ref&&) noexcept = default;
    // Hidden, as those of unique_handle: an end works on the state of its own shared object.
    FFIGUARD_HIDDEN local_ref& operator=(local_ref&&) noexcept = default;
    FFIGUARD_HIDDEN ~local_ref() = default;

    [[nodiscard]] T get() const noexcept { return owner_.get(); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }
    /// That it was made with; null where this is empty.
    [[nodiscard]] JNIEnv* env() const noexcept { return owner_ ? owner_.traits().env : nullptr; }
    /// For a native method that returns the object to Java.
    [[nodiscard]] T release() noexcept { return owner_.release(); }
    FFIGUARD_HIDDEN void reset() noexcept { owner_.reset(); }

    /// A second reference to the same object, by NewLocalRef. null where this
    /// is empty, java_exception where one is pending, out_of_memory (the VM's
    /// OutOfMemoryError is pending then, if it threw one).
    FFIGUARD_HIDDEN result<local_ref> dup() const noexcept {
        if (!owner_) return status_code::null;
        JNIEnv* const env = owner_.traits().env;
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        const jobject copy = env->NewLocalRef(get());
        if (copy == nullptr) return status_code::out_of_memory;
        return local_ref(env, static_cast<T>(copy));
    }

private:
    template <class U>
    friend local_ref<U> adopt_local(JNIEnv* env, U ref) noexcept;

    FFIGUARD_HIDDEN local_ref(JNIEnv* env, T ref) noexcept
        : owner_(ref, {detail::frame_mark::here(), env}) {}

    unique_handle<detail::local_ref_traits<T>> owner_;
};

/// Takes over a local reference that a JNI function of env just returned. Never
/// the argument of a native method: that is the VM's.
template <class T>
FFIGUARD_HIDDEN local_ref<T> adopt_local(JNIEnv* env, T ref) noexcept {
    return local_ref<T>(env, ref);
}
template <class T, template <class> class Owned>
local_ref<T> adopt_local(JNIEnv* env, const Owned<T>& ref) = delete;  // it has an owner

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
