// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_C_ARRAY_HPP
#define FFIGUARD_MEMORY_C_ARRAY_HPP

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/receives.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/memory/detail/extent.hpp>
#include <ffiguard/memory/detail/sized_memory.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Owns an array from malloc, calloc or realloc, with its count, until it is freed here or given to
/// C code that will free() it.
///
/// An allocation cannot be too small: if the bytes of a count do not fit into PTRDIFF_MAX, it fails
/// with overflow. New elements are zero. A count of 0 needs no memory: data() is null.
///
/// Move-only, two words; a moved-from array is empty. errno is kept when the array is freed. One
/// thread at a time.
template <class T>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI c_array {
    static_assert(std::is_trivially_copyable_v<T> && !std::is_const_v<T>,
                  "ffiguard: realloc moves and free drops the elements as bytes; T must be "
                  "trivially copyable and not const");
    static_assert(alignof(T) <= alignof(std::max_align_t),
                  "ffiguard: malloc does not align for an over-aligned T");

public:
    using value_type = T;
    /// What release() returns: the members data and size.
    using memory = detail::sized_memory<T>;

    /// Owns nothing.
    constexpr c_array() noexcept = default;

    /// Makes count zeroed elements. Fails with overflow or out_of_memory.
    static result<c_array> allocate(std::size_t count) noexcept {
        if (!detail::fits<T>(count)) return status_code::overflow;
        if (count == 0) return c_array();
        auto* const data = static_cast<T*>(std::calloc(count, sizeof(T)));
        if (data == nullptr) return status_code::out_of_memory;
        return c_array(data, count);
    }

    /// Takes over count elements from the malloc family. Fails with null for a null pointer with a
    /// count, invalid_argument for a misaligned pointer, and overflow for an impossible count; then
    /// data still belongs to the caller.
    static result<c_array> adopt(T* data, std::size_t count) noexcept {
        const auto address = reinterpret_cast<std::uintptr_t>(data);
        const status possible = detail::check_extent<T>(address, count);
        if (!possible.ok()) return possible;
        return c_array(data, count);
    }

    /// Keeps the first count elements; if there are fewer, adds zeroed ones. Then all pointers into
    /// the array are invalid. If it fails with overflow or out_of_memory, the array is unchanged.
    status resize(std::size_t count) noexcept {
        if (!detail::fits<T>(count)) return status_code::overflow;
        if (count == 0) {
            owner_.reset();  // realloc(p, 0) may or may not free p
            return {};
        }
        const memory old = owner_.release();  // realloc() may free it
        auto* const moved = static_cast<T*>(std::realloc(old.data, count * sizeof(T)));
        if (moved == nullptr) {
            owner_.reset(old);
            return status_code::out_of_memory;
        }
        owner_.reset({moved, count});
        auto* const bytes = reinterpret_cast<unsigned char*>(moved);
        for (std::size_t i = old.size * sizeof(T); i < count * sizeof(T); ++i) bytes[i] = 0;
        return {};
    }

    /// Whether it owns memory. Also true for an adopted array of no elements.
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }
    [[nodiscard]] T* data() noexcept { return owner_.get().data; }
    [[nodiscard]] const T* data() const noexcept { return owner_.get().data; }
    [[nodiscard]] std::size_t size() const noexcept { return owner_.get().size; }
    [[nodiscard]] T* begin() noexcept { return data(); }
    [[nodiscard]] T* end() noexcept { return data() + size(); }
    [[nodiscard]] const T* begin() const noexcept { return data(); }
    [[nodiscard]] const T* end() const noexcept { return data() + size(); }
    /// Ends the program if the index is past the end: indices may come from outside, too. If a loop
    /// cannot afford the check, use data() or begin().
    [[nodiscard]] T& operator[](std::size_t index) noexcept { return data()[checked(index)]; }
    [[nodiscard]] const T& operator[](std::size_t index) const noexcept {
        return data()[checked(index)];
    }

    /// Passes pointer, count and the duty to free() to the caller.
    [[nodiscard]] memory release() noexcept { return owner_.release(); }
    /// Frees the array now.
    void reset() noexcept { owner_.reset(); }

private:
    explicit c_array(T* data, std::size_t count) noexcept : owner_({data, count}) {}

    [[nodiscard]] std::size_t checked(std::size_t index) const noexcept {
        return detail::checked_index(index, size(), "c_array: index past the end");
    }

    unique_handle<detail::sized_memory_traits<T, &std::free>> owner_;
};

namespace detail {

// out_param(array): data() and count().
template <class T>
struct receives<c_array<T>> {
    using owner = c_array<T>;
    using pointer = T*;
    static constexpr T* empty() noexcept { return nullptr; }
    static constexpr bool is_empty(const T* data) noexcept { return data == nullptr; }
    FFIGUARD_HIDDEN static void clear(owner& to) noexcept { to.reset(); }
    FFIGUARD_HIDDEN static status put(owner& to, T* data, std::uint64_t count) noexcept {
        if (!fits<T>(count)) return status_code::overflow;
        auto taken = owner::adopt(data, static_cast<std::size_t>(count));
        if (taken) to = *std::move(taken);
        return taken.status();
    }
    static counted<T*> take(owner& from) noexcept {
        const auto given = from.release();
        return {given.data, given.size};
    }
};

}  // namespace detail

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
