// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_FOREIGN_SPAN_HPP
#define FFIGUARD_MEMORY_FOREIGN_SPAN_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/receives.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/memory/detail/extent.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// A pointer and a count that came from outside, checked before use.
///
///     auto input = foreign_span<const std::int32_t>::from(data, count);
///     if (!input) return input.status();
///     for (std::int32_t one : *input) ...
///
/// Go and Java pass sizes as signed numbers, and pointers to anything. A foreign_span can only be
/// made from a pair that could be an array of T. Whether it really is one cannot be checked.
///
/// Owns nothing: the memory belongs to the caller and must outlive the span. Two words, trivially
/// copyable.
template <class T>
class foreign_span {
    static_assert(std::is_trivially_copyable_v<T>,
                  "ffiguard: memory of another language holds no C++ objects; T must be trivially "
                  "copyable");

public:
    using value_type = std::remove_cv_t<T>;
    /// Typed pointers convert to it.
    using pointer = std::conditional_t<std::is_const_v<T>, const void*, void*>;

    constexpr foreign_span() noexcept = default;

    /// Checks count elements at memory. Count is any integer type.
    ///
    /// A count of 0 makes the empty span, whatever the pointer, because nothing will be read.
    /// Otherwise it fails with null if memory is null, invalid_argument if count is negative or
    /// memory is not aligned for T, and overflow if the bytes go beyond PTRDIFF_MAX or the end of
    /// the address space.
    template <class Count>
    static result<foreign_span> from(pointer memory, Count count) noexcept {
        static_assert(std::is_integral_v<Count> && !std::is_same_v<Count, bool>,
                      "ffiguard: the count of a foreign_span is an integer");
        if constexpr (std::is_signed_v<Count>)
            if (count < 0) return status_code::invalid_argument;
        const auto address = reinterpret_cast<std::uintptr_t>(memory);
        const status possible =
            detail::check_extent<T>(address, static_cast<std::uintmax_t>(count));
        if (!possible.ok()) return possible;
        if (count == 0) return foreign_span();
        return foreign_span(static_cast<T*>(memory), static_cast<std::size_t>(count));
    }

    /// Null if the span is empty.
    [[nodiscard]] constexpr T* data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr T* begin() const noexcept { return data_; }
    [[nodiscard]] constexpr T* end() const noexcept { return data_ + size_; }
    /// Ends the program if the index is past the end. In loops use begin() and end().
    [[nodiscard]] T& operator[](std::size_t index) const noexcept {
        return data_[detail::checked_index(index, size_, "foreign_span: index past the end")];
    }

    /// count elements from offset on. Fails with overflow if there are not enough.
    result<foreign_span> subspan(std::size_t offset, std::size_t count) const noexcept {
        if (offset > size_ || count > size_ - offset) return status_code::overflow;
        if (count == 0) return foreign_span();
        return foreign_span(data_ + offset, count);
    }

    /// For a function that takes a std::string_view; from a span of const char. (Deduced:
    /// <string_view> is not included here.) The view is valid as long as the span's memory. It does
    /// not convert to a std::string, whose c_str() would be cut by a NUL inside: write
    /// std::string(span).
    template <class View,
              std::enable_if_t<std::is_same_v<T, const char> &&
                                   std::is_same_v<typename View::traits_type::char_type, char> &&
                                   std::is_trivially_copyable_v<View>,
                               int> = 0>
    operator View() const noexcept {
        return View(data_ != nullptr ? data_ : "", size_);
    }

private:
    constexpr foreign_span(T* data, std::size_t size) noexcept : data_(data), size_(size) {}

    T* data_ = nullptr;
    std::size_t size_ = 0;
};

namespace detail {

// FFIGUARD_EXPORT_CALL: a member that takes a foreign_span or a std::string_view gets a pointer and
// a count, or an ffiguard_view. void matches any memory; one type of bytes matches any other.
template <class From, class To>
constexpr bool is_memory_of() noexcept {
    if constexpr (!std::is_convertible_v<From*, typename foreign_span<To>::pointer>)
        return false;
    else if constexpr (std::is_void_v<From>)
        return true;
    else
        return std::is_same_v<std::remove_cv_t<From>, std::remove_cv_t<To>> ||
               (sizeof(From) == 1 && sizeof(To) == 1);
}
template <class View>
using text_only = std::enable_if_t<std::is_same_v<typename View::traits_type::char_type, char> &&
                                   std::is_trivially_copyable_v<View>>;

template <class T, class Memory, class Count>
struct given_as_if<std::enable_if_t<std::is_integral_v<Count> && is_memory_of<Memory, T>()>,
                   foreign_span<T>, Memory*, Count> : std::true_type {
    static result<foreign_span<T>> from(Memory* memory, Count count) noexcept {
        return foreign_span<T>::from(memory, count);
    }
};
template <class T>
struct given_as_if<std::enable_if_t<sizeof(T) == 1>, foreign_span<const T>, ffiguard_view>
    : std::true_type {
    static result<foreign_span<const T>> from(const ffiguard_view& bytes) noexcept {
        return foreign_span<const T>::from(bytes.data, bytes.size);
    }
};
// By the span's own conversion, which never makes a view of a null pointer.
template <class View, class Memory, class Count>
struct given_as_if<text_only<View>, View, Memory*, Count>
    : given_as_if<void, foreign_span<const char>, Memory*, Count> {};
template <class View>
struct given_as_if<text_only<View>, View, ffiguard_view>
    : given_as_if<void, foreign_span<const char>, ffiguard_view> {};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
