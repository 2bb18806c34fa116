// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_ERROR_FAILURE_HPP
#define FFIGUARD_JNI_ERROR_FAILURE_HPP

#include <jni.h>

#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/long_text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/data/string.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/error/exception.hpp>
#include <ffiguard/jni/error/exception_stash.hpp>
#include <ffiguard/jni/loader/class_loader.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>

// Not in jni/error.hpp: for the shim of a library that has its own codes.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// Throws what Class.failure(status, detail, text) returns, or has thrown. False if it returned
/// null, or cannot be called: then the VM's exception is pending.
FFIGUARD_HIDDEN inline bool throw_by(JNIEnv* env, const char* class_name,
                                     const error& why) noexcept {
    const auto type = jni::find_class(env, class_name);
    if (!type) return false;
    const jmethodID make = env->GetStaticMethodID(type->get(), "failure",
                                                  "(IILjava/lang/String;)Ljava/lang/Throwable;");
    if (make == nullptr) return false;
    const ffiguard::detail::long_text whole(why.raw());  // of a message that was cut
    const auto text = jni::new_string(env, whole ? std::string_view(whole.data(), whole.size())
                                                 : std::string_view(why.message()));
    if (!text) return false;
    const auto made = jni::adopt_local(
        env, env->CallStaticObjectMethod(type->get(), make, static_cast<jint>(why.status().code()),
                                         static_cast<jint>(why.status().detail()), text->get()));
    if (env->ExceptionCheck() == JNI_TRUE) return true;
    return made && env->Throw(static_cast<jthrowable>(made.get())) == JNI_OK;
}

}  // namespace detail

/// Lets a class of the application make the exception for a failure, so that the codes of a library
/// reach Java as numbers and as their own exceptions: by the same table as with FFM.
///
///     // final class Failures {
///     //     private static final ExceptionTable<SqliteException> TABLE = ...;
///     //     static Throwable failure(int status, int detail, String text) {
///     //         return TABLE.exception(status, detail, text);
///     //     }
///     // }
///     struct java_failures {
///         static constexpr const char* java_name() noexcept { return "org/example/Failures"; }
///     };
///
///     const error done = run(sql);                      // in the body of a native method
///     return throw_failure<java_failures>(env, done);   // SqliteBusyException
///
/// Success throws nothing, and is returned. Else returns java_exception: pending is the exception
/// that the method returned or threw. If the class or the method is missing, the VM's exception is
/// thrown, with throw_java(why) as suppressed; if the method returns null, throw_java(why) alone.
/// If an exception is already pending, it stays pending, with the new one as suppressed (for
/// java_exception, which stands for it, with none). The class is looked up by find_class().
template <class Class>
FFIGUARD_HIDDEN error throw_failure(JNIEnv* env, const error& why) noexcept {
    if (why.ok()) return why;
    if (!detail::outside_critical("throw_failure inside of a critical_view")) return why;
    if (why.status() == status_code::java_exception && env->ExceptionCheck() == JNI_TRUE)
        return why;
    const exception_stash first(env);
    if (!detail::throw_by(env, Class::java_name(), why)) jni::throw_java(env, why);
    return status_code::java_exception;
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
