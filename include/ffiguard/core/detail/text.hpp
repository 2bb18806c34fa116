// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_TEXT_HPP
#define FFIGUARD_CORE_DETAIL_TEXT_HPP

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Where to cut text that is longer than size: before the character that does not fit.
inline std::size_t whole_characters(const char* text, std::size_t size) noexcept {
    std::size_t begin = size;
    // 10xxxxxx continues a character, at most three times. Text with more of them is not UTF-8, and
    // must not vanish.
    for (unsigned left = 3; left != 0 && begin != 0; --left, --begin)
        if ((static_cast<unsigned char>(text[begin]) & 0xC0U) != 0x80U) return begin;
    return (static_cast<unsigned char>(text[begin]) & 0xC0U) != 0x80U ? begin : size;
}

/// Writes text into a fixed buffer without allocating. What does not fit is cut at a whole UTF-8
/// character. The text always ends in NUL.
class text_writer {
public:
    /// capacity in bytes, with the NUL, at least 1.
    text_writer(char* buffer, std::size_t capacity) noexcept : begin_(buffer), room_(capacity - 1) {
        begin_[0] = '\0';
    }

    // Out of line, because each text has several parts, and none is on a path that is measured.
    [[gnu::noinline]] FFIGUARD_HIDDEN text_writer& operator<<(const char* text) noexcept {
        return text == nullptr ? *this : put(text, __builtin_strlen(text));
    }

    [[gnu::noinline]] FFIGUARD_HIDDEN text_writer& operator<<(std::uint64_t number) noexcept {
        char digits[20];
        std::size_t at = sizeof digits;
        do {
            digits[--at] = static_cast<char>('0' + number % 10);
            number /= 10;
        } while (number != 0);
        return put(digits + at, sizeof digits - at);
    }

    /// A NUL inside becomes U+FFFD: it would hide everything after it.
    [[gnu::noinline]] FFIGUARD_HIDDEN text_writer& append(const char* text,
                                                          std::size_t length) noexcept {
        std::size_t begin = 0;
        for (std::size_t i = 0; i < length; ++i) {
            if (text[i] != '\0') continue;
            put(text + begin, i - begin).put("\xEF\xBF\xBD", 3);
            begin = i + 1;
        }
        return put(text + begin, length - begin);
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    /// The size without cutting.
    [[nodiscard]] std::size_t whole_size() const noexcept { return whole_size_; }

private:
    text_writer& put(const char* text, std::size_t length) noexcept {
        whole_size_ += length;
        if (cut_) return *this;
        std::size_t fits = length;
        if (fits > room_ - size_) {
            fits = whole_characters(text, room_ - size_);
            cut_ = true;
        }
        if (fits != 0) __builtin_memcpy(begin_ + size_, text, fits);
        size_ += fits;
        begin_[size_] = '\0';
        return *this;
    }

    char* begin_;
    std::size_t room_;
    std::size_t size_ = 0;
    std::size_t whole_size_ = 0;
    bool cut_ = false;
};

/// The raw handle as a number, for reports; for a struct, its first eight bytes.
template <class Value>
[[nodiscard]] std::uint64_t bits_of(const Value& value) noexcept {
    static_assert(__is_trivially_copyable(Value));
    std::uint64_t bits = 0;
    __builtin_memcpy(&bits, &value, sizeof value < sizeof bits ? sizeof value : sizeof bits);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    if constexpr (sizeof value < sizeof bits) bits >>= 8 * (sizeof bits - sizeof value);
#endif
    return bits;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
