// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_TERMINATED_TEXT_HPP
#define FFIGUARD_CORE_DETAIL_TERMINATED_TEXT_HPP

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// By what they have and not by name, so that core/ needs neither <string_view> nor <filesystem>.
template <class Text>
using c_str_of = std::enable_if_t<
    std::is_convertible_v<decltype(std::declval<const Text&>().c_str()), const char*>>;

template <class Text, class = void>
struct has_c_str : std::false_type {};
template <class Text>
struct has_c_str<Text, c_str_of<Text>> : std::true_type {};

/// std::string and whatever is like it: c_str() and size().
template <class Text, class = void>
struct is_string : std::false_type {};
template <class Text>
struct is_string<Text, std::void_t<c_str_of<Text>, decltype(std::declval<const Text&>().size())>>
    : std::true_type {};

/// std::filesystem::path where its characters are char: c_str() and native().
template <class Text, class = void>
struct is_path : std::false_type {};
template <class Text>
struct is_path<Text,
               std::void_t<c_str_of<Text>, decltype(std::declval<const Text&>().native().size())>>
    : std::true_type {};

/// std::string_view and whatever is like it: data() and size(), and no NUL at the end.
template <class Text, class = void>
struct is_text_view : std::false_type {};
template <class Text>
struct is_text_view<Text,
                    std::void_t<std::enable_if_t<std::is_convertible_v<
                                    decltype(std::declval<const Text&>().data()), const char*>>,
                                decltype(std::declval<const Text&>().size())>>
    : std::negation<has_c_str<Text>> {};

template <class Text>
constexpr bool is_text() noexcept {
    return is_string<Text>::value || is_path<Text>::value || is_text_view<Text>::value;
}

/// A parameter that goes to a C function as text: a C string, a string, a path or a view. Keeps
/// the pointer it is given; of a view, which has no NUL at its end, it makes a copy.
///
/// The C function would stop at a NUL inside and take part of a name for all of it, so that is
/// told: cut().
class terminated_text {
public:
    terminated_text(const char* text) noexcept : text_(text) {}
    template <class Text, std::enable_if_t<is_text<Text>(), int> = 0>
    terminated_text(const Text& text) noexcept {
        if constexpr (is_text_view<Text>::value) {
            copy(text.data(), text.size());
            cut_ = ends_before(text.size());
        } else {
            text_ = text.c_str();
            if constexpr (is_path<Text>::value)
                cut_ = ends_before(text.native().size());
            else
                cut_ = ends_before(text.size());
        }
    }

    terminated_text(const terminated_text& other) noexcept
        : text_(other.text_), cut_(other.cut_), short_(other.short_) {
        if (other.copy_ != nullptr) copy(other.text_, other.size_);
    }
    terminated_text(terminated_text&& other) noexcept
        : text_(other.text_),
          copy_(std::exchange(other.copy_, nullptr)),
          size_(other.size_),
          cut_(other.cut_),
          short_(other.short_) {
        if (copy_ != nullptr) other.text_ = nullptr;
    }
    terminated_text& operator=(terminated_text other) noexcept {
        std::swap(text_, other.text_);
        std::swap(copy_, other.copy_);
        std::swap(size_, other.size_);
        std::swap(cut_, other.cut_);
        std::swap(short_, other.short_);
        return *this;
    }
    ~terminated_text() {
        if (copy_ != nullptr) ::operator delete(copy_);
    }

    [[nodiscard]] const char* c_str() const noexcept { return text_; }
    /// There is a NUL inside, and more behind it.
    [[nodiscard]] bool cut() const noexcept { return cut_; }
    /// No memory was left for a copy; c_str() is null then.
    [[nodiscard]] bool out_of_memory() const noexcept { return short_; }
    /// Why it is no text for C: out_of_memory, null, invalid_argument (a NUL inside); or ok.
    [[nodiscard]] status check() const noexcept {
        if (short_) return status_code::out_of_memory;
        if (text_ == nullptr) return status_code::null;
        return cut_ ? status_code::invalid_argument : status_code::ok;
    }

private:
    void copy(const char* data, std::size_t size) noexcept {
        copy_ = static_cast<char*>(::operator new(size + 1, std::nothrow));
        text_ = copy_;
        size_ = size;
        short_ = copy_ == nullptr;
        if (short_) return;
        if (size != 0) __builtin_memcpy(copy_, data, size);
        copy_[size] = '\0';
    }
    [[nodiscard]] bool ends_before(std::size_t size) const noexcept {
        return text_ != nullptr && __builtin_strlen(text_) != size;
    }

    const char* text_ = nullptr;
    char* copy_ = nullptr;  // what text_ points to, where it is a copy
    std::size_t size_ = 0;  // of the copy
    bool cut_ = false;
    bool short_ = false;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
