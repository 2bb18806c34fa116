// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_GLOBAL_REF_HPP
#define FFIGUARD_JNI_REF_GLOBAL_REF_HPP

#include <jni.h>

#include <atomic>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/type_name.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/detail/referent.hpp>
#include <ffiguard/jni/ref/java_class.hpp>
#include <ffiguard/jni/ref/local_ref.hpp>
#include <ffiguard/jni/vm/attach.hpp>
#include <ffiguard/jni/vm/detached.hpp>
#include <ffiguard/jni/vm/vm.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

template <class T>
class shared_ref;  // takes over what a global_ref owns

namespace detail {

/// The first step of making a global or weak reference: its owner's end needs the VM.
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

// The same for every T, like local_ref_traits.
struct global_ref_traits {
    using value_type = jobject;
    static constexpr ffiguard::detail::type_text resource_name() noexcept {
        return {"jni::global_ref", sizeof "jni::global_ref" - 1};
    }
    enum : bool { keeps_errno = true };
    static constexpr jobject empty() noexcept { return nullptr; }
    FFIGUARD_HIDDEN static status close(jobject ref) noexcept {
        return end_global(ref, parked_globals_);
    }
};

struct adopting_global;

}  // namespace detail

/// Owns a global reference: keeps a Java object alive beyond the native call,
/// on any thread. Made by promote(), released by DeleteGlobalRef.
///
/// The destructor asks the VM for this thread's environment (5 ns). On a detached thread it follows
/// set_detached_policy(); by default it leaves the reference to the next attached thread. Inside a
/// critical_view it is reported and waits in the same way. If the VM has gone, as after
/// DestroyJavaVM and in static destructors, the reference is leaked: for statics use leaked_ref.
///
/// Move-only, one word. One thread at a time. Empty when moved-from, released or default
/// constructed; null is an empty reference. T as in local_ref.
template <class T>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI global_ref {
    static_assert(detail::is_java_class<T>(),
                  "ffiguard: global_ref<T> takes a JNI reference type (jobject, jclass, jstring, "
                  "jbyteArray, ...), a struct with a static java_name(), or java_array<T>");

    using native = detail::native_of<T>;

public:
    using referent = T;

    constexpr global_ref() noexcept = default;
    global_ref(global_ref&&) noexcept = default;
    template <class U, std::enable_if_t<detail::is_a<U, T>() && !std::is_same_v<U, T>, int> = 0>
    global_ref(global_ref<U>&& other) noexcept : owner_(std::move(other.owner_)) {}
    // Hidden, like those of unique_handle: the end uses the state of its own shared object.
    FFIGUARD_HIDDEN global_ref& operator=(global_ref&&) noexcept = default;
    FFIGUARD_HIDDEN ~global_ref() = default;

    [[nodiscard]] native get() const noexcept { return static_cast<native>(owner_.get()); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }
    /// Gives the reference to the caller.
    [[nodiscard]] native release() noexcept { return static_cast<native>(owner_.release()); }
    FFIGUARD_HIDDEN void reset() noexcept { owner_.reset(); }  ///< as the destructor
    /// Releases and returns the result: ok even if it is parked, closed if this is empty; if the
    /// reference was leaked, why: not_found, or attach_scope's status.
    FFIGUARD_HIDDEN status close() noexcept { return owner_.close(); }

private:
    template <class U>
    friend class global_ref;
    template <class U>
    friend class shared_ref;
    friend detail::adopting_global;

    FFIGUARD_TRACED explicit global_ref(jobject ref) noexcept : owner_(ref) {}

    unique_handle<detail::global_ref_traits> owner_;
};

namespace detail {

struct adopting_global {
    template <class T>
    FFIGUARD_TRACED static global_ref<T> global(jobject ref) noexcept {
        global_ref<T> owner(ref);
        if (owner) detail::tell_referent<global_ref_traits>(ref, ref);
        return owner;
    }
    /// The same owner, which refers to a T.
    template <class T, class U>
    static global_ref<T> as(global_ref<U>&& owner) noexcept {
        global_ref<T> same;
        same.owner_ = std::move(owner.owner_);
        return same;
    }
};

}  // namespace detail

/// Takes ownership of a global reference. A local one would crash the VM later: use promote() for
/// that.
template <class T, std::enable_if_t<std::is_pointer_v<T>, int> = 0>
FFIGUARD_TRACED global_ref<T> adopt_global(T ref) noexcept {
    return detail::adopting_global::global<T>(ref);
}
template <class T, std::enable_if_t<!std::is_pointer_v<T>, int> = 0>
FFIGUARD_TRACED global_ref<T> adopt_global(detail::native_of<T> ref) noexcept {
    return detail::adopting_global::global<T>(ref);
}
template <class T, template <class> class Owned>
global_ref<T> adopt_global(const Owned<T>& ref) = delete;  // it has an owner

/// A new global reference to the object of any reference, which stays unchanged, with the same
/// class. Captures the VM if that was not done before. Fails with null for null, java_exception if
/// one is pending, out_of_memory (then the VM's OutOfMemoryError is pending, if it threw one).
template <class Ref, std::enable_if_t<detail::passes<Ref, jobject>(), int> = 0>
FFIGUARD_TRACED FFIGUARD_HIDDEN result<global_ref<detail::referent_t<Ref>>> promote(
    JNIEnv* env, const Ref& object) noexcept {
    const jobject ref = detail::raw<jobject>(object);
    if (ref == nullptr) return status_code::null;
    if (const status ready = detail::ready_for_global(env); !ready.ok()) return ready;
    const jobject made = env->NewGlobalRef(ref);
    if (made == nullptr)  // a weak reference whose object has gone, or no memory
        return env->IsSameObject(ref, nullptr) == JNI_TRUE ? status_code::null
                                                           : status_code::out_of_memory;
    return detail::adopting_global::global<detail::referent_t<Ref>>(made);
}

/// A new local reference to the object of any reference, which stays unchanged, with the same
/// class: for a native method that returns the object of a global_ref. Fails as promote(); also
/// null if the object of a weak reference has gone.
template <class Ref, std::enable_if_t<detail::passes<Ref, jobject>(), int> = 0>
FFIGUARD_HIDDEN result<local_ref<detail::referent_t<Ref>>> to_local(JNIEnv* env,
                                                                    const Ref& object) noexcept {
    const jobject ref = detail::raw<jobject>(object);
    if (ref == nullptr) return status_code::null;
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    const jobject made = env->NewLocalRef(ref);
    if (made == nullptr)
        return env->IsSameObject(ref, nullptr) == JNI_TRUE ? status_code::null
                                                           : status_code::out_of_memory;
    return detail::adopting::local<detail::referent_t<Ref>>(env, made);
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
