// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_WEAK_REF_HPP
#define FFIGUARD_JNI_REF_WEAK_REF_HPP

#include <jni.h>

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/type_name.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

struct weak_ref_traits {
    using value_type = jweak;
    static constexpr ffiguard::detail::type_text resource_name() noexcept {
        return {"jni::weak_ref", sizeof "jni::weak_ref" - 1};
    }
    enum : bool { keeps_errno = true };
    static constexpr jweak empty() noexcept { return nullptr; }
    FFIGUARD_HIDDEN static status close(jweak ref) noexcept {
        return end_global(ref, parked_weaks_);
    }
};

}  // namespace detail

/// Refers to a Java object without keeping it alive: for a listener that C++ calls while Java still
/// has it. Released by DeleteWeakGlobalRef, on any thread, like a global_ref.
///
/// lock() is the only way to the object; a separate check whether it is alive would be out of date
/// at once. A JNI weak reference is cleared after finalization, later than those of java.lang.ref.
/// For a cache of objects with finalizers use java_weak_ref.
///
/// Move-only, one word, one thread at a time. Empty when moved-from, reset or default constructed.
template <class T>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI weak_ref {
    static_assert(detail::is_java_class<T>(),
                  "ffiguard: weak_ref<T> takes a JNI reference type (jobject, jclass, jstring, "
                  "jbyteArray, ...), a struct with a static java_name(), or java_array<T>");

public:
    constexpr weak_ref() noexcept = default;
    weak_ref(weak_ref&&) noexcept = default;
    template <class U, std::enable_if_t<detail::is_a<U, T>() && !std::is_same_v<U, T>, int> = 0>
    weak_ref(weak_ref<U>&& other) noexcept : owner_(std::move(other.owner_)) {}
    // Hidden, like those of unique_handle: the end uses the state of its own shared object.
    FFIGUARD_HIDDEN weak_ref& operator=(weak_ref&&) noexcept = default;
    FFIGUARD_HIDDEN ~weak_ref() = default;

    /// To the object of any reference, which stays unchanged. Fails as promote().
    FFIGUARD_TRACED FFIGUARD_HIDDEN static result<weak_ref> make(
        JNIEnv* env, const borrowed<T>& object) noexcept {
        if (!object) return status_code::null;
        if (const auto ready = detail::ready_for_global(env); !ready.ok()) return ready;
        const jweak made = env->NewWeakGlobalRef(object.get());
        if (made == nullptr)  // its OutOfMemoryError stays pending, as everywhere
            return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception
                                                     : status_code::out_of_memory;
        weak_ref owner(made);
        detail::tell_referent<detail::weak_ref_traits>(made, object.get());
        return owner;
    }

    /// A reference that keeps the object alive. Fails with not_found if the object has gone, null
    /// if this is empty, java_exception if one is pending or is thrown.
    FFIGUARD_HIDDEN result<local_ref<T>> lock(JNIEnv* env) const noexcept {
        if (!owner_) return status_code::null;
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        auto object = detail::adopting::local<T>(env, env->NewLocalRef(owner_.get()));
        if (object) return object;
        return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception
                                                 : status_code::not_found;
    }

    /// Has a reference; its object may have gone.
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }
    FFIGUARD_HIDDEN void reset() noexcept { owner_.reset(); }  ///< as the destructor
    /// As global_ref::close().
    FFIGUARD_HIDDEN status close() noexcept { return owner_.close(); }

private:
    template <class U>
    friend class weak_ref;

    FFIGUARD_TRACED explicit weak_ref(jweak ref) noexcept : owner_(ref) {}

    unique_handle<detail::weak_ref_traits> owner_;
};

/// The same by a java.lang.ref.WeakReference, which a global reference keeps. It is cleared before
/// finalization, so lock() never returns an object that is being finalized. make() costs a Java
/// object, lock() a Java call. Errors, threads and moves as in weak_ref.
template <class T>
class [[nodiscard]] java_weak_ref {
public:
    java_weak_ref() noexcept = default;

    FFIGUARD_HIDDEN static result<java_weak_ref> make(JNIEnv* env,
                                                      const borrowed<T>& object) noexcept {
        if (!object) return status_code::null;
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        const auto type = jni::adopt_local(env, env->FindClass("java/lang/ref/WeakReference"));
        if (!type) return detail::why_null(env);
        const jmethodID init = env->GetMethodID(type.get(), "<init>", "(Ljava/lang/Object;)V");
        if (init == nullptr) return detail::why_null(env);
        const auto made = jni::adopt_local(env, env->NewObject(type.get(), init, object.get()));
        if (!made) return detail::why_null(env);
        auto kept = jni::promote(env, made);
        if (!kept) return kept.status();
        return java_weak_ref(*std::move(kept));
    }

    FFIGUARD_HIDDEN result<local_ref<T>> lock(JNIEnv* env) const noexcept {
        if (!kept_) return status_code::null;
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        const auto type = jni::adopt_local(env, env->GetObjectClass(kept_.get()));
        const jmethodID get = env->GetMethodID(type.get(), "get", "()Ljava/lang/Object;");
        if (get == nullptr) return detail::why_null(env);
        auto object = detail::adopting::local<T>(env, env->CallObjectMethod(kept_.get(), get));
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        if (!object) return status_code::not_found;
        return object;
    }

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(kept_); }
    void reset() noexcept { kept_.reset(); }           ///< as the destructor
    status close() noexcept { return kept_.close(); }  ///< as global_ref::close()

private:
    explicit java_weak_ref(global_ref<jobject>&& kept) noexcept : kept_(std::move(kept)) {}

    global_ref<jobject> kept_;
};

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
