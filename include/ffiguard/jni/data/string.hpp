// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_STRING_HPP
#define FFIGUARD_JNI_DATA_STRING_HPP

#include <jni.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <ffiguard/core/config.hpp>
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

/// What to do with text that no other encoding can have: half a surrogate pair
/// in a Java string, bytes that are no UTF-8.
enum class conversion : std::uint8_t {
    replace,  ///< U+FFFD stands in its place
    strict,   ///< status_code::malformed, and nothing is made
};

namespace detail {

enum : jsize { utf16_chunk = 512 };
/// Text of ASCII goes to the VM as it is, up to this length: its own function needs no second pass.
enum : std::size_t { longest_plain = 1023 };

/// Encodes the next units of text, from at on; out has room for 3 * utf16_chunk
/// bytes. Moves at on and returns the number of bytes.
FFIGUARD_HIDDEN inline std::size_t encode_chunk(JNIEnv* env, jstring text, jsize length, jsize& at,
                                                char* out, bool* malformed = nullptr,
                                                bool replace_nul = false) noexcept {
    jchar units[utf16_chunk];
    const jsize left = length - at;
    jsize count = left < utf16_chunk ? left : jsize{utf16_chunk};
    env->GetStringRegion(text, at, count, units);
    // The two halves of a character stay together.
    if (count < left && is_high_surrogate(units[count - 1])) --count;
    if (replace_nul)
        for (jsize i = 0; i < count; ++i)
            if (units[i] == 0) units[i] = 0xFFFD;
    at += count;
    return utf16_to_utf8(units, static_cast<std::size_t>(count), out, malformed);
}

/// False where memory is short; it is as it was then.
inline bool resize(malloc_memory& memory, std::size_t size) noexcept {
    void* const old = memory.release();  // realloc() may free it
    void* const moved = std::realloc(old, size);
    memory.reset(moved != nullptr ? moved : old);
    return moved != nullptr;
}

/// UTF-8 of malloc with a NUL behind it, the last element. NULs inside are kept, or become U+FFFD.
FFIGUARD_HIDDEN inline result<c_array<char>> utf8_and_nul(JNIEnv* env,
                                                          const borrowed<jstring>& text,
                                                          conversion mode,
                                                          bool replace_nul = false) noexcept {
    if (!text) return status_code::null;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    const jsize length = env->GetStringLength(text.get());
    detail::malloc_memory memory;
    std::size_t room = 0;
    std::size_t size = 0;
    jsize at = 0;
    do {
        char bytes[3 * detail::utf16_chunk];
        bool malformed = false;
        const std::size_t more =
            detail::encode_chunk(env, text.get(), length, at, bytes, &malformed, replace_nul);
        if (malformed && mode == conversion::strict) return status_code::malformed;
        // In 64 bits: a text of 2^31 units may have more bytes than an address of 32 bits counts.
        const auto left = static_cast<std::uint64_t>(length - at);
        // Exact for text of one chunk, and for ASCII of any length.
        const std::uint64_t least = size + more + left + 1;
        if (least > room) {
            const std::uint64_t wanted = size == 0 ? least : least + 2 * left;
            if (!ffiguard::detail::fits<char>(wanted)) return status_code::out_of_memory;
            room = static_cast<std::size_t>(wanted);
            if (!detail::resize(memory, room)) return status_code::out_of_memory;
        }
        std::memcpy(static_cast<char*>(memory.get()) + size, bytes, more);
        size += more;
    } while (at < length);
    if (room > size + 1) detail::resize(memory, size + 1);
    auto* const utf8 = static_cast<char*>(memory.release());
    utf8[size] = '\0';
    return c_array<char>::adopt(utf8, size + 1);
}

FFIGUARD_HIDDEN inline result<c_string> as_c_string(result<c_array<char>> text) noexcept {
    if (!text) return text.status();
    auto adopted = c_string::adopt(text->data(), text->size() - 1);
    if (adopted) static_cast<void>(text->release());
    return adopted;
}

/// For text that people read, and that no function of C takes for a name: a NUL becomes U+FFFD.
FFIGUARD_HIDDEN inline result<c_string> readable_utf8(JNIEnv* env,
                                                      const borrowed<jstring>& text) noexcept {
    return as_c_string(utf8_and_nul(env, text, conversion::replace, true));
}

}  // namespace detail

/// The text of a Java string in UTF-8, in memory of malloc, for a C function.
///
/// malformed where a NUL is inside, with its offset in bytes (status::inner_nul): C would take
/// what lies before it for all, and open "/etc/passwd" where Java has checked "/etc/passwd\0.png".
/// to_utf8_bytes() keeps NULs. A surrogate without its other half becomes U+FFFD, or with strict
/// is malformed.
///
/// (Not GetStringUTFChars: its "modified UTF-8" has other bytes for NUL and for
/// everything above U+FFFF, emoji among them. For ASCII it is slower, too.)
///
/// null for null, java_exception where one is pending, out_of_memory.
FFIGUARD_HIDDEN inline result<c_string> to_utf8(JNIEnv* env, const borrowed<jstring>& text,
                                                conversion mode = conversion::replace) noexcept {
    return detail::as_c_string(detail::utf8_and_nul(env, text, mode));
}

/// The same as bytes with a count, NULs inside among them, for code that takes a pointer and a
/// length. No NUL behind them is promised, and there is no c_str().
FFIGUARD_HIDDEN inline result<c_array<char>> to_utf8_bytes(
    JNIEnv* env, const borrowed<jstring>& text, conversion mode = conversion::replace) noexcept {
    auto made = detail::utf8_and_nul(env, text, mode);
    if (!made) return made;
    const auto memory = made->release();
    return c_array<char>::adopt(memory.data, memory.size - 1);
}

/// A Java string of UTF-8 text; NULs inside are kept, what is no UTF-8 becomes
/// U+FFFD, or with strict is malformed.
///
/// java_exception where one is pending, or the VM threw (its exception stays
/// pending); overflow for more than 2^31-1 bytes; out_of_memory.
FFIGUARD_HIDDEN inline result<local_ref<jstring>> new_string(
    JNIEnv* env, std::string_view text, conversion mode = conversion::replace) noexcept {
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    if (text.size() > INT32_MAX) return status_code::overflow;
    if (text.size() <= detail::longest_plain) {
        char plain[detail::longest_plain + 1];
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

/// Text that the compiler has seen to be ASCII without a NUL inside, so that the
/// VM's own faster function understands it as everybody does:
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

/// A Java string of a literal, by NewStringUTF. java_exception where one is
/// pending, or the VM threw (its OutOfMemoryError stays pending).
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
