// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_BORROWED_HPP
#define FFIGUARD_JNI_REF_BORROWED_HPP

#include <jni.h>

#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/detail/reference_type.hpp>
#include <ffiguard/jni/ref/global_ref.hpp>
#include <ffiguard/jni/ref/local_ref.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

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
