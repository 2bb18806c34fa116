// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_DETAIL_REFERENT_HPP
#define FFIGUARD_JNI_REF_DETAIL_REFERENT_HPP

#include <jni.h>

#include <cstddef>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/detail/utf.hpp>
#include <ffiguard/jni/vm/vm.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// Class.getName() of a class, without the number of a hidden class (a lambda's). Runs no user
/// code, and leaves no exception. "?" if the VM has no memory or no stack.
template <class Text>
FFIGUARD_HIDDEN void write_name_of(JNIEnv* env, jclass type, Text& text) noexcept {
    const jclass class_class = type != nullptr ? env->GetObjectClass(type) : nullptr;
    const jmethodID get_name =
        class_class != nullptr ? env->GetMethodID(class_class, "getName", "()Ljava/lang/String;")
                               : nullptr;
    const auto name =
        get_name != nullptr ? static_cast<jstring>(env->CallObjectMethod(type, get_name)) : nullptr;
    if (env->ExceptionCheck() != JNI_TRUE && name != nullptr) {
        enum : jsize { longest = 160 };
        jchar units[longest];
        char bytes[3 * longest];
        const jsize length = env->GetStringLength(name);
        const jsize size = length < longest ? length : jsize{longest};
        env->GetStringRegion(name, 0, size, units);
        jsize end = 0;
        while (end < size && units[end] != '/') ++end;
        text.append(bytes, utf16_to_utf8(units, static_cast<std::size_t>(end), bytes));
    } else {
        text << "?";
    }
    if (env->ExceptionCheck() == JNI_TRUE) env->ExceptionClear();
    env->DeleteLocalRef(name);
    env->DeleteLocalRef(class_class);
}

#if FFIGUARD_OBSERVE

/// The same for the object's class. "?" also if the VM must not be called: the thread is not
/// attached, an exception is pending, or inside a critical_view.
template <class Text>
FFIGUARD_HIDDEN void write_class_of(jobject object, Text& text) noexcept {
    JNIEnv* const env = critical_depth_ == 0 ? vm::env() : nullptr;
    if (env == nullptr || env->ExceptionCheck() == JNI_TRUE) {
        text << "?";
        return;
    }
    const jclass type = env->GetObjectClass(object);
    detail::write_name_of(env, type, text);
    env->DeleteLocalRef(type);
}

/// Tells the ledger the class of a new reference's object. It does so when the reference is made,
/// because later the owner may delete it at any time.
template <class Traits, class Ref>
FFIGUARD_HIDDEN void tell_referent(const Ref& ref, jobject object) noexcept {
    trace::refer<Traits>(ref, [=](auto& text) noexcept { detail::write_class_of(object, text); });
}

#else

template <class Traits, class Ref>
constexpr void tell_referent(const Ref&, jobject) noexcept {}

#endif

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
