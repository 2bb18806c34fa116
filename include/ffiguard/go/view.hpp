// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_GO_VIEW_HPP
#define FFIGUARD_GO_VIEW_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/receives.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>
#include <ffiguard/memory/foreign_span.hpp>

// What Go lends to C++ during one call. cgo pins the memory of an argument until the call returns;
// afterwards Go may free it, or move it if it is on a goroutine's stack. (C++ may keep an address
// only while a runtime.Pinner of Go 1.21 holds it, and never that of a string.)
//
// So a view stays where it was made: it cannot be copied, moved, assigned or made by new, and a
// temporary gives no access. Do not make it a member. If data must outlive the call, use copy().
//
// No Go header is needed: any struct with the members of _GoString_ (p, n) or GoSlice (data, len,
// cap) works, those of ffiguard.h and those that cgo generates.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace go {

/// The bytes of a Go string; usually UTF-8, but Go does not promise it. They do not end with a NUL
/// and may contain some: for a C function that takes a C string use copy(), which refuses a NUL
/// inside.
///
///     extern "C" ffiguard_status find(ffiguard_go_string name, ffiguard_error* err) {
///         return ffiguard::boundary(err, [&] {
///             const ffiguard::go::text_view in(name);
///             return in ? search(in.view()) : in.status();
///         });
///     }
///
/// Owns nothing; only copy() allocates. Any thread, during the call.
class [[nodiscard]] text_view {
public:
    /// status(): null for a null pointer with a length, invalid_argument for a negative length,
    /// overflow if the bytes go beyond the end of the address space. Then the view is empty.
    template <class Count>
    text_view(const char* data, Count length) noexcept
        : text_view(foreign_span<const char>::from(data, length)) {}
    /// From a struct with the members p and n.
    template <class GoString, class = decltype(std::declval<const GoString&>().n)>
    explicit text_view(const GoString& text) noexcept : text_view(text.p, text.n) {}

    text_view(const text_view&) = delete;
    text_view& operator=(const text_view&) = delete;
    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return status_.ok(); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    /// Never null: if it is empty, a valid pointer to no characters. C libraries take a null
    /// pointer for "no text", or for an error; SQLite binds NULL.
    [[nodiscard]] const char* data() const& noexcept { return data_; }
    [[nodiscard]] const char* begin() const& noexcept { return data_; }
    [[nodiscard]] const char* end() const& noexcept { return data_ + size_; }
    /// For functions that are called during the call and keep nothing.
    [[nodiscard]] std::string_view view() const& noexcept { return {data_, size_}; }
    void data() const&& = delete;
    void begin() const&& = delete;
    void end() const&& = delete;
    void view() const&& = delete;

    /// A copy to keep, with a NUL at the end: for a C function. Fails as status(); malformed with
    /// its offset for a NUL inside, because C would read only up to there; out_of_memory.
    result<c_string> copy() const noexcept {
        if (!status_.ok()) return status_;
        return c_string::duplicate(std::string_view(data_, size_));
    }
    /// A copy of the bytes, including NULs, without a NUL at the end. Fails as status();
    /// out_of_memory.
    result<foreign_buffer> copy_bytes() const noexcept {
        if (!status_.ok()) return status_;
        return foreign_buffer::copy(data_, size_);
    }

private:
    explicit text_view(const result<foreign_span<const char>>& checked) noexcept
        : status_(checked.status()) {
        if (!checked || checked->empty()) return;
        data_ = checked->data();
        size_ = checked->size();
    }

    ffiguard::status status_;
    const char* data_ = "";
    std::size_t size_ = 0;
};

/// The elements of a Go slice; const T if you only read them.
///
///     const ffiguard::go::slice_view<const float> in(data, length, capacity);
///     if (!in) return in.status();
///     for (const float each : in) ...
///
/// T has the layout of the Go type: float for float32, std::int64_t for int on 64-bit machines.
/// Owns nothing; only copy() allocates. Any thread, during the call.
template <class T>
class [[nodiscard]] slice_view {
    static_assert(!std::is_pointer_v<T>,
                  "ffiguard: memory that Go lends to C++ holds no Go pointers (the rules of cgo); "
                  "copy what they point to on the Go side");

public:
    using value_type = std::remove_cv_t<T>;
    using pointer = typename foreign_span<T>::pointer;

    /// status(): null for a null pointer with a length or capacity, invalid_argument if a count is
    /// negative, length is above capacity or data is not aligned for T, overflow if the bytes go
    /// beyond PTRDIFF_MAX or the end of the address space. Then the view is empty.
    template <class Count>
    slice_view(pointer data, Count length) noexcept : slice_view(data, length, length) {}
    template <class Count>
    slice_view(pointer data, Count length, Count capacity) noexcept {
        const auto room = foreign_span<T>::from(data, capacity);
        const auto used = foreign_span<T>::from(data, length);
        if (!used) {
            status_ = used.status();
        } else if (!room) {
            status_ = room.status();
        } else if (used->size() > room->size()) {
            status_ = status_code::invalid_argument;
        } else {
            span_ = *used;
            capacity_ = room->size();
        }
    }
    /// From a struct with the members data, len and cap.
    template <class GoSlice, class = decltype(std::declval<const GoSlice&>().cap)>
    explicit slice_view(const GoSlice& slice) noexcept
        : slice_view(slice.data, slice.len, slice.cap) {}

    slice_view(const slice_view&) = delete;
    slice_view& operator=(const slice_view&) = delete;
    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return status_.ok(); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

    [[nodiscard]] std::size_t size() const noexcept { return span_.size(); }
    [[nodiscard]] bool empty() const noexcept { return span_.empty(); }
    /// How many elements there is room for; those after size() have no defined value.
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    /// Null if it is empty.
    [[nodiscard]] T* data() const& noexcept { return span_.data(); }
    [[nodiscard]] T* begin() const& noexcept { return span_.begin(); }
    [[nodiscard]] T* end() const& noexcept { return span_.end(); }
    /// An index past the end ends the program; loops use begin() and end().
    [[nodiscard]] T& operator[](std::size_t index) const& noexcept { return span_[index]; }
    /// For functions that are called during the call and keep nothing.
    [[nodiscard]] foreign_span<T> span() const& noexcept { return span_; }
    void data() const&& = delete;
    void begin() const&& = delete;
    void end() const&& = delete;
    void operator[](std::size_t) const&& = delete;
    void span() const&& = delete;

    /// A copy of the elements, to keep or to hand over. Fails as status(); out_of_memory.
    result<foreign_buffer> copy() const noexcept {
        if (!status_.ok()) return status_;
        return foreign_buffer::copy(span_.data(), span_.size() * sizeof(T));
    }

private:
    ffiguard::status status_;
    foreign_span<T> span_;
    std::size_t capacity_ = 0;
};

}  // namespace go

namespace detail {

// For FFIGUARD_EXPORT_CALL: views of what Go lends.
template <>
struct given_as_if<void, std::string_view, ffiguard_go_string> : std::true_type {
    static go::text_view from(const ffiguard_go_string& text) noexcept {
        return go::text_view(text);
    }
};
template <>
struct given_as_if<void, c_string, ffiguard_go_string> : std::true_type {
    static result<c_string> from(const ffiguard_go_string& text) noexcept {
        return go::text_view(text).copy();
    }
};
template <class T>
struct given_as_if<void, foreign_span<T>, ffiguard_go_slice> : std::true_type {
    static go::slice_view<T> from(const ffiguard_go_slice& slice) noexcept {
        return go::slice_view<T>(slice);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
