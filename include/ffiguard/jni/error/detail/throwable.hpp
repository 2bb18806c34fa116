// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_ERROR_DETAIL_THROWABLE_HPP
#define FFIGUARD_JNI_ERROR_DETAIL_THROWABLE_HPP

#include <jni.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/long_text.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/data/string.hpp>
#include <ffiguard/jni/loader/class_loader.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/ref/detail/pending.hpp>

// What makes Java exceptions. Nothing here may be called while one is pending.

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

/// A class of the JDK, which FindClass finds on every thread, or of the application: only the VM's
/// own class loader may define a class of java.*. Empty, with the VM's exception pending, if there
/// is none.
FFIGUARD_HIDDEN inline local_ref<jclass> exception_class(JNIEnv* env, const char* name) noexcept {
    if (name == nullptr) name = "";
    if (std::string_view(name).substr(0, 5) == "java/")
        return jni::adopt_local(env, env->FindClass(name));
    auto found = jni::find_class(env, name);
    return found ? *std::move(found) : local_ref<jclass>();
}

/// A new object of a class that is a Throwable and can be made from a String. Empty, with the VM's
/// exception pending, if that fails.
FFIGUARD_HIDDEN inline local_ref<jthrowable> try_new_throwable(JNIEnv* env, const char* class_name,
                                                               std::string_view message) noexcept {
    const auto type = detail::exception_class(env, class_name);
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
    constexpr std::size_t number_size = 32;
    char buffer[sizeof(ffiguard_error) + number_size];
    // The whole text of a message that was cut, if there is memory.
    const ffiguard::detail::long_text whole(why.raw());
    const ffiguard::detail::long_text room(whole ? whole.size() + number_size : 0);
    const bool is_whole = whole && room;
    ffiguard::detail::text_writer text(is_whole ? room.data() : buffer,
                                       is_whole ? room.size() + 1 : sizeof buffer);
    if (is_whole)
        text.append(whole.data(), whole.size());
    else
        text << why.message();
    const status what = why.status();
    if (what == status_code::system || what == status_code::foreign) {
        const std::int64_t number = what.detail();
        text << (what == status_code::system ? " (errno " : " (answer ");
        if (number < 0) text << "-";
        text << static_cast<std::uint64_t>(number < 0 ? -number : number) << ")";
    }
    return detail::new_throwable(env, class_name,
                                 std::string_view(is_whole ? room.data() : buffer, text.size()));
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
