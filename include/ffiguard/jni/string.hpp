// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_STRING_HPP
#define FFIGUARD_JNI_STRING_HPP

#include <jni.h>

#include <climits>
#include <cstddef>
#include <string_view>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/detail/utf.hpp>
#include <ffiguard/jni/ref.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/memory/c_string.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

enum : jsize { utf16_chunk = 512 };

/// Encodes the next units of text, from at on; out has room for 3 * utf16_chunk
/// bytes. Moves at on and returns the number of bytes.
inline std::size_t encode_chunk(JNIEnv* env, jstring text, jsize length, jsize& at,
                                char* out) noexcept {
    jchar units[utf16_chunk];
    const jsize left = length - at;
    jsize count = left < utf16_chunk ? left : jsize{utf16_chunk};
    env->GetStringRegion(text, at, count, units);
    // The two halves of a character stay together.
    if (count < left && is_high_surrogate(units[count - 1])) --count;
    at += count;
    return utf16_to_utf8(units, static_cast<std::size_t>(count), out);
}

}  // namespace detail

/// The text of a Java string in UTF-8, in memory of malloc. NULs inside are
/// kept; a surrogate without its other half becomes U+FFFD.
///
/// (Not GetStringUTFChars: its "modified UTF-8" has other bytes for NUL and for
/// everything above U+FFFF, emoji among them.)
///
/// null for null, java_exception where one is pending, out_of_memory.
inline result<c_string> to_utf8(JNIEnv* env, borrowed<jstring> text) noexcept {
    if (!text) return status_code::null;
    if (env->ExceptionCheck() == JNI_TRUE) return status_code::java_exception;
    const jsize length = env->GetStringLength(text.get());
    auto bytes = c_array<char>::allocate(static_cast<std::size_t>(length) * 3 + 1);
    if (!bytes) return bytes.status();
    std::size_t size = 0;
    for (jsize at = 0; at < length;)
        size += detail::encode_chunk(env, text.get(), length, at, bytes->data() + size);
    if (const status shrunk = bytes->resize(size + 1); !shrunk.ok()) return shrunk;
    return c_string::adopt(bytes->release().data, size);
}

/// A Java string of UTF-8 text; NULs inside are kept, what is no UTF-8 becomes
/// U+FFFD.
///
/// java_exception where one is pending, or the VM threw (its exception stays
/// pending); overflow for more than 2^31-1 bytes; out_of_memory.
inline result<local_ref<jstring>> new_string(JNIEnv* env, std::string_view text) noexcept {
    if (env->ExceptionCheck() == JNI_TRUE) return status_code::java_exception;
    if (text.size() > INT_MAX) return status_code::overflow;
    jchar small_text[512];
    jchar* units = small_text;
    c_array<jchar> large_text;
    if (text.size() > sizeof small_text / sizeof *small_text) {
        auto allocated = c_array<jchar>::allocate(text.size());
        if (!allocated) return allocated.status();
        large_text = *std::move(allocated);
        units = large_text.data();
    }
    const std::size_t size = detail::utf8_to_utf16(text.data(), text.size(), units);
    auto made = adopt_local(env, env->NewString(units, static_cast<jsize>(size)));
    if (!made) return status_code::java_exception;
    return made;
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
