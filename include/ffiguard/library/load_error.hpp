// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_LOAD_ERROR_HPP
#define FFIGUARD_LIBRARY_LOAD_ERROR_HPP

#include <cstddef>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Why a library could not be loaded: an error with room for the loader's own words on every file
/// that was tried.
///
/// 2048 bytes, trivially copyable, never allocates. Text that is too long is cut at a whole
/// character. Converts to an error, which cuts it to the size that crosses the boundary; and from a
/// status, whose name becomes the message.
class [[nodiscard]] load_error {
public:
    /// Success, with an empty message.
    constexpr load_error() noexcept : text_{} {}
    load_error(ffiguard::status what) noexcept : load_error(error(what)) {}
    load_error(status_code what) noexcept : load_error(ffiguard::status(what)) {}
    load_error(const error& why) noexcept : load_error(why.status(), why.message()) {}

    /// The message is made of C strings. Success keeps no message.
    template <class... Parts>
    load_error(ffiguard::status what, const Parts&... parts) noexcept : status_(what) {
        text_[0] = '\0';
        if (!what.ok()) append(parts...);
    }

    /// Appends to the message.
    template <class... Parts>
    void append(const Parts&... parts) noexcept {
        static_assert((std::is_convertible_v<const Parts&, const char*> && ...),
                      "ffiguard: a message is put together from C strings");
        std::size_t size = 0;
        while (text_[size] != '\0') ++size;
        detail::text_writer text(text_ + size, sizeof text_ - size);
        (text << ... << static_cast<const char*>(parts));
    }

    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
    [[nodiscard]] bool ok() const noexcept { return status_.ok(); }
    [[nodiscard]] const char* message() const noexcept { return text_; }
    /// Discards it on purpose.
    void ignore() const noexcept {}

    operator error() const noexcept { return error(status_, message()); }

private:
    ffiguard::status status_;
    char text_[2048 - sizeof(ffiguard::status)];
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
