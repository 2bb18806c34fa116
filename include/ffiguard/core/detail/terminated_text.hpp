// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_TERMINATED_TEXT_HPP
#define FFIGUARD_CORE_DETAIL_TERMINATED_TEXT_HPP

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/inner_nul.hpp>
#include <ffiguard/core/detail/text_like.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A parameter that goes to a C function as text: a C string, a string, a path or a view. Keeps the
/// pointer it gets; copies a view, which has no NUL at its end.
///
/// Call check() before c_str(): text with a NUL inside is invalid for C, which would use only a
/// part of a name.
class terminated_text {
public:
    terminated_text(const char* text) noexcept : text_(text) {}
    template <class Text, std::enable_if_t<is_text<Text>(), int> = 0>
    terminated_text(const Text& text) noexcept {
        if constexpr (is_text_view<Text>::value) {
            copy(text.data(), text.size());
            if (wrong_.ok()) wrong_ = check_no_nul(text_, text.size());
        } else {
            text_ = text.c_str();
            if constexpr (is_path<Text>::value)
                wrong_ = check_no_nul(text_, text.native().size());
            else
                wrong_ = check_no_nul(text_, text.size());
        }
    }

    terminated_text(const terminated_text& other) noexcept
        : text_(other.text_), wrong_(other.wrong_) {
        if (other.copy_ != nullptr) copy(other.text_, other.size_);
    }
    terminated_text(terminated_text&& other) noexcept
        : text_(other.text_),
          copy_(std::exchange(other.copy_, nullptr)),
          size_(other.size_),
          wrong_(other.wrong_) {
        if (copy_ != nullptr) other.text_ = nullptr;
    }
    terminated_text& operator=(terminated_text other) noexcept {
        std::swap(text_, other.text_);
        std::swap(copy_, other.copy_);
        std::swap(size_, other.size_);
        std::swap(wrong_, other.wrong_);
        return *this;
    }
    ~terminated_text() {
        if (copy_ != nullptr) ::operator delete(copy_);
    }

    [[nodiscard]] const char* c_str() const noexcept { return text_; }
    /// Why it is not text for C: null; malformed with the offset of the NUL inside; out_of_memory
    /// or overflow for the copy of a view; or ok.
    [[nodiscard]] status validate() const noexcept {
        return text_ == nullptr && wrong_.ok() ? status(status_code::null) : wrong_;
    }
    /// The same in words. what is "library::open: the path" or the like.
    [[nodiscard]] error validate(const char* what) const noexcept {
        const status wrong = validate();
        if (wrong.ok()) return {};
        if (wrong == status_code::null) return error(wrong, what, " is null");
        if (!wrong.is_inner_nul()) return error(wrong, what, ": ", wrong.name());
        return error(wrong, what, " has a NUL inside, at byte offset ",
                     static_cast<std::uint64_t>(wrong.detail()) - 1, ": ", text_);
    }

private:
    void copy(const char* data, std::size_t size) noexcept {
        text_ = nullptr;
        if (size >= std::size_t{PTRDIFF_MAX}) {  // no text has that size, and size + 1 may be 0
            wrong_ = status_code::overflow;
            return;
        }
        copy_ = static_cast<char*>(::operator new(size + 1, std::nothrow));
        if (copy_ == nullptr) {
            wrong_ = status_code::out_of_memory;
            return;
        }
        if (size != 0) __builtin_memcpy(copy_, data, size);
        copy_[size] = '\0';
        text_ = copy_;
        size_ = size;
    }

    const char* text_ = nullptr;
    char* copy_ = nullptr;  // what text_ points to, if it is a copy
    std::size_t size_ = 0;  // of the copy
    status wrong_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
