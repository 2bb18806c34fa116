// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_LOADER_CLASS_LOADER_HPP
#define FFIGUARD_JNI_LOADER_CLASS_LOADER_HPP

#include <jni.h>

#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/detail/small_buffer.hpp>
#include <ffiguard/jni/detail/utf.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/ref/detail/pending.hpp>
#include <ffiguard/jni/vm/vm.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

/// Class.forName(name, true, loader). Empty, with its exception pending, where that threw.
FFIGUARD_HIDDEN inline local_ref<jclass> class_for_name(JNIEnv* env, std::string_view name,
                                                        jobject loader) noexcept {
    if (name.size() > INT32_MAX) return {};
    small_buffer<jchar> dotted;
    jchar* const units = dotted.allocate(name.size());
    if (units == nullptr) return {};
    const std::size_t size = utf8_to_utf16(name.data(), name.size(), units, nullptr);
    for (std::size_t i = 0; i < size; ++i)
        if (units[i] == '/') units[i] = '.';
    const auto of_java = jni::adopt_local(env, env->NewString(units, static_cast<jsize>(size)));
    if (!of_java) return {};
    const auto type = jni::adopt_local(env, env->FindClass("java/lang/Class"));
    if (!type) return {};
    const jmethodID id = env->GetStaticMethodID(
        type.get(), "forName", "(Ljava/lang/String;ZLjava/lang/ClassLoader;)Ljava/lang/Class;");
    if (id == nullptr) return {};
    auto found = jni::adopt_local(env, static_cast<jclass>(env->CallStaticObjectMethod(
                                           type.get(), id, of_java.get(), JNI_TRUE, loader)));
    if (env->ExceptionCheck() == JNI_TRUE) found.reset();
    return found;
}

/// What a function of JNI that gave null leaves to say.
[[nodiscard]] FFIGUARD_HIDDEN inline status why_null(JNIEnv* env) noexcept {
    return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception
                                             : status_code::out_of_memory;
}

[[nodiscard]] FFIGUARD_HIDDEN inline bool is_a(JNIEnv* env, jobject object,
                                               const char* class_name) noexcept {
    const auto type = jni::adopt_local(env, env->FindClass(class_name));
    if (!type) env->ExceptionClear();
    return type && env->IsInstanceOf(object, type.get()) == JNI_TRUE;
}

}  // namespace detail

/// Remembers the class loader of a class of the application, so that find_class() finds such
/// classes on threads that Java did not start. on_load() does it.
///
/// (There FindClass asks the system class loader, which does not know the classes of a web
/// application or an Android app, and the context class loader is null.)
///
/// One for each shared object, which the VM ties to one class loader; nothing is kept alive.
/// Again with the same loader is fine, and with another one where the first has gone; in_use where
/// it is there, and stays. null for a null class, and for one of the VM itself, which has no
/// loader; java_exception where one is pending, or the VM threw; out_of_memory.
FFIGUARD_HIDDEN inline status capture_class_loader(JNIEnv* env,
                                                   borrowed<jclass> of_application) noexcept {
    if (!of_application) return status_code::null;
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    const auto loader = detail::object_from<jobject>(env, of_application.get(), "getClassLoader",
                                                     "()Ljava/lang/ClassLoader;");
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    if (!loader) return status_code::null;
    return detail::class_loader_.put(env, loader.get());
}

/// The class of that name, written with slashes ("org/example/Listener", "[I"), on any attached
/// thread, and initialised: by the captured class loader; by FindClass where none is captured, or
/// it has gone, or throws ClassNotFoundException. Several Java calls: keep what it gives, see
/// bind_class().
///
/// The name is a C string, a std::string or a string_view. null for a null name; malformed for one
/// with a NUL inside, with its offset; java_exception where one is pending, or there is no such
/// class, and what the VM or the class loader threw then is pending; out_of_memory.
FFIGUARD_HIDDEN inline result<local_ref<jclass>> find_class(
    JNIEnv* env, const ffiguard::detail::terminated_text& wanted) noexcept {
    if (const status wrong = wanted.check(); !wrong.ok()) return wrong;
    const char* const name = wanted.c_str();
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    local_ref<jthrowable> unknown;
    if (detail::class_loader_.is_set()) {
        bool has_failed = false;
        const auto loader = jni::adopt_local(env, detail::class_loader_.lock(env, &has_failed));
        if (loader) {
            auto found = detail::class_for_name(env, name, loader.get());
            if (found) return found;
            if (env->ExceptionCheck() != JNI_TRUE) return status_code::out_of_memory;
            unknown = detail::take_pending(env);
            if (!detail::is_a(env, unknown.get(), "java/lang/ClassNotFoundException")) {
                env->Throw(unknown.get());
                return status_code::java_exception;
            }
        } else if (has_failed) {
            return detail::why_null(env);
        }
    }
    auto found = jni::adopt_local(env, env->FindClass(name));
    if (found) return found;
    if (unknown) {
        const auto second = detail::take_pending(env);
        detail::add_suppressed(env, unknown.get(), second.get());
        env->Throw(unknown.get());
    }
    return detail::why_null(env);
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
