// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DETAIL_UTF_HPP
#define FFIGUARD_JNI_DETAIL_UTF_HPP

#include <cstddef>
#include <cstdint>

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

// Most text is ASCII, and goes over by eight.

/// Whether each of the next eight is one of 1 to 0x7F, which all encodings have in common.
inline bool eight_are_plain(const std::uint16_t* in) noexcept {
    constexpr std::uint64_t ones = 0x0001000100010001U;
    std::uint64_t a;
    std::uint64_t b;
    __builtin_memcpy(&a, in, sizeof a);
    __builtin_memcpy(&b, in + 4, sizeof b);
    // What is above 0x7F, or the borrow of a unit that is 0.
    return ((a | (a - ones) | b | (b - ones)) & (ones * 0xFF80U)) == 0;
}
inline bool are_plain(const std::uint16_t* in, std::size_t size) noexcept {
    std::size_t i = 0;
    for (; size - i >= 8; i += 8)
        if (!eight_are_plain(in + i)) return false;
    for (; i < size; ++i)
        if (in[i] - 1U >= 0x7F) return false;
    return true;
}
// The local arrays let compilers see that `in` and `out` do not overlap.
inline void narrow_eight(const std::uint16_t* in, char* out) noexcept {
    std::uint16_t units[8];
    __builtin_memcpy(units, in, sizeof units);
    char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(units[i]);
    __builtin_memcpy(out, bytes, sizeof bytes);
}
/// Of units that are plain.
inline void narrow(const std::uint16_t* in, std::size_t size, char* out) noexcept {
    std::size_t i = 0;
    for (; size - i >= 8; i += 8) narrow_eight(in + i, out + i);
    for (; i < size; ++i) out[i] = static_cast<char>(in[i]);
}
inline bool copy_eight_ascii(const char* in, std::uint16_t* out) noexcept {
    std::uint64_t word;
    __builtin_memcpy(&word, in, sizeof word);
    if ((word & 0x8080808080808080U) != 0) return false;
    unsigned char bytes[8];
    __builtin_memcpy(bytes, in, sizeof bytes);
    std::uint16_t units[8];
    for (int i = 0; i < 8; ++i) units[i] = bytes[i];
    __builtin_memcpy(out, units, sizeof units);
    return true;
}

/// out has room for 3 * size bytes. A surrogate without its other half becomes
/// U+FFFD and sets *malformed; a NUL sets *has_nul. Returns the number of bytes.
inline std::size_t utf16_to_utf8(const std::uint16_t* in, std::size_t size, char* out,
                                 bool* malformed = nullptr, bool* has_nul = nullptr) noexcept {
    char* const begin = out;
    const auto put = [&out](std::uint32_t byte) { *out++ = static_cast<char>(byte); };
    const auto put_last = [&put](std::uint32_t c) { put(0x80U | (c & 0x3FU)); };
    for (std::size_t i = 0; i < size;) {
        if (in[i] < 0x80) {
            for (; size - i >= 8 && eight_are_plain(in + i); i += 8, out += 8)
                narrow_eight(in + i, out);
            if (i == size) break;
        }
        std::uint32_t c = in[i++];
        if (c < 0x80) {
            put(c);
            if (c == 0 && has_nul != nullptr) *has_nul = true;
        } else if (c < 0x800) {
            put(0xC0U | (c >> 6));
            put_last(c);
        } else if (i < size && is_high_surrogate(in[i - 1]) && is_low_surrogate(in[i])) {
            c = 0x10000U + ((c & 0x3FFU) << 10) + (in[i++] & 0x3FFU);
            put(0xF0U | (c >> 18));
            put_last(c >> 12);
            put_last(c >> 6);
            put_last(c);
        } else {
            if ((c & 0xF800U) == 0xD800U) {
                c = 0xFFFD;
                if (malformed != nullptr) *malformed = true;
            }
            put(0xE0U | (c >> 12));
            put_last(c >> 6);
            put_last(c);
        }
    }
    return static_cast<std::size_t>(out - begin);
}

/// Copies what all encodings have in common; false, and out is half written, if a byte is not in 1
/// to 0x7F.
inline bool copy_plain_ascii(const char* in, std::size_t size, char* out) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    std::size_t i = 0;
    for (; size - i >= 8; i += 8) {
        std::uint64_t word = 0;
        __builtin_memcpy(&word, in + i, sizeof word);
        // The high bit of a byte, or the borrow of one that is 0.
        if (((word | (word - ones)) & (ones << 7)) != 0) return false;
        __builtin_memcpy(out + i, &word, sizeof word);
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
    const auto follows = [&](std::size_t i) { return i < size && (byte(i) & 0xC0U) == 0x80U; };
    const auto put = [&out](std::uint32_t unit) { *out++ = static_cast<std::uint16_t>(unit); };
    bool wrong = false;
    for (std::size_t i = 0; i < size;) {
        if (byte(i) < 0x80) {
            for (; size - i >= 8 && copy_eight_ascii(in + i, out); i += 8) out += 8;
            if (i == size) break;
        }
        const std::uint32_t c = byte(i);
        if (c < 0x80) {
            put(c);
            ++i;
            continue;
        }
        // The length of the character that begins here, up to its first error. Overlong forms,
        // surrogates and values above U+10FFFF have it at the second byte.
        std::size_t end = i + 1;
        if (c < 0xE0) {
            if (c >= 0xC2 && follows(end)) {
                put(((c & 0x1FU) << 6) | (byte(end) & 0x3FU));
                i += 2;
                continue;
            }
        } else if (c < 0xF0) {
            if (follows(end) && (c != 0xE0 || byte(end) >= 0xA0) &&
                (c != 0xED || byte(end) < 0xA0) && follows(++end)) {
                put(((c & 0x0FU) << 12) | ((byte(i + 1) & 0x3FU) << 6) | (byte(end) & 0x3FU));
                i += 3;
                continue;
            }
        } else if (c < 0xF5) {
            if (follows(end) && (c != 0xF0 || byte(end) >= 0x90) &&
                (c != 0xF4 || byte(end) < 0x90) && follows(++end) && follows(++end)) {
                const std::uint32_t high = ((c & 0x07U) << 8) | ((byte(i + 1) & 0x3FU) << 2) |
                                           ((byte(i + 2) & 0x30U) >> 4);
                put(0xD7C0U + high);  // 0xD800 less the 0x10000 that pairs do not count
                put(0xDC00U | ((byte(i + 2) & 0x0FU) << 6) | (byte(end) & 0x3FU));
                i += 4;
                continue;
            }
        }
        put(0xFFFD);
        wrong = true;
        i = end;
    }
    if (wrong && malformed != nullptr) *malformed = true;
    return static_cast<std::size_t>(out - begin);
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
