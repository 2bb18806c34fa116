// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_HPP
#define FFIGUARD_JNI_REF_HPP

#include <jni.h>

#include <atomic>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/type_name.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/jni/attach.hpp>
#include <ffiguard/jni/detached.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/detail/frame_mark.hpp>
#include <ffiguard/jni/detail/referent.hpp>
#include <ffiguard/jni/vm.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

template <class T>
class shared_ref;  // takes over what a global_ref owns

namespace detail {

template <class T>
constexpr bool is_jni_reference() noexcept {
    return std::is_pointer_v<T> && std::is_convertible_v<T, jobject>;
}

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

/// What making a global or weak reference begins with: its owner's end will ask for the VM.
FFIGUARD_HIDDEN inline status ready_for_global(JNIEnv* env) noexcept {
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    jni::release_parked(env);
    return vm::get() != nullptr ? status() : vm::capture(env);
}

/// The end of an owner, on any thread. All calls are allowed while a Java exception is pending.
FFIGUARD_HIDDEN inline status end_global(jobject ref, parked_refs& kind) noexcept {
    if (JNIEnv* const env = vm::env()) {
        if (!outside_critical("global reference ended inside of a critical_view") && kind.park(ref))
            return {};
        jni::release_parked(env);
        kind.end(env, ref);
        return {};
    }
    status outcome = status_code::not_found;
    if (vm::get() != nullptr) {
        const detached_policy policy = detached_policy_.load(std::memory_order_relaxed);
        if (policy == detached_policy::park && kind.park(ref)) return {};
        if (policy != detached_policy::leak) {
            const attach_scope here;
            if (here) {
                kind.end(here.env(), ref);
                return {};
            }
            outcome = here.status();
        }
    }
    leaked_refs_.fetch_add(1, std::memory_order_relaxed);
    return outcome;
}

template <class T>
struct global_ref_traits {
    using value_type = T;
    static constexpr ffiguard::detail::type_text resource_name() noexcept {
        return {"jni::global_ref", sizeof "jni::global_ref" - 1};
    }
    enum : bool { keeps_errno = true };
    static constexpr T empty() noexcept { return nullptr; }
    FFIGUARD_HIDDEN static status close(T ref) noexcept { return end_global(ref, parked_globals_); }
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

/// Owns a global reference: keeps a Java object alive beyond the native call,
/// on any thread. Made by promote(), released by DeleteGlobalRef.
///
/// The destructor asks the VM for this thread's environment (5 ns). On a thread that
/// is not attached it does what set_detached_policy() says, by default it leaves the
/// reference to the next attached thread. Inside a critical_view it is reported and waits in the
/// same way. Where there is no VM any more, as after
/// DestroyJavaVM and in static destructors, the reference is leaked: for statics there
/// is leaked_ref.
///
/// Move-only, one word. One thread at a time. Moved-from, released and default
/// constructed are empty; null is an empty reference.
template <class T>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI global_ref {
    static_assert(detail::is_jni_reference<T>(),
                  "ffiguard: global_ref<T> takes a JNI reference type: jobject, jclass, jstring, "
                  "jthrowable, jbyteArray, ...");

public:
    constexpr global_ref() noexcept = default;
    global_ref(global_ref&&) noexcept = default;
    // Hidden, as those of unique_handle: an end works on the state of its own shared object.
    FFIGUARD_HIDDEN global_ref& operator=(global_ref&&) noexcept = default;
    FFIGUARD_HIDDEN ~global_ref() = default;

    [[nodiscard]] T get() const noexcept { return owner_.get(); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }
    [[nodiscard]] T release() noexcept { return owner_.release(); }
    FFIGUARD_HIDDEN void reset() noexcept { owner_.reset(); }
    /// Releases and says how it went: ok also where it is parked, closed where this is
    /// empty; where the reference was leaked, why: not_found, or attach_scope's status.
    FFIGUARD_HIDDEN status close() noexcept { return owner_.close(); }

private:
    template <class U>
    friend global_ref<U> adopt_global(U ref) noexcept;
    friend class shared_ref<T>;

    FFIGUARD_TRACED explicit global_ref(T ref) noexcept : owner_(ref) {}

    unique_handle<detail::global_ref_traits<T>> owner_;
};

/// A reference that another owner keeps for the length of a call: the argument of a
/// native method (the VM releases it), or a local_ref or global_ref of the caller.
/// Functions here that use an object take this type.
///
/// It cannot be adopted, nor made from a temporary owner.
template <class T>
class borrowed {
    static_assert(detail::is_jni_reference<T>(),
                  "ffiguard: borrowed<T> takes a JNI reference type: jobject, jclass, jstring, "
                  "jthrowable, jbyteArray, ...");
    template <class U>
    using if_fits = std::enable_if_t<std::is_convertible_v<U, T>, int>;

public:
    template <class U, if_fits<U> = 0>
    constexpr borrowed(U ref) noexcept : ref_(ref) {}
    template <class U, if_fits<U> = 0>
    constexpr borrowed(borrowed<U> ref) noexcept : ref_(ref.get()) {}
    template <class U, if_fits<U> = 0>
    borrowed(const local_ref<U>& owner) noexcept : ref_(owner.get()) {}
    template <class U, if_fits<U> = 0>
    borrowed(const global_ref<U>& owner) noexcept : ref_(owner.get()) {}
    template <class U, if_fits<U> = 0>
    borrowed(local_ref<U>&&) = delete;
    template <class U, if_fits<U> = 0>
    borrowed(global_ref<U>&&) = delete;

