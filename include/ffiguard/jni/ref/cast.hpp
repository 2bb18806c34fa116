// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_CAST_HPP
#define FFIGUARD_JNI_REF_CAST_HPP

#include <jni.h>

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/ref/detail/referent.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// Success if the object is an instance of type.
FFIGUARD_HIDDEN inline error check_class(JNIEnv* env, jobject object, jclass type) noexcept {
    if (object == nullptr || type == nullptr) return status_code::null;
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    if (env->IsInstanceOf(object, type) == JNI_TRUE) return {};
    char text[sizeof(ffiguard_error)];
    ffiguard::detail::text_writer both(text, sizeof text);
    const jclass actual = env->GetObjectClass(object);
    detail::write_name_of(env, actual, both);
    env->DeleteLocalRef(actual);
    both << " is no ";
    detail::write_name_of(env, type, both);
    return error(status_code::wrong_type, static_cast<const char*>(text));
}

template <class From, class To>
constexpr void cast_leads_down() noexcept {
    static_assert(is_a<To, From>(),
                  "ffiguard: cast<T>() leads from a class to one that extends or implements it, as "
                  "the java_super of its struct says; from a jobject to every class");
}

}  // namespace detail

/// The same reference as one to a T, if its object is an instance of type, which is the class of T:
///
///     auto drawn = cast(std::move(any), circles);        // of a bound_class<circle>
///     if (!drawn) return drawn.error();                  // "org.example.Square is no
///     org.example.Circle"
///
/// Otherwise fails with wrong_type and the names of both classes, and from keeps its object; null
/// if from is empty; java_exception if one is pending. On success, one IsInstanceOf.
template <class T, class U>
FFIGUARD_HIDDEN result<local_ref<T>, error> cast(local_ref<U>&& from,
                                                 const borrowed<jclass>& type) noexcept {
    detail::cast_leads_down<U, T>();
    if (const error wrong = detail::check_class(from.env(), from.get(), type.get()); !wrong.ok())
        return wrong;
    return detail::adopting::as<T>(std::move(from));
}
/// For a global reference, which moves.
template <class T, class U>
FFIGUARD_HIDDEN result<global_ref<T>, error> cast(JNIEnv* env, global_ref<U>&& from,
                                                  const borrowed<jclass>& type) noexcept {
    detail::cast_leads_down<U, T>();
    if (const error wrong = detail::check_class(env, from.get(), type.get()); !wrong.ok())
        return wrong;
    return detail::adopting_global::as<T>(std::move(from));
}
/// A view of a reference that another owner keeps, like borrowed.
template <class T, class Ref, std::enable_if_t<detail::passes<Ref, jobject>(), int> = 0>
FFIGUARD_HIDDEN result<borrowed<T>, error> cast(JNIEnv* env, const Ref& from,
                                                const borrowed<jclass>& type) noexcept {
    detail::cast_leads_down<detail::referent_t<Ref>, T>();
    const jobject object = detail::raw<jobject>(from);
    if (const error wrong = detail::check_class(env, object, type.get()); !wrong.ok()) return wrong;
    return borrowed<T>(static_cast<detail::native_of<T>>(object));
}
template <class T, class U>
result<borrowed<T>, error> cast(JNIEnv* env, local_ref<U>&& from,
                                const borrowed<jclass>& type) = delete;
template <class T, class U>
result<borrowed<T>, error> cast(JNIEnv* env, shared_ref<U>&& from,
                                const borrowed<jclass>& type) = delete;

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
