// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_OBJECT_ARRAY_HPP
#define FFIGUARD_JNI_DATA_OBJECT_ARRAY_HPP

#include <jni.h>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/data/detail/array_traits.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// An element of an array of objects, owned: a loop over a long array leaves no
/// local references behind. Empty where the element is null.
///
/// T is what the array is known to hold: jstring for a String[], jintArray for
/// an int[][]. It is not checked.
///
/// null for a null array; invalid_argument for a negative index; overflow for one
/// behind the end; java_exception where one is pending.
template <class T = jobject>
result<local_ref<T>> get_element(JNIEnv* env, borrowed<jobjectArray> array, jint index) noexcept {
    const status possible = detail::check_range(env, array.get(), index, 1);
    if (!possible.ok()) return possible;
    return jni::adopt_local(env, static_cast<T>(env->GetObjectArrayElement(array.get(), index)));
}

/// Puts value, or null, into an array of objects. Both stay the caller's.
///
/// As get_element(). An object that does not fit is java_exception: the VM's
/// ArrayStoreException stays pending and the array is as it was.
FFIGUARD_HIDDEN inline status set_element(JNIEnv* env, borrowed<jobjectArray> array, jint index,
                                          borrowed<jobject> value) noexcept {
    const status possible = detail::check_range(env, array.get(), index, 1);
    if (!possible.ok()) return possible;
    env->SetObjectArrayElement(array.get(), index, value.get());
    return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception : status_code::ok;
}

/// A Java array of length elements of the class type, all of them null. (The VM
/// would take an initial element, and not check that it fits.)
///
/// null for a null type; invalid_argument for a negative length; java_exception
/// where one is pending, or the VM threw (its OutOfMemoryError stays pending).
FFIGUARD_HIDDEN inline result<local_ref<jobjectArray>> new_object_array(JNIEnv* env,
                                                                        borrowed<jclass> type,
                                                                        jint length) noexcept {
    if (!type) return status_code::null;
    if (length < 0) return status_code::invalid_argument;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    auto made = jni::adopt_local(env, env->NewObjectArray(length, type.get(), nullptr));
    if (!made) return status_code::java_exception;
    return made;
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
