// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_C_STRING_HPP
#define FFIGUARD_MEMORY_C_STRING_HPP

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/inner_nul.hpp>
#include <ffiguard/core/detail/receives.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/memory/detail/extent.hpp>
#include <ffiguard/memory/detail/sized_memory.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

namespace detail {
struct whole_text;
}  // namespace detail

/// Owns a NUL-terminated string from malloc, or from a library whose function Free frees it. The
/// only NUL is the one at its end. Text with a NUL inside is refused: a C function would read only
/// the part before it, and open "/etc/passwd" after "/etc/passwd\0.png" was checked. So c_str() and
/// view() are the same text. For bytes with NULs use c_array or foreign_buffer.
///
/// C distinguishes "no string" (a null pointer) from "", and so does this owner: a default
/// constructed, moved-from or released one is false. Reading it is safe all the same: c_str() is
/// "", view() is empty.
///
/// Move-only, two words. errno is kept when the string is freed. One thread at a time.
template <auto Free>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI basic_c_string {
public:
    /// Holds no string.
    constexpr basic_c_string() noexcept = default;

    /// Copies text, for C code that will free() it. An empty view becomes "". Fails with malformed
    /// and the offset if text has a NUL inside (status::inner_nul); with out_of_memory; with
    /// overflow if text and a NUL exceed PTRDIFF_MAX.
    static result<basic_c_string> duplicate(std::string_view text) noexcept {
        if (text.size() >= std::size_t{PTRDIFF_MAX}) return status_code::overflow;
        if (const status whole = detail::check_no_nul(text.data(), text.size()); !whole.ok())
            return whole;
        return copy(text);
    }

    /// The same up to the first NUL. Fails with null for a null pointer, which is not a string.
    static result<basic_c_string> duplicate(const char* text) noexcept {
        if (text == nullptr) return status_code::null;
        return copy(std::string_view(text));  // measured, so whole
    }

    /// The same for text as it came over the boundary. Also fails with null for a null pointer with
    /// a size, and with overflow for a size that no text has.
    static result<basic_c_string> duplicate_view(const ffiguard_view& text) noexcept {
        const auto address = reinterpret_cast<std::uintptr_t>(text.data);
        const status possible = detail::check_extent<char>(address, text.size);
        if (!possible.ok()) return possible;
        const void* const bytes = text.data;
        return duplicate(
            std::string_view(static_cast<const char*>(bytes), static_cast<std::size_t>(text.size)));
    }

    /// Takes over a string up to its first NUL. Null makes an empty owner.
    static basic_c_string adopt(char* text) noexcept {
        return basic_c_string(text, text != nullptr ? __builtin_strlen(text) : 0);
    }
    /// Takes over length characters and the NUL after them. Fails with null for a null pointer with
    /// a length, invalid_argument if text[length] is not NUL, malformed and the offset if there is
    /// a NUL before it, and overflow for an impossible length. Then text still belongs to the
    /// caller.
    static result<basic_c_string> adopt(char* text, std::size_t length) noexcept {
        const auto address = reinterpret_cast<std::uintptr_t>(text);
        const status possible = detail::check_extent<char>(address, length);
        if (!possible.ok()) return possible;
        if (text != nullptr && text[length] != '\0') return status_code::invalid_argument;
        if (const status whole = detail::check_no_nul(text, length); !whole.ok()) return whole;
        return basic_c_string(text, length);
    }

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }
    /// Never null. Valid while this owns the string.
    [[nodiscard]] const char* c_str() const noexcept { return owner_ ? owner_.get().data : ""; }
    /// The number of characters before the NUL.
    [[nodiscard]] std::size_t size() const noexcept { return owner_.get().size; }
    [[nodiscard]] std::string_view view() const noexcept { return {c_str(), size()}; }

    /// Passes the string and the duty to free it to the caller; null if there is none.
    [[nodiscard]] char* release() noexcept { return owner_.release().data; }
    /// Frees the string now.
    void reset() noexcept { owner_.reset(); }

private:
    friend detail::whole_text;

    static result<basic_c_string> copy(std::string_view whole) noexcept {
        static_assert(std::is_same_v<basic_c_string, basic_c_string<&std::free>>,
                      "ffiguard: duplicate() takes memory from malloc, so only c_string, which "
                      "gives it back to free, has it");
        auto* const copied = static_cast<char*>(std::malloc(whole.size() + 1));
        if (copied == nullptr) return status_code::out_of_memory;
        if (!whole.empty()) __builtin_memcpy(copied, whole.data(), whole.size());
        copied[whole.size()] = '\0';
        return basic_c_string(copied, whole.size());
    }
    explicit basic_c_string(char* text, std::size_t length) noexcept : owner_({text, length}) {}

    unique_handle<detail::sized_memory_traits<char, Free>> owner_;
};

/// A C string from malloc, which std::free() releases. See basic_c_string.
using c_string = basic_c_string<&std::free>;

namespace detail {

/// Text from malloc. Its writer made sure that no NUL is inside, and one after it.
struct whole_text {
    static c_string adopt(char* text, std::size_t length) noexcept {
        return c_string(text, length);
    }
};

// out_param(text): asprintf(out_param(text), ...), sqlite3_exec(..., out_param(message)).
template <auto Free>
struct receives<basic_c_string<Free>> {
    using owner = basic_c_string<Free>;
    using slot_type = char*;
    static constexpr char* empty() noexcept { return nullptr; }
    static constexpr bool is_empty(const char* text) noexcept { return text == nullptr; }
    FFIGUARD_HIDDEN static void clear(owner& to) noexcept { to.reset(); }
    static bool holds(const owner& to, const char* text) noexcept { return to.c_str() == text; }
    FFIGUARD_HIDDEN static void put(owner& to, char* text) noexcept { to = owner::adopt(text); }
    FFIGUARD_HIDDEN static void close(owner&, char* text) noexcept { owner::adopt(text).reset(); }
    static char* take(owner& from) noexcept { return from.release(); }
};

// FFIGUARD_EXPORT_CALL: a member that takes a c_string gets a copy of the text. The copy fails if a
// NUL is inside.
template <>
struct given_as_if<void, c_string, ffiguard_view> : std::true_type {
    static result<c_string> from(const ffiguard_view& text) noexcept {
        return c_string::duplicate_view(text);
    }
};
template <class Memory, class Count>
struct given_as_if<std::enable_if_t<std::is_integral_v<Count> && sizeof(Memory) == 1>, c_string,
                   Memory*, Count> : std::true_type {
    static result<c_string> from(const Memory* text, Count size) noexcept {
        if constexpr (std::is_signed_v<Count>)
            if (size < 0) return status_code::invalid_argument;
        return c_string::duplicate_view(
            {reinterpret_cast<const unsigned char*>(text), static_cast<std::uint64_t>(size)});
    }
};

}  // namespace detail

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
