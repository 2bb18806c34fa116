// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DETAIL_THROWABLE_HPP
#define FFIGUARD_JNI_DETAIL_THROWABLE_HPP

#include <jni.h>

#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref.hpp>
#include <ffiguard/jni/string.hpp>

// Java's Throwable by raw JNI. Nothing here may be called while an exception is pending, but
// take_pending(). Calls are qualified: JNIEnv is a global name, and a user's function of the same
// name would be found through it.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// How far chains of causes are followed.
enum : unsigned { max_causes = 32 };

/// Classes of the boot loader, which FindClass finds on every thread.
[[nodiscard]] constexpr const char* java_class(status_code code) noexcept {
    switch (code) {
        case status_code::null: return "java/lang/NullPointerException";
        case status_code::invalid_argument:
        case status_code::overflow: return "java/lang/IllegalArgumentException";
        case status_code::malformed:
        case status_code::stale:
        case status_code::wrong_table:
        case status_code::wrong_type:
        case status_code::closed:
        case status_code::in_use:
        case status_code::wrong_thread: return "java/lang/IllegalStateException";
        case status_code::out_of_memory: return "java/lang/OutOfMemoryError";
        case status_code::unsupported: return "java/lang/UnsupportedOperationException";
        case status_code::not_found:
        case status_code::system: return "java/io/IOException";
        case status_code::ok:
        case status_code::foreign:
        case status_code::cxx_exception:
        case status_code::java_exception: break;
    }
    return "java/lang/RuntimeException";
}

/// Clears the pending exception and gives it; empty where none is pending, as inside a
/// critical_view.
FFIGUARD_HIDDEN inline local_ref<jthrowable> take_pending(JNIEnv* env) noexcept {
    if (!detail::outside_critical("exception taken inside of a critical_view")) return {};
    auto pending = jni::adopt_local(env, env->ExceptionOccurred());
    if (pending) env->ExceptionClear();
    return pending;
}

/// Null where there is no such method, and the VM's exception is pending.
FFIGUARD_HIDDEN inline jmethodID method_of(JNIEnv* env, jobject object, const char* name,
                                           const char* signature) noexcept {
    const auto type = jni::adopt_local(env, env->GetObjectClass(object));
    return env->GetMethodID(type.get(), name, signature);
}

/// What a method without parameters gives. Where it throws, that is pending.
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

/// As suppressed where the class takes no cause. Leaves nothing pending.
FFIGUARD_HIDDEN inline void set_cause(JNIEnv* env, jthrowable to, jthrowable cause) noexcept {
    const jmethodID set =
        detail::method_of(env, to, "initCause", "(Ljava/lang/Throwable;)Ljava/lang/Throwable;");
    if (set != nullptr) jni::adopt_local(env, env->CallObjectMethod(to, set, cause)).reset();
    if (env->ExceptionCheck() != JNI_TRUE) return;
    env->ExceptionClear();
    detail::add_suppressed(env, to, cause);
}

/// A new object of the class. Empty, with the VM's exception pending, where that cannot be.
template <class... Arguments>
local_ref<jobject> new_object(JNIEnv* env, jclass type, const char* signature,
                              Arguments... arguments) noexcept {
    const jmethodID make = env->GetMethodID(type, "<init>", signature);
    return jni::adopt_local(env,
                            make == nullptr ? nullptr : env->NewObject(type, make, arguments...));
}

/// The same for a class that is a Throwable and can be made from a String.
FFIGUARD_HIDDEN inline local_ref<jthrowable> try_new_throwable(JNIEnv* env, const char* class_name,
                                                               std::string_view message) noexcept {
    const auto type =
        jni::adopt_local(env, env->FindClass(class_name != nullptr ? class_name : ""));
    if (!type) return {};
    const auto throwable = jni::adopt_local(env, env->FindClass("java/lang/Throwable"));
    if (!throwable) return {};
    if (env->IsAssignableFrom(type.get(), throwable.get()) != JNI_TRUE) {
        const auto cast = jni::adopt_local(env, env->FindClass("java/lang/ClassCastException"));
        if (cast) env->ThrowNew(cast.get(), class_name);
        return {};
    }
    // Not ThrowNew: it reads modified UTF-8, and an emoji in a path would arrive as garbage.
    const auto text = jni::new_string(env, message);
    if (env->ExceptionCheck() == JNI_TRUE) return {};
    auto made =
        detail::new_object(env, type.get(), "(Ljava/lang/String;)V", text ? text->get() : nullptr);
    return jni::adopt_local(env, static_cast<jthrowable>(made.release()));
}

/// A new exception; or what stood in its way (a missing class, no memory), with a RuntimeException
/// of that message as suppressed. Leaves nothing pending. Empty only if the VM is out of
/// references.
FFIGUARD_HIDDEN inline local_ref<jthrowable> new_throwable(JNIEnv* env, const char* class_name,
                                                           std::string_view message) noexcept {
    auto made = detail::try_new_throwable(env, class_name, message);
    if (made) return made;
    auto obstacle = detail::take_pending(env);
    if (!obstacle) return obstacle;
    const auto plain = detail::try_new_throwable(env, "java/lang/RuntimeException", message);
    env->ExceptionClear();
    detail::add_suppressed(env, obstacle.get(), plain.get());
    return obstacle;
}

FFIGUARD_HIDDEN inline local_ref<jthrowable> new_throwable(JNIEnv* env, const char* class_name,
                                                           const error& why) noexcept {
    char buffer[sizeof(ffiguard_error) + 32];
    ffiguard::detail::text_writer text(buffer, sizeof buffer);
    text << why.message();
    const status what = why.status();
    if (what == status_code::system || what == status_code::foreign) {
        const std::int64_t number = what.detail();
        text << (what == status_code::system ? " (errno " : " (answer ");
        if (number < 0) text << "-";
        text << static_cast<std::uint64_t>(number < 0 ? -number : number) << ")";
    }
    return detail::new_throwable(env, class_name, std::string_view(buffer, text.size()));
}
FFIGUARD_HIDDEN inline local_ref<jthrowable> new_throwable(JNIEnv* env, const error& why) noexcept {
    const status what = why.status();
    // An argument of the caller's; the other malformed is a token.
    return detail::new_throwable(
        env, java_class(what.is_inner_nul() ? status_code::invalid_argument : what.code()), why);
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
