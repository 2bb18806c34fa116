// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_LOADER_CLASS_LOADER_HPP
#define FFIGUARD_JNI_LOADER_CLASS_LOADER_HPP

#include <jni.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/core/violation.hpp>
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

/// Class.forName(name, true, loader). Empty, with its exception pending, if that threw.
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

[[nodiscard]] FFIGUARD_HIDDEN inline bool is_a(JNIEnv* env, jobject object,
                                               const char* class_name) noexcept {
    const auto type = jni::adopt_local(env, env->FindClass(class_name));
    if (!type) env->ExceptionClear();
    return type && env->IsInstanceOf(object, type.get()) == JNI_TRUE;
}

/// The class loaders that this thread asks first, the innermost first.
struct scoped_loader {
    jobject loader;
    scoped_loader* outer;
};
// One of each thread in each shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline thread_local scoped_loader* scoped_loader_ = nullptr;

/// Asks one class loader; its result is in found or unknown. Any other exception it threw is a
/// failure, and is pending.
FFIGUARD_HIDDEN inline status ask_loader(JNIEnv* env, std::string_view name, jobject loader,
                                         local_ref<jclass>& found,
                                         local_ref<jthrowable>& unknown) noexcept {
    found = detail::class_for_name(env, name, loader);
    if (found) return {};
    auto thrown = detail::take_pending(env);
    if (!thrown) return detail::why_null(env);
    if (!detail::is_a(env, thrown.get(), "java/lang/ClassNotFoundException")) {
        env->Throw(thrown.get());
        return status_code::java_exception;
    }
    if (!unknown) unknown = static_cast<local_ref<jthrowable>&&>(thrown);
    return {};
}

/// The class loader of an object, or of a class, or itself; null for a class of the VM.
FFIGUARD_HIDDEN inline status loader_of(JNIEnv* env, jobject user,
                                        local_ref<jobject>& found) noexcept {
    const auto loader = jni::adopt_local(env, env->FindClass("java/lang/ClassLoader"));
    if (!loader) return detail::why_null(env);
    if (env->IsInstanceOf(user, loader.get()) == JNI_TRUE) {
        found = jni::adopt_local(env, env->NewLocalRef(user));
        return found ? status() : detail::why_null(env);
    }
    const auto classes = jni::adopt_local(env, env->FindClass("java/lang/Class"));
    if (!classes) return detail::why_null(env);
    const auto type = jni::adopt_local(env, env->IsInstanceOf(user, classes.get()) == JNI_TRUE
                                                ? static_cast<jclass>(env->NewLocalRef(user))
                                                : env->GetObjectClass(user));
    if (!type) return detail::why_null(env);
    found = detail::object_from<jobject>(env, type.get(), "getClassLoader",
                                         "()Ljava/lang/ClassLoader;");
    return detail::ready(env);
}

}  // namespace detail

/// Remembers the class loader of a class of the application, so that find_class() finds such
/// classes on threads that Java did not start. on_load() does it.
///
/// (On those threads FindClass asks the system class loader, which does not know the classes of a
/// web application or an Android app, and the context class loader is null.)
///
/// One for each shared object, which the VM ties to one class loader; nothing is kept alive. If
/// several class loaders share a library, as in a server, see class_loader_scope. You may call it
/// again with the same loader, or with another if the first has gone; otherwise it fails with
/// in_use and keeps the first. null for a null class, or for one of the VM itself, which has no
/// loader; java_exception if one is pending, or the VM threw; out_of_memory.
FFIGUARD_HIDDEN inline status capture_class_loader(
    JNIEnv* env, const borrowed<jclass>& of_application) noexcept {
    if (!of_application) return status_code::null;
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    const auto loader = detail::object_from<jobject>(env, of_application.get(), "getClassLoader",
                                                     "()Ljava/lang/ClassLoader;");
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    if (!loader) return status_code::null;
    return detail::class_loader_.put(env, loader.get());
}

