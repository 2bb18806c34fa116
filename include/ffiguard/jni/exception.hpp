// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_EXCEPTION_HPP
#define FFIGUARD_JNI_EXCEPTION_HPP

#include <jni.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/ref.hpp>
#include <ffiguard/jni/string.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

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

}  // namespace detail

/// Throws in Java what went wrong in C++; the exception is pending afterwards.
/// Success throws nothing, and an exception that is pending already wins.
///
///     null                                             NullPointerException
///     invalid_argument, overflow                       IllegalArgumentException
///     malformed, stale, wrong_table, wrong_type,
///     closed, in_use, wrong_thread                     IllegalStateException
///     out_of_memory                                    OutOfMemoryError
///     unsupported                                      UnsupportedOperationException
///     not_found, system                                java.io.IOException
///     foreign, cxx_exception, java_exception           RuntimeException
///
/// The message is the error's, with the number behind it for system and
/// foreign, which Java could not ask for. IOException is a checked exception:
/// declare it on native methods that may answer so. For another class throw it
/// yourself before, by the rule that the first one wins.
inline void throw_java(JNIEnv* env, const error& why) noexcept {
    // FindClass with an exception pending would destroy it.
    if (why.ok() || env->ExceptionCheck() == JNI_TRUE) return;

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

    // Whatever fails here leaves a Java exception of its own pending (no memory, no class).
    const auto type = adopt_local(env, env->FindClass(detail::java_class(what.code())));
    if (!type) return;
    const jmethodID make = env->GetMethodID(type.get(), "<init>", "(Ljava/lang/String;)V");
    if (make == nullptr) return;
    // Not ThrowNew: it reads modified UTF-8, and an emoji in a path would arrive as garbage.
    const auto message = new_string(env, std::string_view(buffer, text.size()));
    if (!message) return;
    const auto thrown =
        adopt_local(env, static_cast<jthrowable>(env->NewObject(type.get(), make, message->get())));
    if (thrown) env->Throw(thrown.get());
}

/// java_exception where one is pending, which it stays: return it, and Java
/// gets its own exception back. For after every call of a Java method. 8 ns.
inline status check(JNIEnv* env) noexcept {
    return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception : status_code::ok;
}

/// Takes the pending Java exception away: java_exception with its class and
/// message ("java.io.IOException: no space"), or success where none is pending.
/// Calls its toString(), which may be code of the user.
inline error catch_java(JNIEnv* env) noexcept {
    const auto thrown = adopt_local(env, env->ExceptionOccurred());
    if (!thrown) return {};
    env->ExceptionClear();
    const auto type = adopt_local(env, env->GetObjectClass(thrown.get()));
    const jmethodID to_string = env->GetMethodID(type.get(), "toString", "()Ljava/lang/String;");
    const auto text = adopt_local(
        env, to_string == nullptr
                 ? nullptr
                 : static_cast<jstring>(env->CallObjectMethod(thrown.get(), to_string)));
    if (env->ExceptionCheck() == JNI_TRUE) {
        env->ExceptionClear();
        return error(status_code::java_exception, "a Java exception whose toString() throws");
    }
    if (!text) return status_code::java_exception;
    char bytes[3 * detail::utf16_chunk + 1];
    jsize at = 0;
    bytes[detail::encode_chunk(env, text.get(), env->GetStringLength(text.get()), at, bytes)] =
        '\0';
    return error(status_code::java_exception, static_cast<const char*>(bytes));
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
