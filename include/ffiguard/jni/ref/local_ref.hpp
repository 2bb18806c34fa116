// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_LOCAL_REF_HPP
#define FFIGUARD_JNI_REF_LOCAL_REF_HPP

#include <jni.h>

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/java_class.hpp>
#include <ffiguard/jni/vm/detail/frame_mark.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

// The same for every T, so that a reference to a class becomes one to its superclass by a move.
struct local_ref_traits : frame_mark {
    using value_type = jobject;
    enum : bool { keeps_errno = true };  // errno means nothing across a JNI call
    static constexpr jobject empty() noexcept { return nullptr; }
    // Allowed while a Java exception is pending.
    void close(jobject ref) const noexcept {
        if (this->may_delete()) env->DeleteLocalRef(ref);
    }

    JNIEnv* env = nullptr;
};

struct adopting;

}  // namespace detail

/// Owns a local reference: what a JNI function returned. Released by
/// DeleteLocalRef, also while a Java exception is pending.
///
/// The VM releases local references when the native method returns, and on a
/// thread that a program attached only when that detaches: a loop leaks them.
///
/// Bound to its thread and to its native call (or local frame), as its JNIEnv is: it must not be a
/// member of an object that outlives the call; use promote() for that. Move-only, two words, no JNI
/// call but the release. Empty when moved-from, released or default constructed; null is an empty
/// reference.
///
/// With -DFFIGUARD_CHECK_LOCAL_REFS=1, for debug builds, it remembers its thread and its frame.
/// Ending it elsewhere is a violation (wrong_thread; out_of_order after its local_frame, the frame
/// of its attach_scope, or its thread's detaching by ffiguard; bad_access inside a critical_view),
/// and the VM is not called.
///
/// T: jobject, jclass, jstring, jbyteArray, ...; a struct that names a class; java_array<T>. A
/// reference to a class moves into one to its superclass or interface, see java_class.hpp; for the
/// other way use cast().
template <class T>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI local_ref {
    static_assert(detail::is_java_class<T>(),
                  "ffiguard: local_ref<T> takes a JNI reference type (jobject, jclass, jstring, "
                  "jbyteArray, ...), a struct with a static java_name(), or java_array<T>");

    using native = detail::native_of<T>;

public:
    using referent = T;

    constexpr local_ref() noexcept = default;
    local_ref(local_ref&&) noexcept = default;
    template <class U, std::enable_if_t<detail::is_a<U, T>() && !std::is_same_v<U, T>, int> = 0>
    local_ref(local_ref<U>&& other) noexcept : owner_(std::move(other.owner_)) {}
    // Hidden, like those of unique_handle: the end uses the state of its own shared object.
    FFIGUARD_HIDDEN local_ref& operator=(local_ref&&) noexcept = default;
    FFIGUARD_HIDDEN ~local_ref() = default;

    [[nodiscard]] native get() const noexcept { return static_cast<native>(owner_.get()); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }
    /// The environment it was made with; null if this is empty.
    [[nodiscard]] JNIEnv* env() const noexcept { return owner_ ? owner_.traits().env : nullptr; }
    /// For a native method that returns the object to Java.
    [[nodiscard]] native release() noexcept { return static_cast<native>(owner_.release()); }
    FFIGUARD_HIDDEN void reset() noexcept { owner_.reset(); }  ///< as the destructor

    /// A second reference to the same object, by NewLocalRef. Fails with null if this is empty,
    /// java_exception if one is pending, out_of_memory (then the VM's OutOfMemoryError is pending,
    /// if it threw one).
    FFIGUARD_HIDDEN result<local_ref> dup() const noexcept {
        if (!owner_) return status_code::null;
        JNIEnv* const env = owner_.traits().env;
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        const jobject copy = env->NewLocalRef(get());
        if (copy == nullptr) return status_code::out_of_memory;
        return local_ref(env, copy);
    }

private:
    template <class U>
    friend class local_ref;
    friend detail::adopting;

    FFIGUARD_HIDDEN local_ref(JNIEnv* env, jobject ref) noexcept
        : owner_(ref, {detail::frame_mark::here(), env}) {}

    unique_handle<detail::local_ref_traits> owner_;
};

namespace detail {

struct adopting {
    template <class T>
    FFIGUARD_HIDDEN static local_ref<T> local(JNIEnv* env, jobject ref) noexcept {
        return local_ref<T>(env, ref);
    }
    /// The same owner, of the same frame, which refers to a T.
    template <class T, class U>
    FFIGUARD_HIDDEN static local_ref<T> as(local_ref<U>&& owner) noexcept {
        local_ref<T> same;
        same.owner_ = std::move(owner.owner_);
        return same;
    }
};

}  // namespace detail

/// Takes ownership of a local reference that a JNI function of env just returned. Never pass the
/// argument of a native method: the VM owns it. adopt_local<point>(env, object) names the class;
/// that is not checked.
template <class T, std::enable_if_t<std::is_pointer_v<T>, int> = 0>
FFIGUARD_HIDDEN local_ref<T> adopt_local(JNIEnv* env, T ref) noexcept {
    return detail::adopting::local<T>(env, ref);
}
template <class T, std::enable_if_t<!std::is_pointer_v<T>, int> = 0>
FFIGUARD_HIDDEN local_ref<T> adopt_local(JNIEnv* env, detail::native_of<T> ref) noexcept {
    return detail::adopting::local<T>(env, ref);
}
template <class T, template <class> class Owned>
local_ref<T> adopt_local(JNIEnv* env, const Owned<T>& ref) = delete;  // it has an owner

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
