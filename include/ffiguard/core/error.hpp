// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_ERROR_HPP
#define FFIGUARD_CORE_ERROR_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/long_text.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/detail/text_like.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/ffiguard.h>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// A status with a message: the C++ form of ffiguard_error.
///
/// 256 bytes, trivially copyable. A message of more than 247 bytes is cut at a whole character. The
/// whole message is kept elsewhere, if there is memory: ffiguard_error_text() fetches it, and so do
/// the Go and Java packages. Nothing else allocates. Converts from a status, whose name becomes the
/// message; for text with a NUL inside, the message says where.
class [[nodiscard]] error {
public:
    /// Success, with an empty message. Writes 9 of the 256 bytes, because most calls return
    /// success.
    error() noexcept {
        raw_.status = FFIGUARD_OK;
        raw_.detail = 0;
        raw_.message[0] = '\0';
    }
    error(ffiguard::status what) noexcept : error() {
        if (!what.ok()) *this = of_failure(what);
    }
    error(status_code what) noexcept : error(ffiguard::status(what)) {}

    /// The message is made of text (C strings, std::string, string_view, a path of std::filesystem)
    /// and integers: error(status_code::not_found, path, ": ", text_of_the_loader). A NUL inside
    /// becomes U+FFFD. Success keeps no message.
    template <class... Parts>
    error(ffiguard::status what, const Parts&... parts) noexcept : error() {
        static_assert((is_part<Parts>() && ...),
                      "ffiguard: a message is put together from text and integers");
        if (what.ok()) return;
        const part all[] = {part_of(parts)...};
        fill(what, all, sizeof...(parts));
    }
    /// For the text of the compile error.
    template <class... Parts>
    explicit error(const char*, const Parts&...) noexcept {
        static_assert(sizeof...(Parts) == ~0ULL,
                      "ffiguard: an error begins with its status: "
                      "error(status_code::not_found, \"no such file: \", path)");
    }

    /// From an error that came back over the boundary.
    explicit error(const ffiguard_error& received) noexcept : raw_(received) {
        raw_.message[sizeof raw_.message - 1] = '\0';  // the filler may not have ended it
    }

    [[nodiscard]] ffiguard::status status() const noexcept {
        const auto code = static_cast<status_code>(raw_.status);
        if (code == status_code::system) return ffiguard::status::system(raw_.detail);
        if (code == status_code::foreign) return ffiguard::status::foreign(raw_.detail);
        if (code == status_code::in_use) return ffiguard::status::in_use_by(raw_.detail);
        if (code == status_code::malformed && raw_.detail > 0)
            return ffiguard::status::inner_nul(static_cast<std::uint64_t>(raw_.detail) - 1);
        return code;
    }
    [[nodiscard]] bool ok() const noexcept { return raw_.status == FFIGUARD_OK; }
    [[nodiscard]] const char* message() const noexcept { return raw_.message; }
    /// For an ffiguard_error that the caller supplied.
    [[nodiscard]] const ffiguard_error& raw() const noexcept { return raw_; }
    /// Discards it on purpose.
    void ignore() const noexcept {}

private:
    [[gnu::noinline]] FFIGUARD_HIDDEN static error of_failure(ffiguard::status what) noexcept {
        if (what.is_inner_nul()) return of_inner_nul(what);
        if (what.open_children() != 0) return of_children(what);
        return error(what, what.name());
    }
    static error of_children(ffiguard::status what) noexcept {
        const std::int32_t open = what.open_children();
        return error(what, "in use: ", open, open == 1 ? " child is open" : " children are open");
    }
    static error of_inner_nul(ffiguard::status what) noexcept {
        return error(what, "malformed: a NUL inside the text, at byte offset ",
                     static_cast<std::uint64_t>(what.detail()) - 1);
    }
    /// Of a message. So fill() is compiled once, not once for each combination of types.
    struct part {
        const char* text;
        std::uint64_t size;  ///< or the number
        enum : unsigned char { is_text, is_number, is_negative } kind;
    };
    static void put(detail::text_writer& text, const part* parts, std::size_t count) noexcept {
        for (const part* one = parts; one != parts + count; ++one) {
            if (one->kind == part::is_text)
                text.append(one->text, static_cast<std::size_t>(one->size));
            else
                text << (one->kind == part::is_negative ? "-" : "") << one->size;
        }
    }
    [[gnu::noinline]] FFIGUARD_HIDDEN void fill(ffiguard::status what, const part* parts,
                                                std::size_t count) noexcept {
        raw_ = {static_cast<ffiguard_status>(what.code()), what.detail(), {}};
        detail::text_writer text(raw_.message, sizeof raw_.message);
        put(text, parts, count);
        std::size_t size = text.whole_size();
        if (size == text.size()) return;
        if (size > detail::longest_text) size = detail::longest_text;
        detail::long_text whole(size);
        if (!whole) return;
        detail::text_writer again(whole.data(), size + 1);
        put(again, parts, count);
        whole.keep_for(raw_, again.size());
    }
    template <class Part>
    static constexpr bool is_part() noexcept {
        return std::is_convertible_v<const Part&, const char*> || detail::is_text<Part>() ||
               (std::is_integral_v<Part> && !std::is_same_v<Part, bool>);
    }
    template <class Part>
    static part part_of(const Part& from) noexcept {
        if constexpr (std::is_convertible_v<const Part&, const char*>) {
            const char* const text = static_cast<const char*>(from);
            return {text, text != nullptr ? __builtin_strlen(text) : 0, part::is_text};
        } else if constexpr (detail::is_text_view<Part>::value) {
            return {from.data(), from.size(), part::is_text};
        } else if constexpr (detail::is_path<Part>::value) {
            return {from.c_str(), from.native().size(), part::is_text};
        } else if constexpr (detail::is_string<Part>::value) {
            return {from.c_str(), from.size(), part::is_text};
        } else {
            // -1 - from and not -from: the least number has no negative.
            if constexpr (std::is_signed_v<Part>)
                if (from < 0)
                    return {{}, static_cast<std::uint64_t>(-1 - from) + 1, part::is_negative};
            return {nullptr, static_cast<std::uint64_t>(from), part::is_number};
        }
    }

    ffiguard_error raw_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
