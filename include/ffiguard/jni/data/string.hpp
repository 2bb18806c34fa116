// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_STRING_HPP
#define FFIGUARD_JNI_DATA_STRING_HPP

#include <jni.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/inner_nul.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/detail/small_buffer.hpp>
#include <ffiguard/jni/detail/utf.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/detail/extent.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// What to do with text that cannot be converted: half a surrogate pair in a Java string, bytes
/// that are no UTF-8.
enum class conversion : std::uint8_t {
    replace,  ///< U+FFFD stands in its place
    strict,   ///< status_code::malformed, and nothing is made
};

namespace detail {

enum : jsize { utf16_chunk = 512 };

/// Reads the next units of text, from at on, and moves at; returns their number. No character is
/// cut.
FFIGUARD_HIDDEN inline std::size_t next_units(JNIEnv* env, jstring text, jsize length, jsize& at,
                                              jchar (&units)[utf16_chunk]) noexcept {
    const jsize left = length - at;
    jsize count = left < utf16_chunk ? left : jsize{utf16_chunk};
    env->GetStringRegion(text, at, count, units);
    if (count < left && is_high_surrogate(units[count - 1])) --count;
    at += count;
    return static_cast<std::size_t>(count);
}

/// Text in memory of malloc, with a NUL after it that size does not count. Not owned yet.
struct encoded {
    char* data = nullptr;
    std::size_t size = 0;
    bool has_nul = false;  // inside
};

/// If memory is short, data is unchanged.
FFIGUARD_HIDDEN inline status resize(char*& data, std::uint64_t size) noexcept {
    if (!ffiguard::detail::fits<char>(size)) return status_code::out_of_memory;
    const auto bytes = static_cast<std::size_t>(size);
    void* const got = data == nullptr ? std::malloc(bytes) : std::realloc(data, bytes);
    if (got == nullptr) return status_code::out_of_memory;
    data = static_cast<char*>(got);
    return {};
}

/// encode() of text that is longer than the units, which were fetched already, or no ASCII.
FFIGUARD_HIDDEN inline status encode_from(JNIEnv* env, jstring text, jsize length, jsize at,
                                          jchar (&units)[utf16_chunk], std::size_t count,
                                          conversion mode, encoded& to, bool replace_nul) noexcept {
    std::uint64_t room = 0;
    for (;; count = next_units(env, text, length, at, units)) {
        char bytes[3 * utf16_chunk];
        const bool is_plain = are_plain(units, count);
        bool malformed = false;
        std::size_t more = count;
        if (!is_plain) {
            for (std::size_t i = 0; replace_nul && i < count; ++i)
                if (units[i] == 0) units[i] = 0xFFFD;
            more = utf16_to_utf8(units, count, bytes, &malformed, &to.has_nul);
        }
        // In 64 bits: a text of 2^31 units may have more bytes than an address of 32 bits counts.
        const auto left = static_cast<std::uint64_t>(length - at);
        // Exact for text of one chunk, and for ASCII of any length.
        const std::uint64_t least = std::uint64_t{to.size} + more + left + 1;
        status outcome;
        if (malformed && mode == conversion::strict) outcome = status_code::malformed;
        if (outcome.ok() && least > room) {
            room = to.size == 0 ? least : least + 2 * left;
            outcome = resize(to.data, room);
        }
        if (!outcome.ok()) {
            std::free(to.data);
            return outcome;
        }
        if (is_plain)
            narrow(units, count, to.data + to.size);
        else
            __builtin_memcpy(to.data + to.size, bytes, more);
        to.size += more;
        if (left == 0) break;
    }
    to.data[to.size] = '\0';
    if (room > to.size + 1) static_cast<void>(resize(to.data, to.size + 1));
    return {};
}

/// UTF-8. NULs inside are kept, or become U+FFFD.
FFIGUARD_HIDDEN inline status encode(JNIEnv* env, const borrowed<jstring>& text, conversion mode,
                                     encoded& to, bool replace_nul = false) noexcept {
    if (!text) return status_code::null;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    const jsize length = env->GetStringLength(text.get());
    jsize at = 0;
    jchar units[utf16_chunk];
    const std::size_t count = next_units(env, text.get(), length, at, units);
    if (at != length || !are_plain(units, count))
        return encode_from(env, text.get(), length, at, units, count, mode, to, replace_nul);
    if (const status room = resize(to.data, count + 1); !room.ok()) return room;
    narrow(units, count, to.data);
    to.data[count] = '\0';
    to.size = count;
    return {};
}

FFIGUARD_HIDDEN inline result<c_string> as_c_string(const encoded& text) noexcept {
    if (!text.has_nul) return ffiguard::detail::whole_text::adopt(text.data, text.size);
    const status refused = ffiguard::detail::check_no_nul(text.data, text.size);
    std::free(text.data);
    return refused;
}

/// For text that people read, and that no C function takes for a name: a NUL becomes U+FFFD.
FFIGUARD_HIDDEN inline result<c_string> readable_utf8(JNIEnv* env,
                                                      const borrowed<jstring>& text) noexcept {
    encoded made;
    const status outcome = encode(env, text, conversion::replace, made, true);
    if (!outcome.ok()) return outcome;
    return as_c_string(made);
}

}  // namespace detail

