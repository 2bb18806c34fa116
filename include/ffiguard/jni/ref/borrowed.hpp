// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_BORROWED_HPP
#define FFIGUARD_JNI_REF_BORROWED_HPP

#include <jni.h>

#include <cstddef>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/global_ref.hpp>
#include <ffiguard/jni/ref/java_class.hpp>
#include <ffiguard/jni/ref/local_ref.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// A reference that another owner keeps during a call: the argument of a native method (the VM
/// releases it), or an owner of the caller. Functions here that use an object take this type.
///
/// It is made from any reference to a T, to a class whose java_super leads to T, and from a
/// jobject, whose class is unknown; see java_class.hpp. It cannot be adopted, nor made from a
/// temporary owner.
///
/// It is valid during the call only: so it cannot be copied, assigned or made by new, and code that
/// would keep it by accident (a member set from a parameter, a lambda that captures it, a
/// container) does not compile. Functions take a `const borrowed<T>&`, and a native method a
/// borrowed<T>. To keep the object: promote().
template <class T>
class borrowed {
    static_assert(detail::is_java_class<T>(),
                  "ffiguard: borrowed<T> takes a JNI reference type (jobject, jclass, jstring, "
                  "jbyteArray, ...), a struct with a static java_name(), or java_array<T>");
    template <class Ref>
    using if_passes = std::enable_if_t<detail::passes<Ref, T>(), int>;

public:
    using referent = T;

    template <class Ref, if_passes<Ref> = 0>
    constexpr borrowed(const Ref& ref) noexcept : ref_(detail::raw<T>(ref)) {}
    template <class U, if_passes<local_ref<U>> = 0>
    borrowed(local_ref<U>&&) = delete;
    template <class U, if_passes<global_ref<U>> = 0>
    borrowed(global_ref<U>&&) = delete;
    template <class U, if_passes<shared_ref<U>> = 0>
    borrowed(shared_ref<U>&&) = delete;
    borrowed(const borrowed&) = delete;
    borrowed(borrowed&&) noexcept = default;  // for a result<borrowed<T>>
    borrowed& operator=(const borrowed&) = delete;
    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;

    [[nodiscard]] constexpr detail::native_of<T> get() const noexcept { return ref_; }
    [[nodiscard]] explicit constexpr operator bool() const noexcept { return ref_ != nullptr; }

private:
    detail::native_of<T> ref_;
};

/// Whether both stand for one object, or both are null. HotSpot allows this while a Java exception
/// is pending; the specification does not list it as allowed. Inside a critical_view: false, and
/// reported.
[[nodiscard]] FFIGUARD_HIDDEN inline bool same(JNIEnv* env, const borrowed<jobject>& a,
                                               const borrowed<jobject>& b) noexcept {
    return detail::outside_critical("same() inside of a critical_view") &&
           env->IsSameObject(a.get(), b.get()) == JNI_TRUE;
}
/// The same, with the environment of the local reference. (Not for two others: two references to
/// one object are different pointers, and only a thread's env can compare them.)
template <class T, class U>
[[nodiscard]] bool operator==(const local_ref<T>& a, const U& b) noexcept {
    return a ? jni::same(a.env(), a, b) : !borrowed<jobject>(b);
}
template <class T, class U>
[[nodiscard]] bool operator!=(const local_ref<T>& a, const U& b) noexcept {
    return !(a == b);
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
