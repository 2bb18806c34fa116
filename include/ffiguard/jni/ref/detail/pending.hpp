// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_DETAIL_PENDING_HPP
#define FFIGUARD_JNI_REF_DETAIL_PENDING_HPP

#include <jni.h>

#include <ffiguard/core/config.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>

// Java's Throwable by raw JNI. Nothing here may be called while an exception is pending, but
// take_pending(). Calls are qualified: JNIEnv is a global name, and a user's function of the same
// name would be found through it.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// How far chains of causes are followed.
enum : unsigned { max_causes = 32 };

/// Clears the pending exception and gives it; empty where none is pending, as inside a
/// critical_view.
FFIGUARD_HIDDEN inline local_ref<jthrowable> take_pending(JNIEnv* env) noexcept {
    if (!detail::outside_critical("exception taken inside of a critical_view")) return {};
    auto pending = jni::adopt_local(env, env->ExceptionOccurred());
    if (pending) env->ExceptionClear();
    return pending;
}

/// Null if there is no such method; then the VM's exception is pending.
FFIGUARD_HIDDEN inline jmethodID method_of(JNIEnv* env, jobject object, const char* name,
                                           const char* signature) noexcept {
    const auto type = jni::adopt_local(env, env->GetObjectClass(object));
    return env->GetMethodID(type.get(), name, signature);
}

/// The result of a method without parameters. If it throws, that exception is pending.
template <class T>
FFIGUARD_HIDDEN local_ref<T> object_from(JNIEnv* env, jobject object, const char* name,
                                         const char* signature) noexcept {
    const jmethodID id = detail::method_of(env, object, name, signature);
    auto got = jni::adopt_local(
        env, id == nullptr ? nullptr : static_cast<T>(env->CallObjectMethod(object, id)));
    if (env->ExceptionCheck() == JNI_TRUE) got.reset();
    return got;
}

/// "java.io.IOException: no space". The class alone where its toString() throws or gives null.
/// Leaves nothing pending.
FFIGUARD_HIDDEN inline local_ref<jstring> describe(JNIEnv* env, jthrowable thrown) noexcept {
    auto text = detail::object_from<jstring>(env, thrown, "toString", "()Ljava/lang/String;");
    if (!text) {
        env->ExceptionClear();
        const auto type = jni::adopt_local(env, env->GetObjectClass(thrown));
        text = detail::object_from<jstring>(env, type.get(), "getName", "()Ljava/lang/String;");
        env->ExceptionClear();
    }
    return text;
}

/// Leaves nothing pending. Throwable refuses itself, and what the VM has made beforehand (for when
/// memory is gone) takes nothing.
FFIGUARD_HIDDEN inline void add_suppressed(JNIEnv* env, jthrowable to, jthrowable other) noexcept {
    if (other == nullptr) return;
    const jmethodID add = detail::method_of(env, to, "addSuppressed", "(Ljava/lang/Throwable;)V");
    if (add != nullptr) env->CallVoidMethod(to, add, other);
    if (env->ExceptionCheck() == JNI_TRUE) env->ExceptionClear();
}

/// As suppressed if the class takes no cause. Leaves nothing pending.
FFIGUARD_HIDDEN inline void set_cause(JNIEnv* env, jthrowable to, jthrowable cause) noexcept {
    const jmethodID set =
        detail::method_of(env, to, "initCause", "(Ljava/lang/Throwable;)Ljava/lang/Throwable;");
    if (set != nullptr) jni::adopt_local(env, env->CallObjectMethod(to, set, cause)).reset();
    if (env->ExceptionCheck() != JNI_TRUE) return;
    env->ExceptionClear();
    detail::add_suppressed(env, to, cause);
}

/// A new object of the class. Empty, with the VM's exception pending, if that fails.
template <class... Arguments>
local_ref<jobject> new_object(JNIEnv* env, jclass type, const char* signature,
                              Arguments... arguments) noexcept {
    const jmethodID make = env->GetMethodID(type, "<init>", signature);
    return jni::adopt_local(env,
                            make == nullptr ? nullptr : env->NewObject(type, make, arguments...));
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
