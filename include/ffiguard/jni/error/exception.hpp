// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_ERROR_EXCEPTION_HPP
#define FFIGUARD_JNI_ERROR_EXCEPTION_HPP

#include <jni.h>

#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/data/string.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/error/detail/throwable.hpp>
#include <ffiguard/jni/error/exception_stash.hpp>
#include <ffiguard/jni/ref/detail/pending.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// Throws a C++ failure as a Java exception, which is pending afterwards. Success throws nothing.
/// If an exception is already pending, it stays pending, and the new one is added to it as
/// suppressed (but not for java_exception, which stands for the pending one).
///
///     null                                             NullPointerException
///     invalid_argument, overflow,
///     malformed for a NUL inside of text               IllegalArgumentException
///     malformed, stale, wrong_table, wrong_type,
///     closed, in_use, wrong_thread                     IllegalStateException
///     out_of_memory                                    OutOfMemoryError
///     unsupported                                      UnsupportedOperationException
///     not_found, system                                java.io.IOException
///     foreign, cxx_exception, java_exception           RuntimeException
///
/// The message is the error's. For system and foreign the number follows it, because Java has no
/// other way to get it. IOException is a checked exception: declare it on native methods that may
/// throw it.
FFIGUARD_HIDDEN inline void throw_java(JNIEnv* env, const error& why) noexcept {
    if (why.ok() || !detail::outside_critical("throw_java inside of a critical_view")) return;
    if (why.status() == status_code::java_exception && env->ExceptionCheck() == JNI_TRUE) return;
    const exception_stash first(env);
    const auto made = detail::new_throwable(env, why);
    if (made) env->Throw(made.get());
}

/// The same with another class, for example "java/util/zip/DataFormatException",
/// and a message in UTF-8.
///
/// The class is looked up by find_class(), on any thread: a class of the JDK, or of the application
/// if its class loader was captured. It must be a Throwable that can be made from a String; if not,
/// the VM's exception is thrown (NoClassDefFoundError, ClassNotFoundException, NoSuchMethodError,
/// ClassCastException), with the message in a RuntimeException as suppressed.
FFIGUARD_HIDDEN inline void throw_java(JNIEnv* env, const char* class_name,
                                       std::string_view message) noexcept {
    if (!detail::outside_critical("throw_java inside of a critical_view")) return;
    const exception_stash first(env);
    const auto made = detail::new_throwable(env, class_name, message);
    if (made) env->Throw(made.get());
}

/// java_exception if one is pending; it stays pending: return the status, and Java gets its own
/// exception back. Use it after every call of a Java method. 8 ns. in_use inside a critical_view.
FFIGUARD_HIDDEN inline status(check)(JNIEnv* env) noexcept { return detail::ready(env); }

/// Clears the pending Java exception and returns java_exception with its class and message
/// ("java.io.IOException: no space"), or success if none is pending. Calls its toString(), which
/// may be user code; if that throws or returns null, gives the class alone; a NUL inside becomes
/// U+FFFD. java_exception.hpp keeps the object itself. in_use inside a critical_view.
FFIGUARD_HIDDEN inline error catch_java(JNIEnv* env) noexcept {
    if (!detail::outside_critical("catch_java inside of a critical_view"))
        return status_code::in_use;
    const auto thrown = detail::take_pending(env);
    if (!thrown) return {};
    const auto text = detail::readable_utf8(env, detail::describe(env, thrown.get()).get());
    if (!text) return status_code::java_exception;
    return error(status_code::java_exception, text->c_str());
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
