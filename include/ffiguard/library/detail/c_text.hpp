// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_C_TEXT_HPP
#define FFIGUARD_LIBRARY_DETAIL_C_TEXT_HPP

#include <cstring>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A parameter that goes to a C function: a C string, or whatever has c_str() and
/// size(), as std::string does. The C function would stop at a NUL inside and
/// take part of a name for all of it.
class c_text {
public:
    c_text(const char* text) noexcept : text_(text) {}
    template <class String, class = decltype(std::declval<const String&>().c_str()),
              class = decltype(std::declval<const String&>().size())>
    c_text(const String& text) noexcept
        : text_(text.c_str()), cut_(text_ != nullptr && std::strlen(text_) != text.size()) {}

    [[nodiscard]] const char* c_str() const noexcept { return text_; }
    /// what is "library::open: the path" or the like.
    [[nodiscard]] error check(const char* what) const noexcept {
        if (text_ == nullptr) return error(status_code::null, what, " is null");
        if (*text_ == '\0') return error(status_code::invalid_argument, what, " is empty");
        if (cut_)
            return error(status_code::invalid_argument, what, " goes on after a NUL: ", text_);
        return {};
    }

private:
    const char* text_;
    bool cut_ = false;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