/// During a scope, on this thread, another class loader is asked first: by find_class(), and so by
/// bind_class(), register_natives(), throw_java() by name and the tables of boundary().
///
///     const class_loader_scope in(env, listener);    // the class loader of the listener's class
///     if (!in.status().ok()) return in.status();
///     return boundary(env, [&] { ... }, java_class_for<busy>{"org/example/BusyException"});
///
/// For a library whose users have their own class loaders: applications in a server, plugins. The
/// user is an object of one of them, a class, or a class loader. Without a scope the library asks
/// the class loader that loaded it, which does not know the classes of its users.
///
/// May be nested, and end in any order: the innermost is asked first, then the others, then the
/// usual ones. Owns a local reference. Belongs to its thread and native call: so not movable and
/// not on the heap; if it ends on another thread, that is a violation (wrong_thread). A few calls
/// of Java: use it once for many calls.
class [[nodiscard]] class_loader_scope {
public:
    /// status(): null for null; java_exception if one is pending, or the VM threw; out_of_memory.
    /// Then, and for a class of the VM itself, the scope has no effect.
    [[nodiscard]] FFIGUARD_HIDDEN class_loader_scope(JNIEnv* env,
                                                     const borrowed<jobject>& user) noexcept
        : thread_(this_thread_number()), at_home_(&at_home) {
        status_ = user ? detail::ready(env) : status_code::null;
        if (status_.ok()) status_ = detail::loader_of(env, user.get(), loader_);
        mine_ = {loader_.get(), detail::scoped_loader_};
        if (loader_) detail::scoped_loader_ = &mine_;
    }
    class_loader_scope(const class_loader_scope&) = delete;
    class_loader_scope& operator=(const class_loader_scope&) = delete;
    static void* operator new(std::size_t) = delete;
    FFIGUARD_HIDDEN ~class_loader_scope() {
        if (loader_) at_home_(*this);
    }

    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

private:
    /// The end, in the shared object where the scope began: see scoped_state.
    FFIGUARD_HIDDEN static void at_home(class_loader_scope& ended) noexcept {
        if (ended.thread_ == this_thread_number()) {
            // Not always the innermost: a std::optional ends when it is told to.
            detail::scoped_loader** at = &detail::scoped_loader_;
            while (*at != &ended.mine_) at = &(*at)->outer;
            *at = ended.mine_.outer;
            return;
        }
        static_cast<void>(ended.loader_.release());
        report({violation::wrong_thread, "class_loader_scope ended on another thread"});
    }

    local_ref<jobject> loader_;
    detail::scoped_loader mine_{};
    ffiguard::status status_;
    std::uint64_t thread_;
    void (*at_home_)(class_loader_scope&) noexcept;
};

/// The class of that name, written with slashes ("org/example/Listener", "[I"), on any attached
/// thread, and initialised: by those of class_loader_scope; by the captured class loader; by
/// FindClass if none is captured, or it has gone, or all throw ClassNotFoundException. Several Java
/// calls: keep the result, see bind_class().
///
/// The name is a C string, a std::string or a string_view. Fails with null for a null name;
/// malformed with its offset for a NUL inside; java_exception if one is pending, or there is no
/// such class (then the exception of the VM or the class loader is pending); out_of_memory.
FFIGUARD_HIDDEN inline result<local_ref<jclass>> find_class(
    JNIEnv* env, const ffiguard::detail::terminated_text& wanted) noexcept {
    if (const status wrong = wanted.validate(); !wrong.ok()) return wrong;
    const char* const name = wanted.c_str();
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    local_ref<jclass> found;
    local_ref<jthrowable> unknown;
    for (const auto* in = detail::scoped_loader_; in != nullptr; in = in->outer) {
        const status asked = detail::ask_loader(env, name, in->loader, found, unknown);
        if (!asked.ok()) return asked;
        if (found) return found;
    }
    if (detail::class_loader_.is_set()) {
        bool has_failed = false;
        const auto loader = jni::adopt_local(env, detail::class_loader_.lock(env, &has_failed));
        if (has_failed) return detail::why_null(env);
        if (loader) {
            const status asked = detail::ask_loader(env, name, loader.get(), found, unknown);
            if (!asked.ok()) return asked;
            if (found) return found;
        }
    }
    found = jni::adopt_local(env, env->FindClass(name));
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
