// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DETAIL_UTF_HPP
#define FFIGUARD_JNI_DETAIL_UTF_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <ffiguard/core/config.hpp>

// Real UTF-8, by the Unicode standard, chapter 3.9. JNI's own functions speak "modified UTF-8":
// NUL as two bytes, and six bytes for what has four.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

[[nodiscard]] constexpr bool is_high_surrogate(std::uint16_t unit) noexcept {
    return (unit & 0xFC00U) == 0xD800U;
}
[[nodiscard]] constexpr bool is_low_surrogate(std::uint16_t unit) noexcept {
    return (unit & 0xFC00U) == 0xDC00U;
}

// Most text is ASCII: the next eight go over at once. The local arrays let compilers see that `in`
// and `out` do not overlap.
inline bool copy_eight_ascii(const std::uint16_t* in, char* out) noexcept {
    std::uint64_t words[2];
    std::memcpy(words, in, sizeof words);
    if (((words[0] | words[1]) & 0xFF80FF80FF80FF80U) != 0) return false;
    std::uint16_t units[8];
    std::memcpy(units, in, sizeof units);
    char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(units[i]);
    std::memcpy(out, bytes, sizeof bytes);
    return true;
}
inline bool copy_eight_ascii(const char* in, std::uint16_t* out) noexcept {
    std::uint64_t word;
    std::memcpy(&word, in, sizeof word);
    if ((word & 0x8080808080808080U) != 0) return false;
    unsigned char bytes[8];
    std::memcpy(bytes, in, sizeof bytes);
    std::uint16_t units[8];
    for (int i = 0; i < 8; ++i) units[i] = bytes[i];
    std::memcpy(out, units, sizeof units);
    return true;
}

/// out has room for 3 * size bytes. A surrogate without its other half becomes
/// U+FFFD and sets *malformed. Returns the number of bytes.
inline std::size_t utf16_to_utf8(const std::uint16_t* in, std::size_t size, char* out,
                                 bool* malformed = nullptr) noexcept {
    char* const begin = out;
    const auto put = [&out](std::uint32_t byte) { *out++ = static_cast<char>(byte); };
    for (std::size_t i = 0; i < size; ++i) {
        while (size - i >= 8 && copy_eight_ascii(in + i, out)) {
            i += 8;
            out += 8;
        }
        if (i == size) break;
        std::uint32_t c = in[i];
        if (c < 0x80) {
            put(c);
            continue;
        }
        if (is_high_surrogate(in[i]) && i + 1 < size && is_low_surrogate(in[i + 1])) {
            c = 0x10000U + ((c & 0x3FFU) << 10) + (in[++i] & 0x3FFU);
        } else if (is_high_surrogate(in[i]) || is_low_surrogate(in[i])) {
            c = 0xFFFD;
            if (malformed != nullptr) *malformed = true;
        }
        if (c < 0x800) {
            put(0xC0U | (c >> 6));
        } else {
            if (c < 0x10000) {
                put(0xE0U | (c >> 12));
            } else {
                put(0xF0U | (c >> 18));
                put(0x80U | ((c >> 12) & 0x3FU));
            }
            put(0x80U | ((c >> 6) & 0x3FU));
        }
        put(0x80U | (c & 0x3FU));
    }
    return static_cast<std::size_t>(out - begin);
}

/// Copies what all encodings have in common; false, and out is half written, where one of the bytes
/// is none of 1 to 0x7F.
inline bool copy_plain_ascii(const char* in, std::size_t size, char* out) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    std::size_t i = 0;
    for (; size - i >= 8; i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, in + i, sizeof word);
        // The high bit of a byte, or the borrow of one that is 0.
        if (((word | (word - ones)) & (ones << 7)) != 0) return false;
        std::memcpy(out + i, &word, sizeof word);
    }
    for (; i < size; ++i) {
        if (static_cast<unsigned char>(in[i] - 1) >= 0x7F) return false;
        out[i] = in[i];
    }
    return true;
}

/// out has room for size units. What is no UTF-8 becomes U+FFFD, one for each
/// longest start of a character that goes wrong, and sets *malformed. Returns the
/// number of units.
inline std::size_t utf8_to_utf16(const char* in, std::size_t size, std::uint16_t* out,
                                 bool* malformed = nullptr) noexcept {
    std::uint16_t* const begin = out;
    const auto byte = [in](std::size_t i) {
        return std::uint32_t{static_cast<unsigned char>(in[i])};
    };
    bool wrong = false;
    for (std::size_t i = 0; i < size;) {
        while (size - i >= 8 && copy_eight_ascii(in + i, out)) {
            i += 8;
            out += 8;
        }
        if (i == size) break;
        std::uint32_t c = byte(i++);
        std::size_t more = 0;
        // The limits of the second byte keep out overlong forms, surrogates and what is above
        // U+10FFFF.
        std::uint32_t low = 0x80;
        std::uint32_t high = 0xBF;
        if (c >= 0xC2 && c <= 0xDF) {
            more = 1;
            c &= 0x1FU;
        } else if (c >= 0xE0 && c <= 0xEF) {
            more = 2;
            if (c == 0xE0) low = 0xA0;
            if (c == 0xED) high = 0x9F;
            c &= 0x0FU;
        } else if (c >= 0xF0 && c <= 0xF4) {
            more = 3;
            if (c == 0xF0) low = 0x90;
            if (c == 0xF4) high = 0x8F;
            c &= 0x07U;
        } else if (c >= 0x80) {
            c = 0xFFFD;
            wrong = true;
        }
        for (; more != 0; --more) {
            if (i == size || byte(i) < low || byte(i) > high) {
                c = 0xFFFD;
                wrong = true;
                break;
            }
            c = (c << 6) | (byte(i++) & 0x3FU);
            low = 0x80;
            high = 0xBF;
        }
        if (c >= 0x10000) {
            *out++ = static_cast<std::uint16_t>(0xD800U + ((c - 0x10000U) >> 10));
            c = 0xDC00U + (c & 0x3FFU);
        }
        *out++ = static_cast<std::uint16_t>(c);
    }
    if (wrong && malformed != nullptr) *malformed = true;
    return static_cast<std::size_t>(out - begin);
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