/// The text of a Java string in UTF-8, in memory of malloc, for a C function.
///
/// Fails with malformed for a NUL inside, with its offset in bytes (status::inner_nul): C would
/// stop there, and open "/etc/passwd" after Java has checked "/etc/passwd\0.png". to_utf8_bytes()
/// keeps NULs. A surrogate without its other half becomes U+FFFD, or with strict fails with
/// malformed.
///
/// (Not GetStringUTFChars: its "modified UTF-8" has other bytes for NUL and for
/// everything above U+FFFF, emoji among them. For ASCII it is slower, too.)
///
/// Fails with null for null, java_exception if one is pending, out_of_memory.
FFIGUARD_HIDDEN inline result<c_string> to_utf8(JNIEnv* env, const borrowed<jstring>& text,
                                                conversion mode = conversion::replace) noexcept {
    detail::encoded made;
    const status outcome = detail::encode(env, text, mode, made);
    if (!outcome.ok()) return outcome;
    return detail::as_c_string(made);
}

/// The same as bytes with a count, including NULs, for code that takes a pointer and a length. A
/// NUL at the end is not promised, and there is no c_str().
FFIGUARD_HIDDEN inline result<c_array<char>> to_utf8_bytes(
    JNIEnv* env, const borrowed<jstring>& text, conversion mode = conversion::replace) noexcept {
    detail::encoded made;
    const status outcome = detail::encode(env, text, mode, made);
    if (!outcome.ok()) return outcome;
    return c_array<char>::adopt(made.data, made.size);
}

/// A Java string of UTF-8 text; NULs inside are kept. Bytes that are no UTF-8 become U+FFFD, or
/// with strict fail with malformed.
///
/// Fails with java_exception if one is pending, or the VM threw (its exception stays pending);
/// overflow for more than 2^31-1 bytes; out_of_memory.
FFIGUARD_HIDDEN inline result<local_ref<jstring>> new_string(
    JNIEnv* env, std::string_view text, conversion mode = conversion::replace) noexcept {
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    if (text.size() > INT32_MAX) return status_code::overflow;
    {
        // ASCII goes to the VM unchanged, with a NUL after it: its own function needs no second
        // pass.
        detail::small_buffer<char> buffer;
        char* const plain = buffer.allocate(text.size() + 1);
        if (plain == nullptr) return status_code::out_of_memory;
        if (detail::copy_plain_ascii(text.data(), text.size(), plain)) {
            plain[text.size()] = '\0';
            auto made = jni::adopt_local(env, env->NewStringUTF(plain));
            if (!made) return detail::why_null(env);
            return made;
        }
    }
    detail::small_buffer<jchar> buffer;
    jchar* const units = buffer.allocate(text.size());
    if (units == nullptr) return status_code::out_of_memory;
    bool malformed = false;
    const std::size_t size = detail::utf8_to_utf16(text.data(), text.size(), units, &malformed);
    if (malformed && mode == conversion::strict) return status_code::malformed;
    auto made = jni::adopt_local(env, env->NewString(units, static_cast<jsize>(size)));
    if (!made) return detail::why_null(env);
    return made;
}

/// Text that the compiler knows to be ASCII without a NUL inside, so the VM's own faster function
/// reads it correctly:
///
///     constexpr ffiguard::jni::ascii_literal message("disk full");
///     auto text = ffiguard::jni::new_string(env, message);
///
/// Other text in a constexpr ascii_literal does not compile; in one that is not
/// constexpr it ends the program. Owns nothing: for string literals.
class ascii_literal {
public:
    template <std::size_t Size>
    explicit constexpr ascii_literal(const char (&text)[Size]) noexcept : text_(text) {
        for (std::size_t i = 0; i < Size; ++i)
            if (text[i] < 0 || text[i] > 0x7E || (text[i] == '\0') != (i + 1 == Size))
                text_is_not_ascii();
    }

    [[nodiscard]] constexpr const char* c_str() const noexcept { return text_; }

private:
    FFIGUARD_HIDDEN static void text_is_not_ascii() noexcept {
        fail(violation::bad_access, "ascii_literal: not a literal of ASCII characters");
    }

    const char* text_;
};

/// A Java string of a literal, by NewStringUTF. Fails with java_exception if one is pending, or the
/// VM threw (its OutOfMemoryError stays pending).
FFIGUARD_HIDDEN inline result<local_ref<jstring>> new_string(JNIEnv* env,
                                                             ascii_literal text) noexcept {
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    auto made = jni::adopt_local(env, env->NewStringUTF(text.c_str()));
    if (!made) return detail::why_null(env);
    return made;
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