    [[nodiscard]] constexpr T get() const noexcept { return ref_; }
    [[nodiscard]] explicit constexpr operator bool() const noexcept { return ref_ != nullptr; }

private:
    T ref_;
};

/// Takes over a local reference that a JNI function of env just returned. Never
/// the argument of a native method: that is the VM's.
template <class T>
FFIGUARD_HIDDEN local_ref<T> adopt_local(JNIEnv* env, T ref) noexcept {
    return local_ref<T>(env, ref);
}
template <class T, template <class> class Owned>
local_ref<T> adopt_local(JNIEnv* env, const Owned<T>& ref) = delete;  // it has an owner

/// Takes over a global reference. A local one here would crash the VM later;
/// for that there is promote().
template <class T>
FFIGUARD_TRACED global_ref<T> adopt_global(T ref) noexcept {
    global_ref<T> owner(ref);
    if (owner) detail::tell_referent<detail::global_ref_traits<T>>(ref, ref);
    return owner;
}
template <class T, template <class> class Owned>
global_ref<T> adopt_global(const Owned<T>& ref) = delete;  // it has an owner

/// A new global reference to the object of any reference, which stays as it is.
/// Captures the VM if that was not done before. null for null, java_exception where one is
/// pending, out_of_memory (the VM's OutOfMemoryError is pending then, if it threw one).
template <class T>
FFIGUARD_TRACED FFIGUARD_HIDDEN result<global_ref<T>> promote(JNIEnv* env, T ref) noexcept {
    if (ref == nullptr) return status_code::null;
    if (const status ready = detail::ready_for_global(env); !ready.ok()) return ready;
    const jobject made = env->NewGlobalRef(ref);
    if (made == nullptr)  // a weak reference whose object has gone, or no memory
        return env->IsSameObject(ref, nullptr) == JNI_TRUE ? status_code::null
                                                           : status_code::out_of_memory;
    return jni::adopt_global(static_cast<T>(made));
}
template <class T, template <class> class Owned>
FFIGUARD_TRACED result<global_ref<T>> promote(JNIEnv* env, const Owned<T>& ref) noexcept {
    return jni::promote(env, ref.get());
}

/// Whether both stand for one object, or both are null. HotSpot allows it while a Java
/// exception is pending; the specification does not name it among what it allows. False inside
/// a critical_view, and reported.
[[nodiscard]] FFIGUARD_HIDDEN inline bool same(JNIEnv* env, borrowed<jobject> a,
                                               borrowed<jobject> b) noexcept {
    return detail::outside_critical("same() inside of a critical_view") &&
           env->IsSameObject(a.get(), b.get()) == JNI_TRUE;
}
/// The same, where the local reference brings its environment. (Not for two others: two
/// references to one object are two different pointers, and only a thread's env can tell.)
template <class T, class U>
[[nodiscard]] bool operator==(const local_ref<T>& a, const U& b) noexcept {
    return a ? jni::same(a.env(), a, b) : !borrowed<jobject>(b);
}
template <class T, class U>
[[nodiscard]] bool operator!=(const local_ref<T>& a, const U& b) noexcept {
    return !(a == b);
}

/// The same reference with another type, if its object is an instance of type, which is the
/// class of T. wrong_type, and from keeps its object, where it is not; null where from is
/// empty; java_exception where one is pending.
template <class T, class U>
FFIGUARD_HIDDEN result<local_ref<T>> cast(local_ref<U>&& from, borrowed<jclass> type) noexcept {
    static_assert(std::is_convertible_v<T, U>,
                  "ffiguard: cast<T>() leads from a base class to a class derived from it");
    if (!from || !type) return status_code::null;
    JNIEnv* const env = from.env();
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    if (env->IsInstanceOf(from.get(), type.get()) != JNI_TRUE) return status_code::wrong_type;
    return jni::adopt_local(env, static_cast<T>(from.release()));
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
