// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CLASS_LOADER_HPP
#define FFIGUARD_JNI_CLASS_LOADER_HPP

#include <jni.h>

#include <atomic>
#include <string_view>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/detail/small_buffer.hpp>
#include <ffiguard/jni/detail/throwable.hpp>
#include <ffiguard/jni/ref.hpp>
#include <ffiguard/jni/string.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

// Weak: the VM unloads this shared object when its class loader has gone, which a strong reference
// would keep for good. Never deleted; one for each shared object.
FFIGUARD_HIDDEN inline std::atomic<jweak> class_loader_{nullptr};

/// Class.forName(name, false, loader). Empty, with its exception pending, where that threw.
inline local_ref<jclass> class_for_name(JNIEnv* env, std::string_view name,
                                        jobject loader) noexcept {
    small_buffer<char> dotted;
    char* const text = dotted.allocate(name.size());
    if (text == nullptr) return {};
    for (std::size_t i = 0; i < name.size(); ++i) text[i] = name[i] == '/' ? '.' : name[i];
    const auto of_java = new_string(env, std::string_view(text, name.size()));
    if (!of_java) return {};
    const auto type = adopt_local(env, env->FindClass("java/lang/Class"));
    if (!type) return {};
    const jmethodID id = env->GetStaticMethodID(
        type.get(), "forName", "(Ljava/lang/String;ZLjava/lang/ClassLoader;)Ljava/lang/Class;");
    if (id == nullptr) return {};
    auto found = adopt_local(env, static_cast<jclass>(env->CallStaticObjectMethod(
                                      type.get(), id, of_java->get(), JNI_FALSE, loader)));
    if (env->ExceptionCheck() == JNI_TRUE) found.reset();
    return found;
}

}  // namespace detail

/// Remembers the class loader of a class of the application, so that find_class() finds such
/// classes on threads that Java did not start. on_load() does it.
///
/// (There FindClass asks the system class loader, which does not know the classes of a web
/// application or an Android app, and the context class loader is null.)
///
/// One for each shared object, which the VM ties to one class loader; nothing is kept alive.
/// Again with the same loader is fine; in_use for another one, the first stays. null for a
/// null class, and for one of the VM itself, which has no loader; java_exception where one is
/// pending, or the VM threw; out_of_memory.
FFIGUARD_HIDDEN inline status capture_class_loader(JNIEnv* env,
                                                   borrowed<jclass> of_application) noexcept {
    if (!of_application) return status_code::null;
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    const auto loader = detail::object_from<jobject>(env, of_application.get(), "getClassLoader",
                                                     "()Ljava/lang/ClassLoader;");
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    if (!loader) return status_code::null;
    jweak made = env->NewWeakGlobalRef(loader.get());
    if (made == nullptr) return status_code::out_of_memory;
    jweak known = nullptr;
    if (detail::class_loader_.compare_exchange_strong(known, made, std::memory_order_acq_rel))
        return {};
    env->DeleteWeakGlobalRef(made);
    return env->IsSameObject(known, loader.get()) == JNI_TRUE ? status_code::ok
                                                              : status_code::in_use;
}

/// The class of that name, written with slashes ("org/example/Listener", "[I"), on any attached
/// thread: by the captured class loader, and by FindClass where there is none or it does not know
/// the class (HotSpot's FindClass initialises it). Two or more Java calls: keep what it gives, see
/// bind_class().
///
/// null for a null name; java_exception where one is pending, or there is no such class, and
/// what the VM threw then is pending; out_of_memory.
FFIGUARD_HIDDEN inline result<local_ref<jclass>> find_class(JNIEnv* env,
                                                            const char* name) noexcept {
    if (name == nullptr) return status_code::null;
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    const jweak known = detail::class_loader_.load(std::memory_order_acquire);
    const auto loader = adopt_local(env, known != nullptr ? env->NewLocalRef(known) : nullptr);
    local_ref<jthrowable> first;
    if (loader) {
        auto found = detail::class_for_name(env, name, loader.get());
        if (found) return found;
        first = detail::take_pending(env);
    }
    auto found = adopt_local(env, env->FindClass(name));
    if (found) return found;
    if (first) {
        env->ExceptionClear();
        env->Throw(first.get());
    }
    return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception
                                             : status_code::out_of_memory;
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
