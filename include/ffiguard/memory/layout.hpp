// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_LAYOUT_HPP
#define FFIGUARD_MEMORY_LAYOUT_HPP

#include <cstddef>
#include <type_traits>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// The place of a member: its offset here and the offset in the other language, in bytes.
template <std::size_t Actual, std::size_t Expected>
struct at {
    static_assert(Actual == Expected,
                  "ffiguard: a member lies at another offset here than in the other language: "
                  "at<actual, expected>");
};

namespace detail {

template <class T, std::size_t Actual, std::size_t Expected>
struct size_is {
    static_assert(Actual == Expected,
                  "ffiguard: the struct has another size here than in the other language: "
                  "size_is<struct, actual, expected>");
};
template <class T, std::size_t Actual, std::size_t Expected>
struct alignment_is {
    static_assert(Actual == Expected,
                  "ffiguard: the struct has another alignment here than in the other language: "
                  "alignment_is<struct, actual, expected>");
};

}  // namespace detail

/// Asserts at compile time that a struct has the layout that the other language expects: a Java
/// MemoryLayout, a Go struct, a table in a specification.
///
///     static_assert(layout<ffiguard_buffer, 32, 8>::matches<
///                   at<offsetof(ffiguard_buffer, data), 0>,
///                   at<offsetof(ffiguard_buffer, size), 8>>());
///
/// Size and Alignment in bytes. A mismatch is a compile error that shows both
/// numbers. Costs nothing at run time.
template <class T, std::size_t Size, std::size_t Alignment>
struct layout : private detail::size_is<T, sizeof(T), Size>,
                private detail::alignment_is<T, alignof(T), Alignment> {
    static_assert(std::is_standard_layout_v<T>,
                  "ffiguard: only a standard-layout struct has the layout of a C struct");
    static_assert(std::is_trivially_copyable_v<T>,
                  "ffiguard: another language copies the struct as bytes; it must be trivially "
                  "copyable");

    /// Members: at<offsetof(T, member), expected>...
    template <class... Members>
    [[nodiscard]] static constexpr bool matches() noexcept {
        return (... && (sizeof(Members) != 0));  // their static_asserts decide
    }
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
